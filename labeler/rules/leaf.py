"""The regex of a node, of which nothing is read or compiled before a text needs it.

Most of a run's regexes are never tried. The shipped ones come as they lie in compiled.json.
"""

import re
from functools import cached_property
from typing import TypeAlias

import msgspec

from labeler.rules.clues import Needs
from labeler.rules.engine import Regex, compiled

_GROUP_NAME = re.compile(r"\(\?P?<[^>]+>")
_NO_CLUE = b""

Json: TypeAlias = bytes | msgspec.Raw


class Leaf:
    """A regex and its clue; two are equal if both are."""

    def __init__(self, pattern: Json, clue: Json = _NO_CLUE) -> None:
        """Take a pattern, and what a text must hold for it to match (`clues.clue_to`), as JSON."""
        self._pattern = pattern
        self._clue = clue
        self.has_clue = bool(bytes(clue))

    @classmethod
    def of(cls, pattern: str, clue: Json = _NO_CLUE) -> "Leaf":
        """Make a leaf of a pattern."""
        return cls(msgspec.json.encode(pattern), clue)

    def as_json(self) -> tuple[bytes, bytes]:
        """Return the pattern and the clue, which is empty if there is none."""
        return bytes(self._pattern), bytes(self._clue)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Leaf) and self.as_json() == other.as_json()

    def __hash__(self) -> int:
        return hash(self.as_json())

    def __repr__(self) -> str:
        return f"Leaf.of({self.pattern!r})"

    @cached_property
    def pattern(self) -> str:
        """The regex as written, fragments put in."""
        pattern: str = msgspec.json.decode(self._pattern, type=str)
        return pattern

    @property
    def unnamed(self) -> str:
        """The pattern without names of groups, to stand beside others in one regex."""
        return _GROUP_NAME.sub("(?:", self.pattern)

    @cached_property
    def regex(self) -> Regex:
        """The compiled regex."""
        return compiled(self.pattern)

    @cached_property
    def group(self) -> int:
        """The group that is the hit: `(?P<hit>...)`, else the whole."""
        group: int = self.regex.groupindex.get("hit", 0)
        return group

    @cached_property
    def _needs(self) -> Needs | None:
        return Needs(bytes(self._clue)) if self.has_clue else None

    def may_match(self, data: bytes) -> bool:
        """Whether the view `data`, UTF-8, can match: false only where a clue is missing.

        To ask for all clues costs more than to search, once the regex is compiled.
        """
        needs = self._needs
        if needs is None:
            return True
        return needs.script(data) if "regex" in vars(self) else needs.all(data)
