"""Pages put together from site furniture, paragraphs and captions, in languages without gold pages.

They teach the words of each language, which no page of another does: what a menu says, how an
article's sentences run. Their layout is made up, so they count little in the networks.
"""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from labeler.classifier.gold import GoldPage, GoldSegment, GoldText, PageLabel, read_lines
from labeler.errors import DataError

SOURCE = "composed"
"""What the recipe calls these pages."""
PUBLISHERS = 5
"""Composed pages of a language are dealt to so many, for cross-fitting."""
_PAGES = 30
"""Of each language."""
_MIN_FURNITURE = 100
"""Texts of furniture that a language must have."""
_AROUND = (3, 25)
"""Fewest and most lines of furniture before and after the article."""
_PARAGRAPHS = (3, 14)
_CAPTION_SHARE, _INSIDE_SHARE = 0.08, 0.05
"""How often a paragraph has a caption, or a line of furniture, before it."""


class LocalText(msgspec.Struct, frozen=True):
    """A text of a known kind in a known language: a line of furniture, or a caption."""

    text: str
    lang: str


def read_local_texts(path: Path) -> Iterator[LocalText]:
    """Yield those of a file. Raises DataError naming file, line and what is wrong."""
    for number, line in read_lines(path):
        yield _local_text(line, f"{path}:{number}")


def _local_text(line: bytes, place: str) -> LocalText:
    try:
        return msgspec.json.decode(line, type=LocalText)
    except msgspec.DecodeError as error:
        raise DataError(f"{place}: not a text and its lang: {error}") from None


def composed_from(
    furniture_files: Iterable[Path], prose: Sequence[GoldText], caption_files: Iterable[Path]
) -> list[GoldPage]:
    """What `compose_pages` makes of these files. Raises DataError for a wrong line."""
    return compose_pages(
        [text for file in furniture_files for text in read_local_texts(file)],
        prose,
        [text for file in caption_files for text in read_local_texts(file)],
    )


def compose_pages(
    furniture: Sequence[LocalText], prose: Sequence[GoldText], captions: Sequence[LocalText]
) -> list[GoldPage]:
    """Compose pages in each language that has furniture and prose, always the same ones.

    The paragraphs of one page come from one source of `prose`.
    """
    lines, pictures = _by_language(furniture), _by_language(captions)
    paragraphs: dict[str, dict[str, list[str]]] = {}
    for text in prose:
        sources = paragraphs.setdefault(text.lang or "", {})
        sources.setdefault(text.source, []).append(text.text)
    return [
        page
        for language, sources in sorted(paragraphs.items())
        if len(lines.get(language, ())) >= _MIN_FURNITURE
        for page in _pages(language, lines[language], sources, pictures.get(language, ()))
    ]


def _by_language(texts: Sequence[LocalText]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for text in texts:
        found.setdefault(text.lang, []).append(text.text)
    return found


def _pages(
    language: str,
    furniture: Sequence[str],
    sources: Mapping[str, Sequence[str]],
    captions: Sequence[str],
) -> Iterator[GoldPage]:
    chooser = random.Random(language)
    names = sorted(sources)
    sizes = [len(sources[name]) for name in names]
    for number in range(_PAGES):
        paragraphs = sources[chooser.choices(names, sizes)[0]]
        segments = [
            *_some(chooser, furniture, "boilerplate", chooser.randint(*_AROUND)),
            *_article(chooser, paragraphs, captions, furniture),
            *_some(chooser, furniture, "boilerplate", chooser.randint(*_AROUND)),
        ]
        yield GoldPage(
            f"{SOURCE}/{language}/{number}",
            segments,
            f"{SOURCE}-{language}-{number % PUBLISHERS}",
            SOURCE,
            language,
        )


def _article(
    chooser: random.Random,
    paragraphs: Sequence[str],
    captions: Sequence[str],
    furniture: Sequence[str],
) -> Iterator[GoldSegment]:
    for _ in range(chooser.randint(*_PARAGRAPHS)):
        if captions and chooser.random() < _CAPTION_SHARE:
            yield from _some(chooser, captions, "caption", 1)
        if chooser.random() < _INSIDE_SHARE:
            yield from _some(chooser, furniture, "boilerplate", 1)
        yield from _some(chooser, paragraphs, "article", 1)


def _some(
    chooser: random.Random, texts: Sequence[str], label: PageLabel, count: int
) -> list[GoldSegment]:
    return [GoldSegment(text, label) for text in chooser.choices(texts, k=count)]
