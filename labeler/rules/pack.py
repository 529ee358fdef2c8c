"""A set of rules, and what matching them gives."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from labeler.rules.schema import Rule

if TYPE_CHECKING:
    from labeler.rules.prefilter import Prefilter


class RulePack:
    """Rules in the order of their files. What matching needs is compiled on first use."""

    def __init__(self, rules: tuple[Rule, ...], sha256: str) -> None:
        self.rules = rules
        self.sha256 = sha256
        """Over the name and the bytes of every rule file, sorted by name."""

    def rule(self, rule_id: str) -> Rule | None:
        """Return the rule of this id, if there is one."""
        return next((rule for rule in self.rules if rule.id == rule_id), None)

    @cached_property
    def is_textual(self) -> bool:
        """Whether all rules match on text alone, so that equal texts have equal matches."""
        return not any(rule.reads_markup for rule in self.rules)

    @cached_property
    def remembered(self) -> "dict[str, Found]":
        """What has been found in short texts; most of those on a page stand on others too."""
        return {}

    @cached_property
    def prefilter(self) -> "Prefilter":
        """Tells which rules can match a segment."""
        from labeler.rules.prefilter import Prefilter

        return Prefilter(self.rules)


class Found(msgspec.Struct, frozen=True, gc=False):
    """What rules find in a text, wherever it stands."""

    view: bytes
    """The normalised text, UTF-8."""
    length: int
    """Of the view, in characters."""
    hits: tuple[tuple[Rule, int, int], ...]
    """Rules with start and end of their match in the text."""


class Hit(msgspec.Struct, frozen=True, gc=False):
    """A rule matched in a segment."""

    rule: Rule
    segment: int
    """Position in the list of segments given."""
    start: int
    end: int
    """The matched part in code points of `document.text`; of several the longest, then first."""
    doubt: str | None = None
    """Why it may not be meant, of a disclosure that has no say therefore."""


class Matches(msgspec.Struct, frozen=True):
    """The hits of a document, at most one per rule and segment, by segment, start, end, rule id."""

    hits: Sequence[Hit]
    vetoed: Sequence[Hit]
    """Hits that a guard took out."""
    views: Sequence[bytes]
    """The normalised text of each segment, UTF-8."""
