"""Rules made ready to be run on documents."""

from collections.abc import Iterable
from typing import NamedTuple

from labeler.policy.conditions import SegmentTest, limit_of, segment_tests, some
from labeler.policy.schema import C2paWhen, Disclosed, HiddenTextWhen, PolicyRule


class SegmentRule(NamedTuple):
    """A rule that looks at segments: at each, or at all that fit taken together."""

    rule: PolicyRule
    tests: tuple[SegmentTest, ...]
    disclosed: frozenset[Disclosed]
    """Empty where the rule does not ask."""
    limit: str | None
    """The condition that is a limit."""

    @property
    def asks_segments(self) -> bool:
        """Whether not every segment fits."""
        return bool(self.tests or self.disclosed)

    @property
    def of_document(self) -> bool:
        """Whether the document as a whole is objected to."""
        return self.limit is not None or self.rule.when.declared is not None


class CompiledRules(NamedTuple):
    """Rules sorted by what they look at."""

    hidden: tuple[tuple[PolicyRule, HiddenTextWhen], ...]
    c2pa: tuple[tuple[PolicyRule, C2paWhen], ...]
    each: tuple[SegmentRule, ...]
    """Those that object to single segments."""
    together: tuple[SegmentRule, ...]
    """Those that object to the document."""
    ask_disclosures: bool


def compile_rules(rules: Iterable[PolicyRule]) -> CompiledRules:
    """Make rules ready for any number of documents."""
    hidden, c2pa, segment = [], [], []
    for rule in rules:
        when = rule.when
        if when.hidden_text is not None:
            hidden.append((rule, when.hidden_text))
        elif when.c2pa is not None:
            c2pa.append((rule, when.c2pa))
        else:
            disclosed: frozenset[Disclosed] = frozenset(some(when.disclosed))
            segment.append(SegmentRule(rule, segment_tests(when), disclosed, limit_of(when)))
    return CompiledRules(
        tuple(hidden),
        tuple(c2pa),
        tuple(made for made in segment if not made.of_document),
        tuple(made for made in segment if made.of_document),
        any(made.disclosed for made in segment),
    )
