"""Outcomes to the writers of all formats, judged by the policy on the way."""

import gc
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, Protocol, cast, runtime_checkable

from labeler.errors import InputError
from labeler.policy import Accepted, FailOn, Policy, audit, fails
from labeler.report.packed import EncodedReport
from labeler.report.schema import Report
from labeler.report.writer import AnyReport, Writer
from labeler.run.execute import Outcome


@runtime_checkable
class EncodedWriter(Protocol):
    """A writer that can also take a report as its compact JSON."""

    def write_encoded(self, report: bytes) -> None:
        """Write one report."""


class Totals(NamedTuple):
    """How a run ended."""

    unreadable: bool
    """Whether an input could not be read."""
    failed: bool
    """Whether there are findings that make it fail."""


def write_outcomes(
    outcomes: Iterable[Outcome],
    writers: Sequence[Writer],
    *,
    policy: Policy,
    accepted: Accepted,
    fail_on: Sequence[FailOn] = (),
    complain: Callable[[InputError], None],
    include_text: bool = True,
) -> Totals:
    """Write all reports with all writers, and close them; errors go to `complain` too."""
    unreadable = failed = False
    for outcome in outcomes:
        if not gc.isenabled():  # see labeler.cli.main: all is loaded with the first document
            gc.freeze()
            gc.enable()
        if isinstance(outcome, InputError):
            unreadable = True
            complain(outcome)
            for writer in writers:
                writer.write_error(outcome)
            continue
        written: AnyReport | EncodedReport
        if isinstance(outcome, EncodedReport):
            _write_encoded(outcome, writers, include_text)
            written = outcome
        else:
            written = audit(outcome, policy, accepted)
            if len(writers) > 1:
                written = _whole(written)
            for writer in writers:
                writer.write(written)
        failed |= fails(cast("AnyReport", written), fail_on)
    for writer in writers:
        writer.close()
    return Totals(unreadable, failed)


def _write_encoded(report: EncodedReport, writers: Sequence[Writer], include_text: bool) -> None:
    decoded: Report | None = None
    for writer in writers:
        if include_text and isinstance(writer, EncodedWriter):
            writer.write_encoded(report.json)
        else:
            decoded = decoded or report.decoded()
            writer.write(decoded)


def _whole(report: AnyReport) -> Report:
    """The report with all its segments in memory, so that several writers can go through them."""
    if isinstance(report, Report):
        return report
    segments = tuple(report.segments)
    return Report(
        schema_version=report.schema_version,
        tool=report.tool,
        input=report.input,
        document=report.document,
        segments=segments,
        summary=report.summary,
        findings=report.findings,
        errors=report.errors,
    )
