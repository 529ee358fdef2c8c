"""A regex as a tree: what the modules that analyse one need to know of RE2's syntax."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, TypeAlias

import msgspec

_MAX_RANGE = 64
"""A range of a class with more characters than this is not spelled out."""

_CONTROL = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v", "a": "\a"}
_DEEPEST = 60
"""Groups in each other; a dozen calls of Python go to each."""


class Char(msgspec.Struct, frozen=True):
    """One character: any of `members`, which is None if they are not few."""

    members: frozenset[str] | None
    text: str
    """As written."""


class Edge(msgspec.Struct, frozen=True):
    """A place between characters."""

    kind: Literal["begin", "end", "word"]
    text: str


class Chain(msgspec.Struct, frozen=True):
    """Pieces one after the other."""

    parts: "tuple[Piece, ...]"


class Choice(msgspec.Struct, frozen=True):
    """One of several pieces."""

    branches: "tuple[Piece, ...]"


class Repeat(msgspec.Struct, frozen=True):
    """A piece `low` to `high` times; `high` is None if there is no bound."""

    part: "Piece"
    low: int
    high: int | None
    text: str
    """The quantifier, as written."""


Piece: TypeAlias = Char | Edge | Chain | Choice | Repeat

_ANCHORS = {"^": Edge("begin", "^"), "$": Edge("end", "$")}
_ESCAPED_EDGES = {
    "A": Edge("begin", r"\A"), "z": Edge("end", r"\z"),
    "b": Edge("word", r"\b"), "B": Edge("word", r"\B"),
}  # fmt: skip


class RegexTooDeepError(Exception):
    """A regex has more than `_DEEPEST` groups in each other."""


class Syntax(msgspec.Struct, frozen=True):
    """A parsed regex."""

    tree: Piece
    letters: tuple[str, ...]
    """Every literal character outside classes."""
    members: tuple[str, ...]
    """Every single character in classes; of ranges such as `a-z` nothing."""
    plain: bool
    """It has neither flags nor named groups."""


@lru_cache(maxsize=256)  # each analysis of a rule asks for the same
def parse_regex(pattern: str) -> Syntax:
    """Return the tree of `pattern`, which must be a regex that RE2 accepts.

    Raises RegexTooDeepError for groups in groups that those who read the tree could not follow.
    """
    parser = _Parser(pattern)
    tree = parser.alternation()
    return Syntax(tree, tuple(parser.letters), tuple(parser.members), parser.plain)


def literal_characters(pattern: str) -> tuple[Sequence[str], Sequence[str]]:
    """Return the characters that `pattern` spells out: those in sequence and those in classes.

    Of ranges such as `a-z` nothing is returned. `pattern` must be a regex that RE2 accepts.
    """
    syntax = parse_regex(pattern)
    return syntax.letters, syntax.members


def parts_of(piece: Piece) -> tuple[Piece, ...]:
    """Return what `piece` is a chain of: itself alone if it is none."""
    return piece.parts if isinstance(piece, Chain) else (piece,)


class _Parser:
    """Recursive descent over RE2's syntax, which the caller knows to be valid."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0
        self.letters: list[str] = []
        self.members: list[str] = []
        self.plain = True
        self.depth = 0

    def alternation(self) -> Piece:
        branches = [self._chain()]
        while self._take("|"):
            branches.append(self._chain())
        return branches[0] if len(branches) == 1 else Choice(tuple(branches))

    def _chain(self) -> Piece:
        parts: list[Piece] = []
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            if self._take("\\Q"):
                *before, last = self._quoted() or [Chain(())]
                parts += (*before, *parts_of(self._repeated(last)))
                continue
            part = self._repeated(self._atom())
            parts += parts_of(part)
        return parts[0] if len(parts) == 1 else Chain(tuple(parts))

    def _repeated(self, piece: Piece) -> Piece:
        start = self.at
        while (bounds := self._quantifier()) is not None:
            piece = Repeat(piece, *bounds, self.pattern[start : self.at])
            start = self.at
        return piece

    def _quantifier(self) -> tuple[int, int | None] | None:
        bounds: tuple[int, int | None]
        if self._take("?"):
            bounds = 0, 1
        elif self._take("*"):
            bounds = 0, None
        elif self._take("+"):
            bounds = 1, None
        elif self._peek() == "{":
            end = self.pattern.find("}", self.at)
            low, comma, high = self.pattern[self.at + 1 : end].partition(",")
            if end < 0 or not low.isdigit() or (high and not high.isdigit()):
                return None
            self.at = end + 1
            bounds = int(low), (int(high) if high else None) if comma else int(low)
        else:
            return None
        self._take("?")  # lazy
        return bounds

    def _atom(self) -> Piece:
        start = self.at
        char = self._next()
        if char == "(":
            return self._group()
        if char in _ANCHORS:
            return _ANCHORS[char]
        if char == "\\" and (edge := _ESCAPED_EDGES.get(self._peek())):
            self.at += 1
            return edge
        members = self._members(char)
        return Char(members, self.pattern[start : self.at])

    def _members(self, char: str) -> frozenset[str] | None:
        if char == "[":
            return self._class()
        if char == "\\":
            return self._escape()
        return None if char == "." else self._literal(char)

    def _literal(self, char: str) -> frozenset[str]:
        self.letters.append(char)
        return frozenset({char})

    def _quoted(self) -> list[Piece]:
        end = self.pattern.find("\\E", self.at)
        text = self.pattern[self.at : end if end >= 0 else None]
        self.at = len(self.pattern) if end < 0 else end + 2
        return [Char(self._literal(char), re.escape(char)) for char in text]

    def _group(self) -> Piece:
        if self._take("?"):
            if self._take("P<") or self._take("<"):
                self.plain = False
                self.at = self.pattern.index(">", self.at) + 1
            else:
                self.plain &= self._peek() == ":"
                while self._peek() not in ":)":
                    self.at += 1
                if self._next() == ")":  # flags for the rest of the enclosing group
                    return Chain(())
        self.depth += 1
        if self.depth > _DEEPEST:
            raise RegexTooDeepError
        piece = self.alternation()
        self.depth -= 1
        self._take(")")
        return piece

    def _escape(self) -> frozenset[str] | None:
        char = self._next()
        if char in "pP":
            self._property()
            return None
        return None if char in "dDsSwWC" else self._literal(self._escaped(char))

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

    def _class(self) -> frozenset[str] | None:
        few = not self._take("^")
        members: set[str] = set()
        first = True
        while first or self._peek() != "]":
            first = False
            if self.pattern.startswith("[:", self.at) and ":]" in self.pattern[self.at + 2 :]:
                self.at = self.pattern.index(":]", self.at + 2) + 2
                few = False
                continue
            low = self._class_member()
            if low is None:
                few = False
                continue
            high = low
            if self._peek() == "-" and self.pattern[self.at + 1 : self.at + 2] not in ("]", ""):
                self.at += 1
                high = self._class_member() or low
            if low == high:
                self.members.append(low)
            if ord(high) - ord(low) > _MAX_RANGE:
                few = False
            else:
                members |= {chr(c) for c in range(ord(low), ord(high) + 1)}
        self.at += 1
        return frozenset(members) if few else None

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
