"""The regex of a node, of which nothing is read or compiled before a text needs it.

Most of a run's regexes are never tried. The shipped ones come as they lie in compiled.json.
"""

import re
from collections.abc import Sequence
from functools import cached_property

import msgspec

from labeler.rules.clues import Needs
from labeler.rules.engine import Regex, compiled, is_compiled
from labeler.rules.parts import Kept, whole

_GROUP_NAME = re.compile(r"\(\?P?<[^>]+>")
_NO_CLUE = b""


class Leaf:
    """A regex and its clue; two are equal if both are."""

    def __init__(self, pattern: Kept, clue: Kept = _NO_CLUE, parts: Sequence[Kept] = ()) -> None:
        """Take a pattern, and what a text must hold for it to match (`clues.clue_to`), as kept.

        `parts` are those by whose numbers the two are kept.
        """
        self._pattern = pattern
        self._clue = clue
        self._parts = parts
        self.has_clue = bool(bytes(clue))

    @classmethod
    def of(cls, pattern: str, clue: bytes = b"") -> "Leaf":
        """Make a leaf of a pattern."""
        kept = msgspec.json.encode(clue.decode()) if clue else _NO_CLUE
        return cls(msgspec.json.encode(pattern), kept)

    def as_texts(self) -> tuple[str, str]:
        """Return the pattern and the clue, which is empty if there is none."""
        return self.pattern, self._clue_to.decode()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Leaf) and self.as_texts() == other.as_texts()

    def __hash__(self) -> int:
        return hash(self.as_texts())

    def __repr__(self) -> str:
        return f"Leaf.of({self.pattern!r})"

    @cached_property
    def pattern(self) -> str:
        """The regex as written, fragments put in."""
        return whole(self._pattern, self._parts)

    @property
    def _clue_to(self) -> bytes:
        return whole(self._clue, self._parts).encode() if self.has_clue else _NO_CLUE

    @property
    def unnamed(self) -> str:
        """The pattern without names of groups, to stand beside others in one regex."""
        return _GROUP_NAME.sub("(?:", self.pattern)

    @property
    def regex(self) -> Regex:
        """The compiled regex."""
        return compiled(self.pattern)

    @property
    def _is_compiled(self) -> bool:
        # Nobody has asked for the regex if the pattern was not put together yet.
        return "pattern" in vars(self) and is_compiled(self.pattern)

    @cached_property
    def group(self) -> int:
        """The group that is the hit: `(?P<hit>...)`, else the whole."""
        group: int = self.regex.groupindex.get("hit", 0)
        return group

    @cached_property
    def _needs(self) -> Needs | None:
        return Needs(self._clue_to) if self.has_clue else None

    def may_match(self, data: bytes) -> bool:
        """Whether the view `data`, UTF-8, can match: false only where a clue is missing.

        To ask for all clues costs more than to search, once the regex is compiled.
        """
        needs = self._needs
        if needs is None:
            return True
        return needs.script(data) if self._is_compiled else needs.all(data)
