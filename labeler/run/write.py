"""Outcomes to the writers of all formats, judged by the policy on the way."""

import gc
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple, cast

from labeler.errors import InputError
from labeler.ondemand import settle_memory
from labeler.policy import Accepted, FailOn, Policy, audit, fails
from labeler.report.build import whole
from labeler.report.packed import EncodedReport
from labeler.report.writer import AnyReport, Writer

if TYPE_CHECKING:
    from labeler.run.execute import Outcome


class Totals(NamedTuple):
    """How a run ended."""

    unreadable: bool
    """Whether an input could not be read."""
    failed: bool
    """Whether there are findings that make it fail."""


def write_outcomes(
    outcomes: "Iterable[Outcome]",
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
    encoded_writes = [write for write in map(_encoded_write, writers) if write and include_text]
    others = [writer for writer in writers if not (_encoded_write(writer) and include_text)]
    for outcome in outcomes:
        if not gc.isenabled():  # see labeler.cli.main: all is loaded with the first document
            settle_memory()
        if isinstance(outcome, InputError):
            unreadable = True
            complain(outcome)
            for writer in writers:
                writer.write_error(outcome)
            continue
        written: AnyReport | EncodedReport
        if isinstance(outcome, EncodedReport):
            _write_encoded(outcome, encoded_writes, others)
            written = outcome
        else:
            written = audit(outcome, policy, accepted)
            if len(writers) > 1:
                written = whole(written)  # several writers go through its segments
            for writer in writers:
                writer.write(written)
        failed |= fails(cast("AnyReport", written), fail_on)
    for writer in writers:
        writer.close()
    return Totals(unreadable, failed)


def _encoded_write(writer: Writer) -> Callable[[bytes], None] | None:
    """The method of a writer that takes a report as its compact JSON, if it has one."""
    return getattr(writer, "write_encoded", None)


def _write_encoded(
    report: EncodedReport, writes: Sequence[Callable[[bytes], None]], others: Sequence[Writer]
) -> None:
    for write in writes:
        write(report.json)
    if others:
        decoded = report.decoded()
        for writer in others:
            writer.write(decoded)
