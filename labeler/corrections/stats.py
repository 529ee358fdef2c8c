"""What the decisions say of the reports and of the rules behind them."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from labeler.corrections.agreement import Agreement, agreements
from labeler.corrections.reviewed import ReviewedDocument, ReviewedSegment
from labeler.evidence import LABELS, Label
from labeler.report.schema import ReportEvidence

MOST_SHOWN = 20
"""So many wrong instances of a rule are kept."""
_QUOTE = 120


class WrongInstance(msgspec.Struct, frozen=True):
    """A segment about which a rule was wrong."""

    place: str
    """`path:line`."""
    label: Label
    """What the segment is."""
    quote: str
    """What the rule matched, or how the segment begins."""


class RuleFigures(msgspec.Struct, frozen=True):
    """How often a rule was right where a reviewer looked."""

    rule: str
    right: int
    wrong: int
    precision: float
    wrong_instances: tuple[WrongInstance, ...]


class LabelFigures(msgspec.Struct, frozen=True):
    """What became of the segments that the reports gave one label."""

    label: Label
    reviewed: int
    right: int
    precision: float | None
    became: dict[Label, int]


class Stats(msgspec.Struct, frozen=True):
    """The decisions in numbers."""

    documents: int
    segments: int
    """Decided by anybody."""
    accepted: int
    changed: int
    open: int
    """Reviewers differ, or one is unsure."""
    reviewers: dict[str, int]
    """Segments that each decided."""
    labels: tuple[LabelFigures, ...]
    rules: tuple[RuleFigures, ...]
    """Most wrong first."""
    agreement: tuple[Agreement, ...]


class _Tally(NamedTuple):
    right: Counter[str]
    wrong: dict[str, list[WrongInstance]]


def stats_of(documents: Iterable[ReviewedDocument]) -> Stats:
    """Count what was decided.

    A rule is right about a segment if the segment turned out to be what the rule itself said
    there, whatever label the report came to in the end. The label of a disclosure is that of the
    text it speaks of; its own line may as well be boilerplate. Segments without an agreed label
    count for no rule; nor do guards, and what a disclosure elsewhere only hands on.
    """
    tally = _Tally(Counter(), {})
    paths, segments = [], list[ReviewedSegment]()
    for document in documents:
        path = document.report.input.path
        paths.append(path)
        for one in document.segments:
            segments.append(one)
            if one.label is not None:
                for evidence in _rules_of(one):
                    _count(tally, evidence, one, one.label, path)
    settled = [(one.segment.label, one.label) for one in segments if one.label is not None]
    accepted = sum(before == after for before, after in settled)
    return Stats(
        documents=len(paths),
        segments=len(segments),
        accepted=accepted,
        changed=len(settled) - accepted,
        open=len(segments) - len(settled),
        reviewers=dict(sorted(Counter(who for one in segments for who in one.decisions).items())),
        labels=tuple(_figures(label, settled) for label in LABELS),
        rules=_rule_figures(tally),
        agreement=tuple(
            agreements(
                {who: said.label or "unsure" for who, said in one.decisions.items()}
                for one in segments
            )
        ),
    )


def _rules_of(one: ReviewedSegment) -> list[ReportEvidence]:
    said = [e for e in one.segment.evidence if e.source == "rule" and e.label is not None]
    direct = [e for e in said if e.via == "direct" and e.role != "guard" and e.marker is None]
    return list({(e.name, e.label): e for e in direct}.values())


def _count(
    tally: _Tally, evidence: ReportEvidence, one: ReviewedSegment, label: Label, path: str
) -> None:
    wrong = tally.wrong.setdefault(evidence.name, [])
    if label == evidence.label or (evidence.role == "disclosure" and label == "boilerplate"):
        tally.right[evidence.name] += 1
        return
    quote = (evidence.quote or one.segment.text or "")[:_QUOTE]
    wrong.append(WrongInstance(f"{path}:{one.segment.line}", label, quote))


def _rule_figures(tally: _Tally) -> tuple[RuleFigures, ...]:
    figures = [
        RuleFigures(
            rule,
            tally.right[rule],
            len(wrong),
            round(tally.right[rule] / (tally.right[rule] + len(wrong)), 4),
            tuple(wrong[:MOST_SHOWN]),
        )
        for rule, wrong in tally.wrong.items()
    ]
    return tuple(sorted(figures, key=lambda one: (-one.wrong, one.rule)))


def _figures(label: Label, settled: list[tuple[Label, Label]]) -> LabelFigures:
    became = Counter(after for before, after in settled if before == label)
    reviewed, right = sum(became.values()), became[label]
    return LabelFigures(
        label,
        reviewed,
        right,
        round(right / reviewed, 4) if reviewed else None,
        {other: became[other] for other in LABELS if became[other]},
    )
