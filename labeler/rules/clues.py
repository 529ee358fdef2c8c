"""What a text must hold for a large regex to match it, asked before that is compiled.

To compile the regex of a disclosure takes milliseconds. Most are tried on a text or two of a run,
and most cannot match there, for want of a word, or since the text begins with another one: all
words are looked for, not just the most telling ones as in the prefilter.
"""

from collections.abc import Iterable
from functools import cached_property, lru_cache

import msgspec

from labeler.rules.leads import leads
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
    choices: "tuple[Options, ...]" = ()
    """One option of each."""


class Options(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Things of which one is enough."""

    words: tuple[str, ...]
    clues: tuple[Clue, ...] = ()


class _Kept(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """All that is known, as kept: mostly the openings end it, and the clue is not decoded."""

    leads: tuple[int, ...]
    """The text has one of these bytes (`leads`), if there are any."""
    openings: tuple[str, ...]
    """The text begins with one of these (`openings`), if there are any."""
    clue: msgspec.Raw


_NOTHING = Clue(())
_KEPT = msgspec.json.Decoder(_Kept)
_CLUE = msgspec.json.Decoder(Clue)


class Needs:
    """What is needed for a regex to match, as `clue_to` tells it."""

    def __init__(self, clue: bytes) -> None:
        kept = _KEPT.decode(clue)
        self._leads = bytes(kept.leads)
        self._openings = tuple([text.encode() for text in kept.openings])
        self._raw = kept.clue

    @cached_property
    def _clue(self) -> Clue:
        return _CLUE.decode(self._raw)

    def script(self, data: bytes) -> bool:
        """Whether the view `data`, UTF-8, has a letter of the script. Costs next to nothing."""
        return not self._leads or len(data.translate(None, self._leads)) < len(data)

    def all(self, data: bytes) -> bool:
        """Whether the view `data`, UTF-8, holds all that a match does."""
        if not self.script(data):
            return False
        opening = opening_of(data) if self._openings else b""
        if opening and not opening.startswith(self._openings):
            return False
        return _holds(self._clue, data)


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
    raw = msgspec.Raw(msgspec.json.encode(clue))
    return msgspec.json.encode(_Kept(tuple(sorted(leads(syntax.tree))), begun, raw))


def _holds(clue: Clue, data: bytes) -> bool:
    for word in clue.words:
        if word.encode() not in data:
            return False
    return all(_has_one(options, data) for options in clue.choices)


def _has_one(options: Options, data: bytes) -> bool:
    for word in options.words:
        if word.encode() in data:
            return True
    return any(_holds(clue, data) for clue in options.clues)


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
