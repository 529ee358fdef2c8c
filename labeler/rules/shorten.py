"""Regexes rewritten to match the same with less for RE2 to compile.

RE2 shares what neighbouring alternatives begin with, but compiles what they end with once for
each. Words of a language are often written as `vest{{und.letter}}{0,6}|tekst{{und.letter}}{0,6}`,
and such a class of letters is the larger part of the program.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby

from labeler.rules.syntax import Chain, Char, Choice, Edge, Piece, Repeat, parse_regex, parts_of


@lru_cache(maxsize=4096)  # rules of a file share their fragments
def shorten(pattern: str) -> str:
    """Return a regex that has the matches of `pattern`, which RE2 accepts, in the same order.

    Regexes with flags or named groups are returned as they are.
    """
    syntax = parse_regex(pattern)
    return _written(_shortened(syntax.tree)) if syntax.plain else pattern


def _shortened(piece: Piece) -> Piece:
    match piece:
        case Chain(parts):
            return Chain(tuple(map(_shortened, parts)))
        case Choice(branches):
            return _choice([b for branch in branches for b in _branches_of(_shortened(branch))])
        case Repeat(part, low, high, text):
            return Repeat(_shortened(part), low, high, text)
        case _:
            return piece


def _branches_of(piece: Piece) -> tuple[Piece, ...]:
    return piece.branches if isinstance(piece, Choice) else (piece,)


def _choice(branches: Sequence[Piece]) -> Piece:
    """Return a choice of `branches`, none of them twice, with common ends taken out."""
    factored: list[Piece] = []
    for last, group in groupby(dict.fromkeys(branches), key=_costly_end):
        run = [parts_of(branch) for branch in group]
        if last is None or len(run) == 1:
            factored += map(_chain, run)
            continue
        shared = _shared_end(run)
        heads = _choice([_chain(parts[:-shared]) for parts in run])
        factored.append(Chain((heads, *run[0][-shared:])))
    return factored[0] if len(factored) == 1 else Choice(tuple(factored))


def _chain(parts: Sequence[Piece]) -> Piece:
    return parts[0] if len(parts) == 1 else Chain(tuple(parts))


def _costly_end(branch: Piece) -> Piece | None:
    """Return what `branch` ends with unless it is a character, which costs next to nothing."""
    parts = parts_of(branch)
    if not parts or (isinstance(parts[-1], Char) and len(parts[-1].text) == 1):
        return None
    return parts[-1]


def _shared_end(run: Sequence[Sequence[Piece]]) -> int:
    """Return how many pieces at their ends all chains of `run` have in common."""
    shortest = min(map(len, run))
    shared = 1
    while shared < shortest and len({parts[-1 - shared] for parts in run}) == 1:
        shared += 1
    return shared


def _written(piece: Piece) -> str:
    match piece:
        case Char() | Edge():
            return piece.text
        case Chain(parts):
            return "".join(_grouped(p) if isinstance(p, Choice) else _written(p) for p in parts)
        case Choice(branches):
            return "|".join(map(_written, branches))
        case Repeat(part, text=quantifier):
            one = isinstance(part, Char)
            return (_written(part) if one else _grouped(part)) + quantifier


def _grouped(piece: Piece) -> str:
    return f"(?:{_written(piece)})"
