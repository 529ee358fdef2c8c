"""The normalised views of a batch of segments."""

import sys
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from labeler.rules.normalize import SEPARATOR

_SEPARATOR = SEPARATOR.encode()

SHORTEST = (0, 421)
"""Shortest views of the classes of segment length, in characters. Nearly all rules are for
shorter ones, so that long paragraphs are looked through for hardly any."""


def length_class(length: int) -> int:
    """Return which of the classes of length a view is in."""
    return bisect_right(SHORTEST, length) - 1


class Views(msgspec.Struct, frozen=True):
    """The normalised views of some segments, as text and as UTF-8, one by one and joined."""

    texts: Sequence[str]
    data: Sequence[bytes]
    joined: bytes

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Views":
        """Encode the views `texts`."""
        joined = SEPARATOR.join(texts).encode()
        return cls(texts, joined.split(b"\0")[:: len(SEPARATOR)], joined)

    def by_length(self) -> Iterator[tuple[int, Sequence[int], "Views"]]:
        """Yield the classes of length, the positions of their views, and these."""
        lengths = list(map(len, self.texts))
        for index, (shortest, longer) in enumerate(pairwise((*SHORTEST, sys.maxsize))):
            positions = [at for at, length in enumerate(lengths) if shortest <= length < longer]
            if len(positions) == len(lengths):
                yield index, positions, self
            elif positions:
                data = [self.data[at] for at in positions]
                texts = [self.texts[at] for at in positions]
                yield index, positions, Views(texts, data, _SEPARATOR.join(data))
