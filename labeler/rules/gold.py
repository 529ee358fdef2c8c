"""Gold corpora that rules are measured on.

One JSON object a line (`.jsonl` or `.jsonl.gz`), a document each: of one segment,

    {"text": str, "label": LABEL, "role": str, "kind": str, "language": str}

or of several in reading order:

    {"segments": [{"text": str, "label": LABEL, "role": str, "kind": str}, ...], "language": str}

Only `text` and `label` are required, and other keys are left alone. LABEL is one of the four
labels; `article`, `caption`, `human` and `ai` of other gold files are read as `human_article`,
`image_caption`, `human_article` and `ai_report`. `role` is `disclosure` for what discloses AI.
"""

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, cast

import msgspec

from labeler.document import Document, Kind, Segment
from labeler.errors import DataError
from labeler.evidence import Label

_AS_OURS: dict[str, Label] = {
    "article": "human_article",
    "human": "human_article",
    "caption": "image_caption",
    "ai": "ai_report",
}
_SHAPES = 'expected {"text": ..., "label": ...} or {"segments": [{"text": ..., "label": ...}, ...]}'
_BETWEEN = "\n\n"


class _Segment(msgspec.Struct, frozen=True):
    text: str
    label: Literal[
        "human_article",
        "ai_report",
        "image_caption",
        "boilerplate",
        "article",
        "caption",
        "human",
        "ai",
    ]
    role: str | None = None
    kind: Kind = "paragraph"


class _Page(msgspec.Struct, frozen=True):
    segments: list[_Segment]
    language: str | None = None
    lang: str | None = None


class _Line(_Segment, frozen=True):
    language: str | None = None
    lang: str | None = None


class _Shape(msgspec.Struct, frozen=True):
    segments: msgspec.Raw = msgspec.Raw()


class GoldSegment(msgspec.Struct, frozen=True):
    """What one segment is known to be."""

    label: Label
    role: str | None
    """None if the corpus does not tell."""


class GoldDocument(msgspec.Struct, frozen=True):
    """A document whose segments' labels are known."""

    place: str
    """`file:line`."""
    document: Document
    segments: list[Segment]
    gold: list[GoldSegment]
    """Of each segment."""
    language: str | None


def read_gold(path: Path) -> Iterator[GoldDocument]:
    """Yield the documents of a gold corpus. Raises DataError naming file, line and mend."""
    page, line = msgspec.json.Decoder(_Page), msgspec.json.Decoder(_Line)
    shape = msgspec.json.Decoder(_Shape)
    for number, data in _lines(path):
        place = f"{path}:{number}"
        try:
            if shape.decode(data).segments:
                decoded = page.decode(data)
                yield _document(place, decoded.segments, decoded.language or decoded.lang)
            else:
                only = line.decode(data)
                yield _document(place, [only], only.language or only.lang)
        except msgspec.DecodeError as error:
            raise DataError(f"{place}: not a line of gold: {error}; {_SHAPES}") from None


def _document(place: str, entries: list[_Segment], language: str | None) -> GoldDocument:
    text = _BETWEEN.join(entry.text for entry in entries)
    segments, start = [], 0
    for index, entry in enumerate(entries):
        end = start + len(entry.text)
        segments.append(Segment(index, start, end, entry.text, entry.kind, None))
        start = end + len(_BETWEEN)
    gold = [
        GoldSegment(_AS_OURS.get(entry.label) or cast(Label, entry.label), entry.role)
        for entry in entries
    ]
    return GoldDocument(place, _plain(text, place), segments, gold, language)


def _plain(text: str, place: str) -> Document:
    return Document(
        text=text,
        path=place,
        media_type="text/plain",
        encoding="utf-8",
        encoding_source="utf-8",
        sha256="",
    )


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    if not path.is_file():
        raise DataError(f"{path}: no such file; give a gold corpus (.jsonl or .jsonl.gz)")
    try:
        with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield number, line
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(f"{path}: cannot be read ({error}); is it whole?") from None
