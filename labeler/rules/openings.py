"""With which letters a text must begin for an anchored regex to match it.

Most regexes of notes and labels are anchored, and begin with marks that a line may have before
it, then with one of some hundred words: a text that begins with another word needs none of them.
"""

from collections.abc import Iterable
from functools import cache, lru_cache

import re2

from labeler.rules.syntax import Chain, Char, Choice, Edge, Piece, Repeat

LENGTH = 4
"""How many characters of an opening are kept: more tell little, and take room."""
_MOST_MEMBERS = 40
_MOST = 600
"""More openings than this are those of nearly any text."""
_READ = 300
"""Bytes of a text in which its opening is looked for."""
_MARKS = "\0"
"""Stands for each run of characters that are no letters."""

Openings = dict[str, bool]
"""How what a piece matches begins, marks first; the value tells whether anything may follow."""


def openings(tree: Piece) -> frozenset[str]:
    """Return how texts that a regex matches begin, from their first letter on.

    Nothing where that is not known, or tells little.
    """
    if not _is_anchored(tree):
        return frozenset()
    begun = {text.removeprefix(_MARKS)[:LENGTH] for text in _openings(tree)}
    if "" in begun or len(begun) > _MOST:
        return frozenset()
    return frozenset(t for t in begun if not any(t.startswith(o) for o in begun - {t}))


@lru_cache(maxsize=16)  # one text is asked about for many regexes
def opening_of(data: bytes) -> bytes:
    """Return the opening of a view, UTF-8; nothing where it has none, or none that comes soon."""
    opening = ""
    for char in data[:_READ].decode(errors="ignore"):
        opening = _joined(opening, char if char.isalpha() else _MARKS).removeprefix(_MARKS)
        if len(opening) == LENGTH:
            return opening.encode()
    return opening.encode() if len(data) <= _READ else b""


def _joined(text: str, rest: str) -> str:
    if text.endswith(_MARKS):
        rest = rest.removeprefix(_MARKS)
    joined = text + rest
    return joined[: LENGTH + joined.startswith(_MARKS)]


def _is_anchored(piece: Piece) -> bool:
    match piece:
        case Edge(kind):
            return kind == "begin"
        case Chain(parts):
            return bool(parts) and _is_anchored(parts[0])
        case Choice(branches):
            return all(map(_is_anchored, branches))
    return False


def _openings(piece: Piece) -> Openings:
    match piece:
        case Char(members, text):
            if members is not None and len(members) <= _MOST_MEMBERS:
                return {c.casefold() if c.isalpha() else _MARKS: False for c in members}
            return {_MARKS: False} if _has_no_letter(text) else {"": True}
        case Edge():
            return {"": False}
        case Chain(parts):
            return _chained(parts)
        case Choice(branches):
            return _any_of(one for branch in branches for one in _openings(branch).items())
        case Repeat(part, low, high):
            found = _openings(part)
            if high != 1:
                found = _repeated(found)
            return _any_of([("", False), *found.items()]) if low == 0 else found


def _chained(parts: tuple[Piece, ...]) -> Openings:
    found: Openings = {"": False}
    for part in parts:
        if all(found.values()):
            break
        after = _openings(part).items()
        longer = [(text, True) for text, more in found.items() if more]
        for text in [text for text, more in found.items() if not more]:
            longer += [(_joined(text, rest), more) for rest, more in after]
        found = _any_of((text, more or len(text) > LENGTH) for text, more in longer)
        if found.get("") or len(found) > 4 * _MOST:
            return {"": True}
    return found


def _repeated(found: Openings) -> Openings:
    """Return the openings of a piece that may come again after itself."""
    begun = [text for text in found if text not in ("", _MARKS)]
    again = [_joined(_MARKS, text) for text in begun] if _MARKS in found else []
    rest = ((text, more) for text, more in found.items() if text not in begun)
    return _any_of([*rest, *((text, True) for text in (*begun, *again))])


def _any_of(found: Iterable[tuple[str, bool]]) -> Openings:
    merged: Openings = {}
    for text, more in found:
        merged[text] = more or merged.get(text, False)
    return merged


@cache
def _has_no_letter(written: str) -> bool:
    """Whether a class of characters, as written, has no letter."""
    return re2.search(written, _all_letters()) is None


@cache
def _all_letters() -> str:
    surrogates = range(0xD800, 0xE000)
    points = (point for point in range(0x110000) if point not in surrogates)
    return "".join(char for char in map(chr, points) if char.isalpha())
