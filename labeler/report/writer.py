"""What every writer of reports takes and offers."""

from typing import BinaryIO, NamedTuple, Protocol

from labeler.report.build import ReportStream
from labeler.report.schema import Report

AnyReport = Report | ReportStream


class Sink(NamedTuple):
    """Where reports go, and how."""

    stream: BinaryIO
    terminal: bool = False
    """Whether a person reads it: colour, and the width of the window."""
    several: bool = False
    """Whether more than one report is to be expected."""
    include_text: bool = True
    """Whether segments show their text (`--no-text` leaves it out)."""


class Writer(Protocol):
    """Writes reports one by one as they come, holding none of them."""

    def write(self, report: AnyReport) -> None:
        """Write one report."""

    def close(self) -> None:
        """Write what follows the last report. The stream stays open."""
