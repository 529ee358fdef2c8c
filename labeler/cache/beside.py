"""Files that a report depends on beside the page itself: its pictures and their XMP."""

import os
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from labeler.document import Document

Stamp = tuple[str, str]
"""Name of a file, relative to the page's folder, and its size, time and mode; empty if there is
none."""


def stamps_of(document: Document) -> Iterator[Stamp]:
    """The state of all files in which `labeler.read.pictures` looks for XMP packets."""
    folder = os.path.dirname(document.path)
    for source in dict.fromkeys(b.markup.image for b in document.blocks if b.markup.image):
        try:
            address = urlsplit(source.strip())
        except ValueError:
            continue
        if not (address.scheme or address.netloc) and address.path:
            name = unquote(address.path)
            for file in (name, f"{name}.xmp", f"{os.path.splitext(name)[0]}.xmp"):
                yield file, _stamp(folder, file)


def still_holds(stamp: Stamp, page: str) -> bool:
    """Whether a file beside the page at the path `page` is as it was."""
    name, known = stamp
    return _stamp(os.path.dirname(page), name) == known


def _stamp(folder: str, name: str) -> str:
    try:
        status = os.stat(os.path.join(folder, name))
    except (OSError, ValueError):  # ValueError: a zero byte in the name
        return ""
    return f"{status.st_size}:{status.st_mtime_ns}:{status.st_mode:o}"
