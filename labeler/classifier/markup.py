"""What the HTML tree says of a segment, as features: hashed tokens and dense columns."""

import zlib
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple, get_args

import numpy as np
import numpy.typing as npt

from labeler.classifier.hashing import Group
from labeler.document import Kind, Lineage, Markup, Segment

TOKEN_BITS = 16
KINDS: tuple[str, ...] = get_args(Kind)
ANCESTORS = (
    "figure", "figcaption", "aside", "nav", "footer", "header", "article", "main", "form", "li",
    "table", "p", "section", "ul", "a", "picture", "blockquote", "dialog",
)  # fmt: skip
LINK_SHARE = len(KINDS) + len(ANCESTORS)
"""Column of the share of a segment's characters that are link text."""
WIDTH = LINK_SHARE + 3
_NO_MARKUP = Markup("", "", Lineage(()), 0, 0)
_KIND_COLUMN = {kind: column for column, kind in enumerate(KINDS)}


class Parents(NamedTuple):
    """The elements that segments of some pages hang in."""

    number: npt.NDArray[np.intp]
    """Shape (segments of all pages,): which of `steps` is the path of a segment's parent."""
    steps: list[tuple[str, ...]]
    """Paths from the root, such as `("html", "body", "div[2]")`."""
    starts: npt.NDArray[np.intp]
    """Each page's first in `steps`, and their number at the end."""


def token_group(segments: Sequence[Segment]) -> Group:
    """Bins of each segment's element tokens, for a table of 2^TOKEN_BITS rows."""
    bins = [
        _bins(s.markup.tag, s.markup.ancestors, s.markup.lineage.tokens) if s.markup else ()
        for s in segments
    ]
    starts = np.zeros(len(bins) + 1, np.intp)
    np.cumsum([len(b) for b in bins], out=starts[1:])
    found = np.fromiter(chain.from_iterable(bins), np.uint32, int(starts[-1]))
    return Group(found, starts)


@lru_cache(maxsize=4096)
def _bins(tag: str, ancestors: tuple[str, ...], tokens: tuple[str, ...]) -> tuple[int, ...]:
    bins = {*_lineage_bins(tag, ancestors), *chain.from_iterable(map(_token_bins, tokens))}
    return tuple(sorted(bins))


@lru_cache(maxsize=4096)
def _lineage_bins(tag: str, ancestors: tuple[str, ...]) -> tuple[int, ...]:
    names = [f"t:{tag}", "p:" + ">".join(ancestors[-2:]), "q:" + ">".join(ancestors[-3:])]
    return tuple(map(_bin, names + [f"a:{ancestor}" for ancestor in ancestors]))


@lru_cache(maxsize=1 << 16)
def _token_bins(token: str) -> tuple[int, int]:
    """Bins of a token at its distance, and at any."""
    return _bin(token), _bin("*" + token.partition(":")[2])


def _bin(name: str) -> int:
    return zlib.crc32(name.encode()) & ((1 << TOKEN_BITS) - 1)


def markup_features(pages: Sequence[Sequence[Segment]]) -> npt.NDArray[np.float32]:
    """Kind, ancestors, link share, depth and size of the container.

    Returns an array of shape (segments of all pages, WIDTH).
    """
    segments = list(chain.from_iterable(pages))
    n = len(segments)
    markups = [segment.markup or _NO_MARKUP for segment in segments]
    features = np.zeros((n, WIDTH), np.float32)
    features[np.arange(n), [_KIND_COLUMN[segment.kind] for segment in segments]] = 1
    lineages: dict[tuple[str, ...], int] = {}
    lineage = [lineages.setdefault(markup.ancestors, len(lineages)) for markup in markups]
    flags = np.array([_ancestor_flags(above) for above in lineages], np.float32)
    depths = np.array([len(above) for above in lineages], np.float32)
    features[:, len(KINDS) : LINK_SHARE] = flags[lineage]
    lengths = np.array([len(segment.text) for segment in segments], np.float32)
    linked = np.array([markup.link_chars for markup in markups], np.float32)
    inside, marked = containers(pages), [markup is not _NO_MARKUP for markup in markups]
    features[:, LINK_SHARE] = linked / np.maximum(lengths, 1)
    features[:, LINK_SHARE + 1] = depths[lineage] / 20
    features[:, LINK_SHARE + 2] = np.log1p(np.bincount(inside, marked)[inside]) / 5
    return features


@lru_cache(maxsize=4096)
def _ancestor_flags(ancestors: tuple[str, ...]) -> tuple[bool, ...]:
    present = frozenset(ancestors)
    return tuple(tag in present for tag in ANCESTORS)


def containers(pages: Sequence[Sequence[Segment]]) -> npt.NDArray[np.intp]:
    """A number for the container of each segment of all pages; without markup the page's own."""
    found: list[int] = []
    free = 0
    for page in pages:
        ordinals = [0 if s.markup is None else s.markup.container + 1 for s in page]
        found += [free + ordinal for ordinal in ordinals]
        free += max(ordinals, default=0) + 1
    return np.array(found, np.intp)


def parents(pages: Sequence[Sequence[Segment]]) -> Parents:
    """The parent elements of all segments; without markup one of no steps."""
    number: list[int] = []
    steps: list[tuple[str, ...]] = []
    starts = [0]
    for page in pages:
        known: dict[str, int] = {}
        for segment in page:
            path = "" if segment.markup is None else segment.markup.path.rpartition("/")[0]
            if path not in known:
                known[path] = len(steps)
                steps.append(tuple(path.split("/")))
            number.append(known[path])
        starts.append(len(steps))
    return Parents(np.array(number, np.intp), steps, np.array(starts, np.intp))
