"""What the HTML tree says of a segment, as features: hashed tokens and dense columns."""

import zlib
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import get_args

import numpy as np
import numpy.typing as npt

from labeler.classifier.hashing import Group
from labeler.document import Kind, Markup, Segment

TOKEN_BITS = 16
KINDS: tuple[str, ...] = get_args(Kind)
ANCESTORS = (
    "figure", "figcaption", "aside", "nav", "footer", "header", "article", "main", "form", "li",
    "table", "p", "section", "ul", "a", "picture", "blockquote", "dialog",
)  # fmt: skip
LINK_SHARE = len(KINDS) + len(ANCESTORS)
"""Column of the share of a segment's characters that are link text."""
WIDTH = LINK_SHARE + 3


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


def markup_features(segments: Sequence[Segment]) -> npt.NDArray[np.float32]:
    """Kind, ancestors, link share, depth and size of the container; shape (segments, WIDTH)."""
    features = np.zeros((len(segments), WIDTH), np.float32)
    sizes = Counter(s.markup.container for s in segments if s.markup)
    for row, segment in enumerate(segments):
        features[row, KINDS.index(segment.kind)] = 1
        if segment.markup is not None:
            features[row, len(KINDS) : LINK_SHARE] = _ancestor_flags(segment.markup.ancestors)
            features[row, LINK_SHARE:] = (
                segment.markup.link_chars / max(1, len(segment.text)),
                len(segment.markup.ancestors) / 20,
                np.log1p(sizes[segment.markup.container]) / 5,
            )
    return features


@lru_cache(maxsize=4096)
def _ancestor_flags(ancestors: tuple[str, ...]) -> tuple[bool, ...]:
    present = frozenset(ancestors)
    return tuple(tag in present for tag in ANCESTORS)


def containers(segments: Sequence[Segment]) -> npt.NDArray[np.intp]:
    """Container ordinal of each segment, -1 without markup."""
    return np.fromiter((_container(s.markup) for s in segments), np.intp, len(segments))


def _container(markup: Markup | None) -> int:
    return -1 if markup is None else markup.container
