"""`--format markdown`: what is new, as a comment on a pull request."""

import os

from labeler.errors import InputError
from labeler.report.digest import Digest
from labeler.report.encode import utf8
from labeler.report.writer import AnyReport, Sink, Writer

_LIMIT = 65_536
"""Characters that GitHub allows in a comment."""


class MarkdownWriter(Writer):
    """Writes one text on all documents when the last of them is known."""

    def __init__(self, sink: Sink) -> None:
        self._stream = sink.stream
        self._digest = Digest(_LIMIT, os.getcwd(), sink.include_text)

    def write(self, report: AnyReport) -> None:
        """Take one document's findings."""
        self._digest.add(report)

    def write_error(self, error: InputError) -> None:
        """Take an input that could not be read."""
        self._digest.add_error(error)

    def close(self) -> None:
        """Write the text."""
        self._stream.write(utf8(self._digest.markdown(_LIMIT)))
