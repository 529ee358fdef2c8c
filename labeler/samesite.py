"""What the pages of one run have in common: text that stands on several of them is furniture.

An article stands on one page, the cookie notice, the menu and the imprint on all pages of a
site. Copies of one article (a print view, a syndicated story) are counted as one page.

    repeats = find_repeats(segment(document) for document in documents)
    votes = site_votes(segments, repeats)
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from types import MappingProxyType
from typing import NamedTuple

from labeler.document import Document, Segment
from labeler.errors import InputError
from labeler.read import ReadOptions, read_path

_TELLING_CHARS = 30
"""Shorter texts (`Description`, `Questions?`) repeat in articles too."""
_PROSE_CHARS = 80
_FEW_PAGES = 10
"""What stands on more pages says nothing about which two are copies."""
_COPIED = 0.5
"""Pages that share more of their prose are copies of each other."""
_STDIN = "-"

Repeats = Mapping[int, int]
"""How many pages a text stands on, by its key; texts of one page alone are left out."""
NO_REPEATS: Repeats = MappingProxyType({})


class _Page(NamedTuple):
    texts: frozenset[int]
    prose: frozenset[int]


def rereader(
    paths: Sequence[str], options: ReadOptions | None
) -> Callable[[], Iterator[Document | InputError]]:
    """What reads all documents of all paths, as often as it is called; standard input is kept."""
    kept: dict[str, list[Document | InputError]] = {}

    def documents() -> Iterator[Document | InputError]:
        for path in paths:
            if path == _STDIN and path not in kept:
                kept[path] = list(read_path(path, options))
            yield from kept[path] if path in kept else read_path(path, options)

    return documents


def find_repeats(pages: Iterable[Sequence[Segment]]) -> Repeats:
    """The texts that stand on several pages; each item holds one page's segments."""
    known = [_page(segments) for segments in pages]
    originals = _originals([page.prose for page in known])
    found: dict[int, set[int]] = defaultdict(set)
    for page, original in zip(known, originals, strict=True):
        for key in page.texts:
            found[key].add(original)
    return {key: len(pages) for key, pages in found.items() if len(pages) > 1}


def site_votes(segments: Sequence[Segment], repeats: Repeats) -> dict[int, int]:
    """On how many other pages each repeated segment stands, by its position in `segments`."""
    if not repeats:
        return {}
    counts = ((at, repeats.get(_key(segment.text), 1)) for at, segment in enumerate(segments))
    return {at: count - 1 for at, count in counts if count > 1}


def _page(segments: Sequence[Segment]) -> _Page:
    texts = [s for s in segments if len(s.text) >= _TELLING_CHARS]
    prose = [s for s in texts if len(s.text) >= _PROSE_CHARS and not _mostly_linked(s)]
    return _Page(frozenset(_key(s.text) for s in texts), frozenset(_key(s.text) for s in prose))


def _mostly_linked(segment: Segment) -> bool:
    return segment.markup is not None and 2 * segment.markup.link_chars > len(segment.text)


def _key(text: str) -> int:
    return hash(" ".join(text.casefold().split()))


def _originals(prose: Sequence[frozenset[int]]) -> list[int]:
    """For each page the first page that it is a copy of: itself, mostly."""
    where: dict[int, list[int]] = defaultdict(list)
    for number, keys in enumerate(prose):
        for key in keys:
            where[key].append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for pages in where.values():
        if 1 < len(pages) <= _FEW_PAGES:
            shared.update(combinations(pages, 2))
    originals = list(range(len(prose)))
    for (first, second), count in sorted(shared.items()):
        if count > _COPIED * min(len(prose[first]), len(prose[second])):
            originals[second] = min(originals[second], originals[first])
    return originals
