"""How alike two texts are, in any language: the pieces of three characters they share."""

_PIECE = 3
_SAME_TEXT = 0.5
"""From here on two texts are one that was edited. Within a document of samples/, 99 % of pairs of
different texts stay below 0.38; with every fourth word replaced, all keep more than 0.54."""


def pieces(text: str) -> frozenset[str]:
    """All pieces of three characters, white space and case aside."""
    plain = " ".join(text.casefold().split())
    if len(plain) <= _PIECE:
        return frozenset((plain,))
    return frozenset(plain[at : at + _PIECE] for at in range(len(plain) - _PIECE + 1))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Dice's coefficient of two sets of pieces, from 0 to 1 (equal)."""
    return 2 * len(one & other) / (len(one) + len(other))


def is_edit(share: float) -> bool:
    """Whether texts as alike as `share` are two states of one."""
    return share >= _SAME_TEXT
