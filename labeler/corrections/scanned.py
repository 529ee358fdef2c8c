"""The file that a report is on, read again."""

import hashlib
from pathlib import Path

from labeler.report.schema import Input


def scanned_bytes(about: Input) -> bytes | None:
    """The bytes of the file at a report's path if they still are what was scanned, else None.

    Reports come from anywhere: what is no regular file is not opened.
    """
    file = Path(about.path)
    try:
        data = file.read_bytes() if file.is_file() else b""
    except OSError:  # it was scanned elsewhere, or is gone
        return None
    return data if hashlib.sha256(data).hexdigest() == about.sha256 else None
