"""Decisions on made reports."""

from collections.abc import Mapping, Sequence

from labeler.corrections import Decision, Target
from labeler.corrections.make import decision
from labeler.corrections.reviewed import ReviewedDocument, reviewed_documents
from labeler.corrections.standing import Standing
from labeler.evidence import Label
from labeler.report.schema import Report


def said(report: Report, index: int, label: Label | None, who: str = "ana") -> Decision:
    """A label for one segment, or unsure for None."""
    one = report.segments[index]
    target = Target(report.input.sha256, report.input.path, one.id, one.label)
    kind = "unsure" if label is None else "label"
    return decision(who, kind, [target], label=label)


def reviewed(
    report: Report, labels: Mapping[int, Label | None], others: Sequence[Decision] = ()
) -> ReviewedDocument:
    """`report` with what ana and others said of it."""
    decisions = [said(report, index, label) for index, label in labels.items()]
    (document,) = reviewed_documents([report], Standing([*decisions, *others]))
    return document
