"""The literals a regex requires, read off it without running it.

Every match of `ai-(?:generated|made) (?:image|photo)` contains one of the four strings it
spells out. The method is that of RE2's own FilteredRE2 (re2/prefilter.cc), which its Python
binding offers only with all regexes compiled.
"""

from collections.abc import Iterable
from functools import lru_cache

import msgspec

from labeler.rules.syntax import Chain, Char, Choice, Edge, Piece, Repeat, parse_regex

_MAX_SET = 64
"""More strings than this for a piece of a regex are not worth spelling out."""
_MAX_MEMBERS = 8
"""A class of more characters than this is not worth spelling out."""
_MAX_UNION = 256
"""More literals than this for all branches of a rule together are not worth keeping."""
_MIN_BYTES = 2
"""A literal shorter than this, in UTF-8, is in every segment."""
_ENOUGH_CHARS = 8
"""Literals are cut to this: longer ones tell little more, and their beginnings coincide."""


Known = frozenset[str]
NOTHING: Known = frozenset()


class Shape(msgspec.Struct, frozen=True):
    """What is known about the strings a piece of regex matches."""

    exact: frozenset[str] | None = None
    """All of them, if they are few."""
    required: frozenset[str] | None = None
    """Every one of them contains one of these, if such a set is known."""


_EMPTY = Shape(frozenset({""}), None)


@lru_cache(maxsize=4096)  # packs share their fragments, and those are long
def required_literals(pattern: str, known: Known = NOTHING) -> frozenset[str] | None:
    """Return a set of strings one of which every match of `pattern` contains, or None.

    `pattern` must be a regex that RE2 accepts. Case-folded, since the view is. Sets with one of
    the `known` strings are passed over: what is known to be there tells nothing more.
    """
    return required_by(parse_regex(pattern).tree, known)


def required_by(piece: Piece, known: Known = NOTHING) -> frozenset[str] | None:
    """Return what `required_literals` does, for a parsed piece of a regex."""
    required = best([_literals(_shape(piece, known))], known)
    return required and _reduced(literal.casefold() for literal in required)


def union(sets: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    """Return what is required if any of several things must match; None if one requires nothing."""
    literals: set[str] = set()
    for required in sets:
        if required is None:
            return None
        literals |= required
    reduced = _reduced(literals)
    return reduced if len(reduced) <= _MAX_UNION else None


def best(
    candidates: Iterable[frozenset[str] | None], known: Known = NOTHING
) -> frozenset[str] | None:
    """Return the most telling of several sets that are all required; None if none tells much."""
    useful = [
        _reduced(c) for c in candidates if c and _shortest(c) >= _MIN_BYTES and known.isdisjoint(c)
    ]
    return max(useful, key=telling, default=None)


def telling(literals: frozenset[str]) -> tuple[int, int, list[str]]:
    """Return how much literals tell, as a key to compare sets by."""
    return _shortest(literals), -len(literals), sorted(literals)


def _reduced(literals: Iterable[str]) -> frozenset[str]:
    """Cut literals short and drop those that contain another: what is left is required too."""
    kept: list[str] = []
    for literal in sorted({text[:_ENOUGH_CHARS] for text in literals}, key=lambda t: (len(t), t)):
        if not any(shorter in literal for shorter in kept):
            kept.append(literal)
    return frozenset(kept)


def _shortest(literals: frozenset[str]) -> int:
    return min(_ENOUGH_CHARS, min(len(text.encode()) for text in literals))


def _literals(shape: Shape) -> frozenset[str] | None:
    return shape.exact if shape.exact is not None else shape.required


def _shape(piece: Piece, known: Known) -> Shape:
    match piece:
        case Char(members):
            few = members is not None and len(members) <= _MAX_MEMBERS
            return Shape(members) if few else Shape()
        case Edge():
            return _EMPTY
        case Chain(parts):
            return _concatenate([_shape(part, known) for part in parts], known)
        case Choice(branches):
            return _alternate([_shape(branch, known) for branch in branches], known)
        case Repeat(part, low, high):
            shape = _shape(part, known)
            if (low, high) == (0, 1):
                return Shape(shape.exact | {""} if shape.exact is not None else None)
            return Shape(None, best([_literals(shape)], known) if low else None)


def _alternate(branches: list[Shape], known: Known) -> Shape:
    exact: frozenset[str] | None = frozenset()
    for branch in branches:
        if exact is not None and branch.exact is not None:
            exact = exact | branch.exact
        if branch.exact is None or (exact is not None and len(exact) > _MAX_SET):
            exact = None
    return Shape(exact, union(best([_literals(branch)], known) for branch in branches))


def _concatenate(parts: list[Shape], known: Known) -> Shape:
    run = frozenset({""})  # the exact strings of the parts since the last that was not exact
    candidates: list[frozenset[str] | None] = []
    whole = True
    for part in parts:
        if part.exact is not None and len(run) * len(part.exact) <= _MAX_SET:
            run = frozenset(a + b for a in run for b in part.exact)
            continue
        whole = False
        candidates += [run, part.required if part.exact is None else None]
        run = part.exact if part.exact is not None else frozenset({""})
    return Shape(run if whole else None, best([*candidates, run], known))
