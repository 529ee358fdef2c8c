"""What a text must hold for a large regex to match it, asked before that is compiled.

To compile the regex of a disclosure takes milliseconds. Most are tried on a text or two of a run,
and most cannot match there, for want of a word, or since the text begins with another one: all
words are looked for, not just the most telling ones as in the prefilter.
"""

from collections.abc import Iterable
from functools import cache, lru_cache

import msgspec

from labeler.rules.openings import opening_of, openings
from labeler.rules.syntax import Chain, Char, Choice, Edge, Piece, Repeat, parse_regex

_LARGE = 1_000
"""Characters of a regex from which on it takes longer to compile it than to look for its words."""
_MIN_BYTES = 2
_ENOUGH_CHARS = 6


class Clue(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What has to be in a text."""

    words: tuple[str, ...]
    """All of these."""
    choices: tuple["Options", ...] = ()
    """One option of each."""


class Options(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Things of which one is enough."""

    words: tuple[str, ...]
    clues: tuple[Clue, ...] = ()


class _Kept(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """All that is known, as kept: mostly the openings end it, and the clue is not decoded."""

    openings: tuple[str, ...]
    """The text begins with one of these (`openings`), if there are any."""
    clue: msgspec.Raw


_NOTHING = Clue(())
_KEPT = msgspec.json.Decoder(_Kept)
_CLUE = msgspec.json.Decoder(Clue)


@lru_cache(maxsize=4096)  # rules of a file share their fragments
def clue_to(pattern: str) -> bytes:
    """Return what every match of `pattern` holds, as JSON; none if it is short or tells nothing."""
    if len(pattern) < _LARGE:
        return b""
    syntax = parse_regex(pattern)
    if not syntax.plain:
        return b""
    begun, clue = tuple(sorted(openings(syntax.tree))), _clue(syntax.tree)
    if not begun and clue == _NOTHING:
        return b""
    return msgspec.json.encode(_Kept(begun, msgspec.Raw(msgspec.json.encode(clue))))


def may_match(clue: bytes, data: bytes) -> bool:
    """Whether the view `data`, UTF-8, holds what the clue to a regex says."""
    begun, inner = _kept(clue)
    opening = opening_of(data) if begun else b""
    return (not opening or opening.startswith(begun)) and _holds(_decoded(inner), data)


@cache
def _kept(clue: bytes) -> tuple[tuple[bytes, ...], bytes]:
    kept = _KEPT.decode(clue)
    return tuple([text.encode() for text in kept.openings]), bytes(kept.clue)


@cache
def _decoded(clue: bytes) -> Clue:
    return _CLUE.decode(clue)


def _holds(clue: Clue, data: bytes) -> bool:
    return all(word.encode() in data for word in clue.words) and all(
        any(word.encode() in data for word in options.words)
        or any(_holds(option, data) for option in options.clues)
        for options in clue.choices
    )


def _clue(piece: Piece) -> Clue:
    match piece:
        case Chain(parts):
            return _all_of(parts)
        case Choice(branches):
            options = _options(map(_clue, branches))
            return Clue((), (options,)) if options else _NOTHING
        case Repeat(part, low):
            return _clue(part) if low else _NOTHING
        case Char():
            return _all_of((piece,))
        case Edge():
            return _NOTHING


def _all_of(parts: Iterable[Piece]) -> Clue:
    """Return the clue to a chain; characters that follow each other are a word."""
    words: list[str] = []
    choices: list[Options] = []
    run = ""
    for part in parts:
        if isinstance(part, Char) and part.members is not None and len(part.members) == 1:
            run += next(iter(part.members))
            continue
        words.append(run)
        run = ""
        if not isinstance(part, Char):
            clue = _clue(part)
            words += clue.words
            choices += clue.choices
    words.append(run)
    known = dict.fromkeys(word.casefold()[:_ENOUGH_CHARS] for word in words)
    return Clue(
        tuple(word for word in known if len(word.encode()) >= _MIN_BYTES),
        tuple(dict.fromkeys(choices)),
    )


def _options(clues: Iterable[Clue]) -> Options | None:
    """Return options for which one of `clues` holds; None if one always does."""
    words: set[str] = set()
    others: list[Clue] = []
    for clue in clues:
        match clue:
            case Clue((), ()):
                return None
            case Clue((word,), ()):
                words.add(word)
            case Clue((), (options,)):
                words.update(options.words)
                others += options.clues
            case _:
                others.append(clue)
    shortest = sorted(word for word in words if not any(w in word for w in words - {word}))
    return Options(tuple(shortest), tuple(dict.fromkeys(others)))
