"""What the HTML tree says of a segment, as features: hashed tokens and dense columns."""

import zlib
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from math import log1p
from typing import get_args

import numpy as np
import numpy.typing as npt

from labeler.classifier.hashing import Group
from labeler.document import Kind, Segment

TOKEN_BITS = 16
KINDS: tuple[str, ...] = get_args(Kind)
ANCESTORS = (
    "figure", "figcaption", "aside", "nav", "footer", "header", "article", "main", "form", "li",
    "table", "p", "section", "ul", "a", "picture", "blockquote", "dialog",
)  # fmt: skip
LINK_SHARE = len(KINDS) + len(ANCESTORS)
"""Column of the share of a segment's characters that are link text."""
WIDTH = LINK_SHARE + 3
_KIND_COLUMN = {kind: column for column, kind in enumerate(KINDS)}


def token_group(segments: Sequence[Segment]) -> Group:
    """Bins of each segment's element tokens, for a table of 2^TOKEN_BITS rows."""
    bins = [
        _bins(s.markup.tag, s.markup.ancestors, s.markup.tokens) if s.markup else _NO_BINS
        for s in segments
    ]
    starts = np.zeros(len(bins) + 1, np.intp)
    np.cumsum([len(b) for b in bins], out=starts[1:])
    return Group(np.concatenate(bins) if bins else _NO_BINS, starts)


_NO_BINS = np.zeros(0, np.uint32)


@lru_cache(maxsize=4096)
def _bins(tag: str, ancestors: tuple[str, ...], tokens: tuple[str, ...]) -> npt.NDArray[np.uint32]:
    bins = {
        _bin(f"t:{tag}"),
        _bin("p:" + ">".join(ancestors[-2:])),
        _bin("q:" + ">".join(ancestors[-3:])),
    }
    bins.update(_bin(f"a:{ancestor}") for ancestor in ancestors)
    for token in tokens:
        bins.update(_token_bins(token))
    return np.array(sorted(bins), np.uint32)


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
    features = np.zeros((sum(map(len, pages)), WIDTH), np.float32)
    row = 0
    for page in pages:
        sizes = Counter([s.markup.container for s in page if s.markup])
        for segment in page:
            features[row, _KIND_COLUMN[segment.kind]] = 1
            if segment.markup is not None:
                features[row, len(KINDS) : LINK_SHARE] = _ancestor_flags(segment.markup.ancestors)
                features[row, LINK_SHARE:] = (
                    segment.markup.link_chars / max(1, len(segment.text)),
                    len(segment.markup.ancestors) / 20,
                    log1p(sizes[segment.markup.container]) / 5,
                )
            row += 1
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
