"""Report reader and writers: any bytes are reports or an InputError, and each can be written.

The first byte says in which format.
"""

import io
from collections.abc import Iterator

import msgspec

from fuzz.samples import scratch
from labeler.errors import InputError
from labeler.report.read import read_reports
from labeler.report.writer import Sink
from labeler.report.writers import WRITERS, writer_of
from tests.report.found import as_page, objected_to
from tests.report.made import disclosed_report

LONGEST = 4000

_FILE = scratch() / "r.json"
_FORMATS = tuple(WRITERS)


def seeds() -> Iterator[bytes]:
    """A report with most that one can hold for each format."""
    reports = (disclosed_report(), objected_to("One.\r\nTwo."), as_page(objected_to("One.")))
    for number in range(len(_FORMATS)):
        yield bytes([number]) + msgspec.json.encode(reports[number % len(reports)])


def one(data: bytes) -> None:
    """Read one file and write what it holds."""
    _FILE.write_bytes(data[1:])
    try:
        reports = list(read_reports(_FILE))
    except InputError:
        return
    writer = writer_of(_FORMATS[data[0] % len(_FORMATS)])(Sink(io.BytesIO()))
    for report in reports:
        writer.write(report)
    writer.close()
