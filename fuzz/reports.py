"""Report reader and writers: any bytes are reports or an InputError, and each can be written."""

import io
import tempfile
from collections.abc import Iterator
from pathlib import Path

from fuzz.samples import contents
from labeler.errors import InputError
from labeler.report.read import read_reports
from labeler.report.writer import Sink
from labeler.report.writers import WRITERS, writer_of

_FILE = Path(tempfile.mkdtemp(prefix="labeler-fuzz-")) / "r.json"


def seeds() -> Iterator[bytes]:
    """The expected reports of the samples."""
    yield from contents("samples/expected/*.json", 60_000)


def one(data: bytes) -> None:
    """Read one file and write what it holds in every format."""
    _FILE.write_bytes(data)
    try:
        reports = list(read_reports(_FILE))
    except InputError:
        return
    for name in WRITERS:
        writer = writer_of(name)(Sink(io.BytesIO()))
        for report in reports:
            writer.write(report)
        writer.close()
