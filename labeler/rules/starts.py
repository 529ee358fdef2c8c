"""How the segments begin that an anchored regex matches: most rules for furniture are such.

`^[-• ]*(?:home|read more(?: .*)?)[ :.]*$` matches the line `home`, whatever is around it of
these characters, and nothing else that does not begin with `read more`.
"""

import msgspec

from labeler.rules.regex import required_by
from labeler.rules.syntax import Chain, Char, Choice, Edge, Piece, Repeat, parse_regex, parts_of

EDGES = (
    " -‐‒–—―−•·‧∙●○■□▪▶►▸◀→←«»‹›<>|¦/\\:;,.!?¿¡()[]{}\"'“”„‟‘’‚`´*+=~#&%_^@$©®"
    "؟،؛۔।॥。、・「」『』【】〈〉《》〔〕〜"
)
"""Characters that stand around the words of a line: a lookup of its beginning passes them by."""
LENGTHS = (1, 2, 3, 4, 6, 8, 12)
"""Beginnings are cut to one of these lengths, so that few lookups find all of a line's."""
_MAX_TEXTS = 800
"""More texts than this for one regex are not worth spelling out."""
_MAX_MEMBERS = 16
_MIN_BYTES = 2
"""A start of one letter is that of every other line: literals, if there are any, tell more."""

Texts = dict[str, bool]
"""Beginnings of what a piece matches; the value tells whether more may follow."""


class Needs(msgspec.Struct, frozen=True):
    """What a segment's view must be like for a match: meet any of `lines`, `starts`, `atoms`."""

    lines: frozenset[str] = frozenset()
    """It is one of these, with nothing but `lead` before and `tail` after: then it matches."""
    lead: str = ""
    tail: str = ""
    starts: frozenset[str] = frozenset()
    """Without EDGES it begins with one of these."""
    atoms: frozenset[str] = frozenset()
    """It contains one of these."""
    also: frozenset[str] = frozenset()
    """Besides it contains one of these, if there are any."""


def anchored_needs(pattern: str) -> Needs | None:
    """Return the needs of a regex that is anchored at the beginning; None where that tells little.

    `lines` is only filled where a line is matched as a whole, without flags and groups.
    """
    syntax = parse_regex(pattern)
    first, *parts = parts_of(syntax.tree)
    if not _is_edge(first, "begin"):
        return None
    lead = _passed_by(parts[0]) if parts else None
    parts = parts if lead is None else parts[1:]
    closed = bool(parts) and _is_edge(parts[-1], "end")
    parts = parts[:-1] if closed else parts
    tail = _passed_by(parts[-1]) if closed and parts else None
    parts = parts if tail is None else parts[:-1]
    core = parts[0] if len(parts) == 1 else Chain(tuple(parts))
    branches = core.branches if isinstance(core, Choice) else (core,)
    lines: set[str] = set()
    starts: set[str] = set()
    atoms: set[str] = set()
    for branch in branches:
        texts = _beginnings(branch)
        whole = {t for t, more in texts.items() if closed and syntax.plain and _is_line(t, more)}
        begun = {start_of(t) for t in texts.keys() - whole}
        telling = all(len(start.encode()) >= _MIN_BYTES for start in begun)
        required = None if telling else required_by(branch)
        if required is not None:
            atoms |= required
        elif "" not in begun:
            lines |= whole
            starts |= begun
        else:
            return None
    if len(lines) + len(starts) > _MAX_TEXTS:
        return None
    return Needs(frozenset(lines), lead or "", tail or "", frozenset(starts), frozenset(atoms))


def start_of(text: str) -> str:
    """Return how a line begins that begins with `text`: what is looked up, '' if too short."""
    begun = text.casefold().lstrip(EDGES)
    return begun[: max((n for n in LENGTHS if n <= len(begun)), default=0)]


def _is_line(text: str, more: bool) -> bool:
    return not more and text != "" and text == text.strip(EDGES)


def _is_edge(piece: Piece, kind: str) -> bool:
    return isinstance(piece, Edge) and piece.kind == kind


def _passed_by(piece: Piece) -> str | None:
    """Return the characters of a class of EDGES that may stand any number of times."""
    match piece:
        case Repeat(Char(members), 0, None) if members is not None and members <= set(EDGES):
            return "".join(sorted(members))
    return None


def _beginnings(piece: Piece) -> Texts:
    match piece:
        case Char(members):
            if members is None or len(members) > _MAX_MEMBERS:
                return {"": True}
            return dict.fromkeys(members, False)
        case Edge():
            return {"": True}  # holds on a condition, so that nothing after it is certain
        case Chain(parts):
            return _chained(parts)
        case Choice(branches):
            return _merged([_beginnings(branch) for branch in branches])
        case Repeat(part, low, high):
            texts = _beginnings(part)
            if (low, high) not in ((0, 1), (1, 1)):
                texts = _opened(texts)
            return _merged([{"": False}, texts]) if low == 0 else texts


def _chained(parts: tuple[Piece, ...]) -> Texts:
    texts: Texts = {"": False}
    for part in parts:
        if all(texts.values()):
            break
        after = _beginnings(part)
        if len(texts) * len(after) > _MAX_TEXTS:
            return _opened(texts)
        texts = _merged(
            [
                {t: True} if more else {t + a: m for a, m in after.items()}
                for t, more in texts.items()
            ]
        )
    return texts


def _merged(several: list[Texts]) -> Texts:
    """Return all texts; where one both ends and goes on, that it goes on counts."""
    merged: Texts = {}
    for texts in several:
        for text, more in texts.items():
            merged[text] = more or merged.get(text, False)
    return merged


def _opened(texts: Texts) -> Texts:
    return dict.fromkeys(texts, True)
