"""Decisions as entries of a baseline."""

from collections.abc import Iterable
from pathlib import Path

from labeler.corrections.reviewed import ReviewedDocument, ReviewedSegment
from labeler.policy.baseline import Entry, Key, entry_of, seen_from
from labeler.report.schema import Finding

_ASKS_FOR_REVIEW = "needs-review"


def baseline_entries(documents: Iterable[ReviewedDocument], target: Path) -> dict[Key, Entry]:
    """What the decisions settle among the findings of the reports, as entries of `target`.

    A finding on a segment that is not what the report said is a false positive. One that only
    asked for a person's look (`needs-review`) is accepted once the look was taken. All others on
    an accepted label stand: that AI text is AI text excuses no missing disclosure.
    """
    entries: dict[Key, Entry] = {}
    for document in documents:
        by_id = {one.segment.id: one for one in document.segments}
        seen = seen_from(target, document.report.input.path)
        for finding in document.report.findings:
            one = by_id.get(finding.segment or "")
            if one is not None and (settled := _settled(finding, one, seen)) is not None:
                entries.setdefault(Key(finding.content, finding.rule), settled)
    return entries


def _settled(finding: Finding, one: ReviewedSegment, seen: str) -> Entry | None:
    if one.label is None:
        return None
    changed = one.label != one.segment.label
    if not changed and finding.rule != _ASKS_FOR_REVIEW:
        return None
    by = ", ".join(sorted(one.decisions))
    told = [f"reviewed by {by}: {one.label}", *one.notes]
    plain = entry_of(finding, seen)
    return Entry(
        status="false_positive" if changed else "accepted",
        reason="; ".join(told),
        path=plain.path,
        quote=plain.quote,
    )
