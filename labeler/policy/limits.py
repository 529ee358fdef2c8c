"""Rules about a document as a whole: shares, counts, and what machines declare."""

from typing import TYPE_CHECKING

from labeler.policy.compiled import SegmentRule
from labeler.policy.conditions import declared_fits, some
from labeler.policy.schema import DeclaredWhen, When
from labeler.report.schema import LabelCounts

if TYPE_CHECKING:
    from labeler.report.writer import AnyReport


def objection(made: SegmentRule, count: int, characters: int, report: "AnyReport") -> str | None:
    """Why the rule objects to the document, in particulars; `None` where it does not.

    `count` segments with `characters` characters fit the rule's other conditions. `report` is
    complete.
    """
    when = made.rule.when
    said = []
    if when.declared is not None:
        statement = _statement(when.declared, report)
        if statement is None or (made.limit is None and made.asks_segments and not count):
            return None
        said.append(statement)
    if made.limit is not None:
        breach = _breach(when, count, characters, report)
        if breach is None:
            return None
        said.append(breach)
    return ", ".join(said)


def _statement(when: DeclaredWhen, report: "AnyReport") -> str | None:
    for declared in report.document.declared:
        if declared_fits(when, declared):
            return f"{declared.signal} says {declared.value}"
    return None


def _breach(when: When, count: int, characters: int, report: "AnyReport") -> str | None:
    if when.count_above is not None:
        return (
            f"{count} segments, more than {when.count_above}" if count > when.count_above else None
        )
    if when.count_below is not None:
        return (
            f"{count} segments, fewer than {when.count_below}" if count < when.count_below else None
        )
    labels = some(when.share_of)
    total = report.summary.characters
    if labels:
        total = sum(_characters(report.summary.labels, label) for label in labels)
    share = characters / total if total else 0.0
    among = f"characters in {' and '.join(labels)}" if labels else "characters"
    if when.share_above is not None and share > when.share_above:
        return f"{share:.1%} of the {among}, more than {when.share_above:.1%}"
    if when.share_below is not None and share < when.share_below:
        return f"{share:.1%} of the {among}, less than {when.share_below:.1%}"
    return None


def _characters(counts: LabelCounts, label: str) -> int:
    characters: int = getattr(counts, label).characters
    return characters
