"""Gold pages and texts for training and evaluation: formats, reading, alignment.

A gold page is one JSON object a line (`.jsonl` or `.jsonl.gz`):

    {"page_id": str, "publisher": str, "source": str, "lang": str, "html": str,
     "segments": [{"text": str, "label": "article" | "caption" | "boilerplate" | null}, ...]}

where null says that nobody looked: the segment stands between its neighbours, no more.

A gold text is

    {"text": str, "label": "human" | "ai", "source": str, "lang": str, "domain": str,
     "generator": str, "attack": str, "mixed": bool, "paragraphs": bool}

of which `text`, `label` and `source` are required (`label` defaults to `--label`, if given).
`publisher` and `source` say what must stay on one side of a split.
"""

import difflib
import gzip
import json
import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec

from labeler.errors import DataError

PageLabel = Literal["article", "caption", "boilerplate"]
PAGE_LABELS: tuple[PageLabel, ...] = ("article", "caption", "boilerplate")
UNKNOWN = -1
CORRECTIONS = "corrections"
"""What gold data of reviewers' corrections name as their source."""


class GoldSegment(msgspec.Struct, frozen=True):
    """One visible block of a gold page."""

    text: str
    label: PageLabel | None
    """None where nobody said what it is: it teaches nothing and is not measured."""


class GoldPage(msgspec.Struct, frozen=True):
    """A page with its gold labels."""

    page_id: str
    segments: list[GoldSegment]
    publisher: str = ""
    source: str = ""
    lang: str = ""
    html: str = ""


class GoldText(msgspec.Struct, frozen=True):
    """A text known to be written by a person or by a model."""

    text: str
    label: Literal["human", "ai"]
    source: str
    lang: str | None = None
    domain: str | None = None
    generator: str | None = None
    attack: str | None = None
    mixed: bool = False
    """Written by both; neither human nor AI, and left out."""
    paragraphs: bool | int = False
    """Whether blank lines part its paragraphs; other line breaks mean nothing."""


def read_pages(path: Path) -> Iterator[GoldPage]:
    """Yield the gold pages of a file. Raises DataError naming file, line and what is wrong."""
    decoder = msgspec.json.Decoder(GoldPage)
    for number, line in read_lines(path):
        try:
            page = decoder.decode(line)
        except msgspec.DecodeError as error:
            raise DataError(f"{path}:{number}: not a gold page: {error}") from None
        yield msgspec.structs.replace(page, source=page.source or path.name.split(".")[0])


def relabelled(page: GoldPage, labels: Mapping[PageLabel, Sequence[int]]) -> GoldPage:
    """The page with the segments at these positions labelled so.

    Raises DataError if the page has no such segment.
    """
    segments = list(page.segments)
    for label, positions in labels.items():
        for position in positions:
            if not 0 <= position < len(segments):
                raise DataError(
                    f"a correction names segment {position} of {page.page_id}, which has "
                    f"{len(segments)} segments; was the page fetched anew?"
                )
            segments[position] = msgspec.structs.replace(segments[position], label=label)
    return msgspec.structs.replace(page, segments=segments)


def read_texts(path: Path, label: Literal["human", "ai"] | None = None) -> Iterator[GoldText]:
    """Yield the gold texts of a file, without `mixed` and blank ones.

    `label` replaces the label of every row ("human" for corpora of human text). Raises
    DataError naming file, line and what is wrong.
    """
    for number, line in read_lines(path):
        try:
            row: Any = json.loads(line)  # unlike msgspec, it takes half a surrogate pair
            if isinstance(row, dict):
                row.setdefault("source", path.name.split(".")[0])
                row |= {"label": label} if label else {}
            text = msgspec.convert(row, GoldText)
        except (ValueError, msgspec.ValidationError) as error:
            raise DataError(f"{path}:{number}: not a gold text: {error}") from None
        if not text.mixed and text.text.strip():
            yield text


def read_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield number and content of the lines of a file of gold data that are not blank."""
    if not path.is_file():
        raise DataError(f"{path}: no such file of gold data; expected .jsonl or .jsonl.gz")
    try:
        with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield number, line
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(f"{path}: cannot be read ({error}); fetch it again") from None


def comparable(text: str) -> str:
    """`text` without white space, compatibility forms and case: what alignment compares."""
    return re.sub(r"[\s\u200b]+", "", unicodedata.normalize("NFKC", text)).lower()


def align(gold: Sequence[GoldSegment], texts: Sequence[str]) -> list[int]:
    """Label our segments `texts` by the gold ones: indices into PAGE_LABELS, or UNKNOWN.

    Both lists are in reading order. Equal texts match in order; in the gaps between matches
    a text gets the label of the gold text that holds it or that it holds.
    """
    want = [comparable(segment.text) for segment in gold]
    have = [comparable(text) for text in texts]
    labels = [
        UNKNOWN if segment.label is None else PAGE_LABELS.index(segment.label) for segment in gold
    ]
    aligned = [UNKNOWN] * len(have)
    gold_at = ours_at = 0
    matcher = difflib.SequenceMatcher(None, want, have, autojunk=False)
    for gold_start, ours_start, size in matcher.get_matching_blocks():
        gap = slice(gold_at, gold_start)
        for position in range(ours_at, ours_start):
            aligned[position] = _by_containment(want[gap], labels[gap], have[position])
        aligned[ours_start : ours_start + size] = labels[gold_start : gold_start + size]
        gold_at, ours_at = gold_start + size, ours_start + size
    return aligned


def _by_containment(want: Sequence[str], labels: Sequence[int], text: str) -> int:
    if not text:
        return UNKNOWN
    votes: Counter[int] = Counter()
    at = "".join(want).find(text)
    if at >= 0:
        owners = [label for gold, label in zip(want, labels, strict=True) for _ in gold]
        votes.update(owners[at : at + len(text)])
    else:
        for gold, label in zip(want, labels, strict=True):
            if len(gold) >= 8 and gold in text:
                votes[label] += len(gold)
    return votes.most_common(1)[0][0] if votes else UNKNOWN
