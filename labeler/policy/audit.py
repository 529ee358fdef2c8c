"""Reports with what a policy objects to, and whether that makes a run fail."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, get_args

from msgspec.structs import replace

from labeler.policy.accepted import NOTHING, Accepted
from labeler.policy.auditor import DocumentAuditor
from labeler.policy.policy import Policy
from labeler.policy.schema import FailOn
from labeler.provenance.finding import Severity
from labeler.report.schema import Finding, Report

if TYPE_CHECKING:
    from labeler.report.writer import AnyReport

FAIL_ON: tuple[FailOn, ...] = get_args(FailOn)
_SEVERITIES: tuple[Severity, ...] = get_args(Severity)
"""Least first."""


def audit(report: "AnyReport", policy: Policy, accepted: Accepted = NOTHING) -> "AnyReport":
    """The report with its findings, those in `accepted` marked.

    A `Report` is copied. A `ReportStream` gets an auditor, and has its findings when its
    segments have gone by.
    """
    path = report.input.path
    rules = policy.rules_for(path)
    auditor = DocumentAuditor(rules, report.document, accepted.marker(path))
    if not isinstance(report, Report):
        report.auditor = auditor if any(rules) else None  # without, it is written faster
        return report
    for segment in report.segments:
        auditor.see(segment)
    return replace(report, findings=auditor.findings(report))


def fails(report: "AnyReport", fail_on: Sequence[FailOn]) -> bool:
    """Whether any finding of a report that has been written makes the run fail.

    A severity stands for new findings at or above it, `new` for all new ones, `unreviewed` for
    those that nobody has decided on, in the baseline or not. Suppressed ones never fail.
    """
    if not fail_on:
        return False
    return any(_fails(finding, criterion) for finding in report.findings for criterion in fail_on)


def _fails(finding: Finding, criterion: FailOn) -> bool:
    if criterion == "unreviewed":
        return finding.status != "suppressed" and finding.justification is None
    if finding.status != "new":
        return False
    if criterion == "new":
        return True
    return _SEVERITIES.index(finding.severity) >= _SEVERITIES.index(criterion)
