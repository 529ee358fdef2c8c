"""What can be read off a regex without running it: its required literals, its literal letters.

Every match of `ai-(?:generated|made) (?:image|photo)` contains one of the four strings it
spells out. Such literals, one `re2.Set` of them for a whole group of rules, tell which rules can
match a segment; a Set of the regexes themselves would take 2 ms a rule to compile as soon as
they hold classes like `[^\\p{L}]` (measured). The method is that of
RE2's own FilteredRE2 (re2/prefilter.cc), which its Python binding offers only with all
regexes compiled.
"""

from collections.abc import Iterable
from functools import reduce

import msgspec

_MAX_SET = 64
"""More strings than this for a piece of a regex are not worth spelling out."""
_MAX_UNION = 256
"""More literals than this for all branches of a rule together are not worth keeping."""
_MIN_BYTES = 2
"""A literal shorter than this, in UTF-8, is in every segment."""
_ENOUGH_CHARS = 8
"""Literals are cut to this: longer ones tell little more, and their beginnings coincide."""

_CONTROL = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v", "a": "\a"}
_ZERO_WIDTH = "bBAzZ"


class Shape(msgspec.Struct, frozen=True):
    """What is known about the strings a piece of regex matches."""

    exact: frozenset[str] | None = None
    """All of them, if they are few."""
    required: frozenset[str] | None = None
    """Every one of them contains one of these, if such a set is known."""


_EMPTY = Shape(frozenset({""}), None)
_UNKNOWN = Shape()


def required_literals(pattern: str) -> frozenset[str] | None:
    """Return a set of strings one of which every match of `pattern` contains, or None.

    `pattern` must be a regex that RE2 accepts. Case-folded, since the view is.
    """
    required = best([_literals(_Parser(pattern).alternation())])
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


def best(candidates: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    """Return the most telling of several sets that are all required; None if none tells much."""
    useful = [_reduced(c) for c in candidates if c and _shortest(c) >= _MIN_BYTES]
    return max(useful, key=lambda c: (_shortest(c), -len(c), sorted(c)), default=None)


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


def _alternate(left: Shape, right: Shape) -> Shape:
    exact = None
    if left.exact is not None and right.exact is not None:
        exact = left.exact | right.exact
        if len(exact) > _MAX_SET:
            exact = None
    required = union([best([_literals(left)]), best([_literals(right)])])
    return Shape(exact, required)


def _concatenate(parts: list[Shape]) -> Shape:
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
    return Shape(run if whole else None, best([*candidates, run]))


class _Parser:
    """Recursive descent over RE2's syntax, which the caller knows to be valid."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0
        self.letters: list[str] = []
        """Every literal character met outside classes."""
        self.members: list[str] = []
        """Every single character met in classes."""

    def alternation(self) -> Shape:
        branches = [self._concatenation()]
        while self._take("|"):
            branches.append(self._concatenation())
        return reduce(_alternate, branches)

    def _concatenation(self) -> Shape:
        parts: list[Shape] = []
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            if self._take("\\Q"):
                parts += self._quoted()
                continue
            parts.append(self._repeated(self._atom()))
        return _concatenate(parts)

    def _repeated(self, shape: Shape) -> Shape:
        while (minimum := self._quantifier()) is not None:
            exact = shape.exact | {""} if minimum == -1 and shape.exact is not None else None
            shape = Shape(exact, best([_literals(shape)]) if minimum > 0 else None)
        return shape

    def _quantifier(self) -> int | None:
        """Return the least number of repetitions, -1 for an optional piece, None for none."""
        minimum = None
        if self._take("?"):
            minimum = -1
        elif self._take("*"):
            minimum = 0
        elif self._take("+"):
            minimum = 1
        elif self._peek() == "{":
            end = self.pattern.find("}", self.at)
            low, _, high = self.pattern[self.at + 1 : end].partition(",")
            if end < 0 or not low.isdigit() or (high and not high.isdigit()):
                return None
            self.at = end + 1
            minimum = -1 if (low, high) == ("0", "1") else int(low)
        if minimum is not None:
            self._take("?")  # lazy
        return minimum

    def _atom(self) -> Shape:
        char = self._next()
        if char == "(":
            return self._group()
        if char == "[":
            return self._class()
        if char == "\\":
            return self._escape()
        if char == ".":
            return _UNKNOWN
        if char in "^$":
            return _EMPTY
        return self._literal(char)

    def _literal(self, char: str) -> Shape:
        self.letters.append(char)
        return Shape(frozenset({char}))

    def _quoted(self) -> list[Shape]:
        end = self.pattern.find("\\E", self.at)
        text = self.pattern[self.at : end if end >= 0 else None]
        self.at = len(self.pattern) if end < 0 else end + 2
        return [self._literal(char) for char in text]

    def _group(self) -> Shape:
        if self._take("?"):
            if self._take("P<") or self._take("<"):
                self.at = self.pattern.index(">", self.at) + 1
            else:
                while self._peek() not in ":)":
                    self.at += 1
                if self._next() == ")":  # flags for the rest of the enclosing group
                    return _EMPTY
        shape = self.alternation()
        self._take(")")
        return shape

    def _escape(self) -> Shape:
        char = self._next()
        if char in "pP":
            self._property()
            return _UNKNOWN
        if char in _ZERO_WIDTH:
            return _EMPTY
        if char in "dDsSwWC":
            return _UNKNOWN
        return self._literal(self._escaped(char))

    def _property(self) -> None:
        if self._next() == "{":
            self.at = self.pattern.index("}", self.at) + 1

    def _escaped(self, char: str) -> str:
        """Return the character that a backslash and `char` stand for."""
        if char == "x":
            if self._take("{"):
                end = self.pattern.index("}", self.at)
                digits = self.pattern[self.at : end]
                self.at = end + 1
            else:
                digits = self.pattern[self.at : self.at + 2]
                self.at += 2
            return chr(int(digits, 16))
        if char in "01234567":
            digits = char
            while len(digits) < 3 and self._peek() and self._peek() in "01234567":
                digits += self._next()
            return chr(int(digits, 8))
        return _CONTROL.get(char, char)

    def _class(self) -> Shape:
        negated = self._take("^")
        members: set[str] = set()
        open_ended = negated
        first = True
        while first or self._peek() != "]":
            first = False
            if self._take("[:"):
                self.at = self.pattern.index(":]", self.at) + 2
                open_ended = True
                continue
            low = self._class_member()
            if low is None:
                open_ended = True
                continue
            high = low
            if self._peek() == "-" and self.pattern[self.at + 1 : self.at + 2] not in ("]", ""):
                self.at += 1
                high = self._class_member() or low
            if low == high:
                self.members.append(low)
            if ord(high) - ord(low) > _MAX_SET:
                open_ended = True
            else:
                members |= {chr(c) for c in range(ord(low), ord(high) + 1)}
        self.at += 1
        return _UNKNOWN if open_ended or len(members) > 8 else Shape(frozenset(members))

    def _class_member(self) -> str | None:
        """Return the next single character of a class, None for a class in it (`\\d`)."""
        char = self._next()
        if char != "\\":
            return char
        char = self._next()
        if char in "pP":
            self._property()
            return None
        return None if char in "dDsSwW" else self._escaped(char)

    def _peek(self) -> str:
        return self.pattern[self.at : self.at + 1]

    def _next(self) -> str:
        char = self.pattern[self.at]
        self.at += 1
        return char

    def _take(self, token: str) -> bool:
        if self.pattern.startswith(token, self.at):
            self.at += len(token)
            return True
        return False


def literal_characters(pattern: str) -> tuple[list[str], list[str]]:
    """Return the characters that `pattern` spells out: those in sequence and those in classes.

    Of ranges such as `a-z` nothing is returned. `pattern` must be a regex that RE2 accepts.
    """
    parser = _Parser(pattern)
    parser.alternation()
    return parser.letters, parser.members
