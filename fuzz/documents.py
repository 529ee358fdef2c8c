"""Text, HTML and Markdown in UTF-8: any file gives a document or an InputError, and segments.

The first byte says which form it has. Segments never overlap, and each has its text. What is no
UTF-8 is replaced here: telling encodings apart takes far longer than reading (`encodings`).
"""

from collections.abc import Iterator

from fuzz.samples import contents
from labeler.document import Document
from labeler.read import read_bytes
from labeler.segment import segment

LONGEST = 1000

_NAMES = ("a.txt", "a.html", "a.md", "a")


def seeds() -> Iterator[bytes]:
    """The beginning and the end of each sample under its own form."""
    for number, name in enumerate(_NAMES[:3]):
        for data in contents(f"samples/*.{name[2:]}"):
            yield bytes([number]) + data[: LONGEST - 1]
            yield bytes([number]) + data[1 - LONGEST :]


def one(data: bytes) -> None:
    """Read and segment one file."""
    name = _NAMES[data[0] % len(_NAMES)] if data else "a"
    sound = data[1:].decode("utf-8", "replace").encode()
    for read in read_bytes(sound, name):
        if isinstance(read, Document):
            end = 0
            for found in segment(read):
                assert end <= found.start < found.end <= len(read.text)
                assert found.text == read.text[found.start : found.end]
                end = found.end
