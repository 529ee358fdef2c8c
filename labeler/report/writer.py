"""What every writer of reports takes and offers."""

from collections import deque
from collections.abc import Sequence
from typing import BinaryIO, NamedTuple, Protocol

from labeler.errors import InputError
from labeler.provenance.finding import Severity
from labeler.report.build import ReportStream
from labeler.report.encode import without_quotes
from labeler.report.schema import Finding, Report

AnyReport = Report | ReportStream


class Rule(Protocol):
    """What a format says of a rule that findings are of; `labeler.policy.PolicyRule` is one."""

    @property
    def id(self) -> str:
        """The `rule` of its findings."""

    @property
    def severity(self) -> Severity:
        """Of its findings, unless the policy says otherwise for a path."""

    @property
    def message(self) -> str:
        """What it objects to."""


class Sink(NamedTuple):
    """Where reports go, and how."""

    stream: BinaryIO
    terminal: bool = False
    """Whether a person reads it: colour, and the width of the window."""
    several: bool = False
    """Whether more than one report is to be expected."""
    include_text: bool = True
    """Whether segments show their text (`--no-text` leaves it out)."""
    rules: Sequence[Rule] = ()
    """The policy's rules, for formats that also name those without findings."""


class Writer(Protocol):
    """Writes reports one by one as they come, holding none of them."""

    def write(self, report: AnyReport) -> None:
        """Write one report."""

    def write_error(self, error: InputError) -> None:
        """Note an input that could not be read; formats without a place for it pass it over."""

    def close(self) -> None:
        """Write what follows the last report. The stream stays open."""


def findings_of(report: AnyReport, *, include_text: bool) -> tuple[Finding, ...]:
    """All findings, without quotes unless `include_text`.

    To have those of a `ReportStream`, all its segments are made.
    """
    if isinstance(report, ReportStream):
        deque(report.segments, maxlen=0)
    return report.findings if include_text else without_quotes(report.findings)
