"""Two lots of reports to their differences."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from labeler.diff.align import Pair, align
from labeler.diff.changes import (
    Diff,
    DocumentChange,
    DocumentDiff,
    FindingChange,
    SegmentChange,
    SegmentState,
    Totals,
)
from labeler.diff.documents import Match, Page, match_documents, page
from labeler.report.schema import Finding, Report

_NOTHING = Page("", "", (), ())


def compare(
    old: Iterable[Report], new: Iterable[Report], *, old_name: str = "old", new_name: str = "new"
) -> Diff:
    """What is different in the `new` reports; the names are only passed on.

    Reports are held without their evidence while they are compared.
    """
    matches = match_documents([page(report) for report in old], [page(report) for report in new])
    documents = [_compare_documents(match) for match in matches]
    return Diff(
        old=old_name,
        new=new_name,
        totals=_totals(documents),
        documents=tuple(one for one in documents if one.change != "same"),
    )


def _compare_documents(match: Match) -> DocumentDiff:
    old, new = match.old or _NOTHING, match.new or _NOTHING
    pairs = align(old.segments, new.segments)
    changes = tuple(_changes(old.segments, new.segments, pairs))
    findings = _finding_changes(old, new, pairs)
    if match.old and match.new:
        change: DocumentChange = "changed" if changes or findings else "same"
    else:
        change = "new" if match.new else "gone"
    return DocumentDiff(
        path=(match.new or old).path,
        change=change,
        old_path=old.path if match.moved else None,
        same=len(pairs) - len(changes),
        segments=changes,
        findings=findings,
    )


def _changes(
    old: Sequence[SegmentState], new: Sequence[SegmentState], pairs: Iterable[Pair]
) -> Iterator[SegmentChange]:
    for before, after in pairs:
        if before is None and after is not None:
            yield SegmentChange(change="new", new=new[after])
        elif after is None and before is not None:
            yield SegmentChange(change="gone", old=old[before])
        elif before is not None and after is not None:
            was, now = old[before], new[after]
            if was.id != now.id:
                yield SegmentChange(change="changed", old=was, new=now)
            elif _judged(was) != _judged(now):
                yield SegmentChange(change="relabelled", old=was, new=now)


def _judged(segment: SegmentState) -> tuple[str, str, bool]:
    return segment.label, segment.basis, segment.needs_review


def _finding_changes(old: Page, new: Page, pairs: Iterable[Pair]) -> tuple[FindingChange, ...]:
    """A rule's finding stays when its text moves or is edited, and where it is on the whole."""
    renamed = {
        old.segments[before].id: new.segments[after].id
        for before, after in pairs
        if before is not None and after is not None
    }

    def old_key(finding: Finding) -> tuple[str, str | None]:
        return finding.rule, renamed.get(finding.segment or "", finding.segment)

    had = Counter(old_key(finding) for finding in old.findings)
    has = Counter((finding.rule, finding.segment) for finding in new.findings)
    appeared, fixed = has - had, had - has
    return (
        *_taken(new.findings, [(f.rule, f.segment) for f in new.findings], appeared, "new"),
        *_taken(old.findings, [old_key(f) for f in old.findings], fixed, "fixed"),
    )


def _taken(
    findings: Iterable[Finding],
    keys: Iterable[tuple[str, str | None]],
    counts: Counter[tuple[str, str | None]],
    change: Literal["new", "fixed"],
) -> Iterator[FindingChange]:
    """As many findings of each key as `counts` says, the first ones."""
    left = Counter(counts)
    for finding, key in zip(findings, keys, strict=True):
        if left[key]:
            left[key] -= 1
            yield FindingChange(change=change, finding=finding)


def _totals(documents: Sequence[DocumentDiff]) -> Totals:
    of_document = Counter(one.change for one in documents)
    segments = [change for one in documents for change in one.segments]
    of_segment = Counter(change.change for change in segments)
    of_finding = Counter(change.change for one in documents for change in one.findings)
    return Totals(
        documents=len(documents),
        documents_changed=of_document["changed"],
        documents_new=of_document["new"],
        documents_gone=of_document["gone"],
        segments_same=sum(one.same for one in documents),
        segments_relabelled=of_segment["relabelled"],
        segments_changed=of_segment["changed"],
        segments_new=of_segment["new"],
        segments_gone=of_segment["gone"],
        label_changes=sum(c.label_changed for c in segments if c.change == "relabelled"),
        findings_new=of_finding["new"],
        findings_fixed=of_finding["fixed"],
    )
