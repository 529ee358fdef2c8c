"""Readers and segmenter: a file of any bytes gives documents or an InputError.

The first byte says which name it has. Segments never overlap, and each has its text.
"""

from collections.abc import Iterator

from fuzz.samples import contents
from labeler.document import Document
from labeler.read import read_bytes
from labeler.segment import segment

LONGEST = 20_000

_NAMES = ("a.txt", "a.html", "a.md", "a.jsonl", "a.warc", "a.warc.gz", "a.wet", "a")
_SUFFIXES = ("txt", "html", "md", "jsonl")


def seeds() -> Iterator[bytes]:
    """Each sample under its own form."""
    for number, suffix in enumerate(_SUFFIXES):
        for data in contents(f"samples/*.{suffix}"):
            yield bytes([number]) + data


def one(data: bytes) -> None:
    """Read and segment one file."""
    name = _NAMES[data[0] % len(_NAMES)] if data else "a"
    for read in read_bytes(data[1:], name):
        if isinstance(read, Document):
            end = 0
            for found in segment(read):
                assert end <= found.start < found.end <= len(read.text)
                end = found.end
