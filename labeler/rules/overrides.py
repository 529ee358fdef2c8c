"""What a user changes about rules without touching their files: which run, how severe they are."""

from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase

import msgspec
from msgspec.structs import replace

from labeler.errors import RuleError
from labeler.rules.schema import Rule, Severity


class Overrides(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Changes to the rules of a pack."""

    disable: tuple[str, ...] = ()
    """Rules with these ids, or ids that fit these globs, are left out."""
    severity: Mapping[str, Severity] = {}
    """By id or glob. An id goes before a glob, a longer glob before a shorter one."""
    place: str = "the given overrides"
    """What errors call them."""

    def __bool__(self) -> bool:
        return bool(self.disable or self.severity)


NO_OVERRIDES = Overrides()

Wish = tuple[str, Overrides]
"""Overrides, and where they stand, as errors call it."""


def override(rules: Sequence[Rule], wishes: Iterable[Wish]) -> tuple[Rule, ...]:
    """Return `rules` with every wish applied; of two that contradict each other the later holds.

    Raises RuleError for a glob that no rule's id fits, naming the nearest id.
    """
    ids = [rule.id for rule in rules]
    disabled: set[str] = set()
    severity: dict[str, Severity] = {}
    for place, overrides in wishes:
        for glob in overrides.disable:
            disabled |= set(_fitting(glob, ids, place))
        for glob in sorted(overrides.severity, key=lambda glob: (glob in ids, len(glob))):
            severity |= dict.fromkeys(_fitting(glob, ids, place), overrides.severity[glob])
    return tuple(
        replace(rule, severity=severity[rule.id]) if rule.id in severity else rule
        for rule in rules
        if rule.id not in disabled
    )


def _fitting(glob: str, ids: Sequence[str], place: str) -> list[str]:
    fitting = [rule_id for rule_id in ids if fnmatchcase(rule_id, glob)]
    if not fitting:
        raise RuleError(f"{place}: no rule {glob}; {_nearest(glob, ids)}")
    return fitting


def _nearest(glob: str, ids: Sequence[str]) -> str:
    from difflib import get_close_matches  # for errors alone

    near = get_close_matches(glob, ids, n=1, cutoff=0.6)
    return f"did you mean {near[0]}?" if near else "`labeler rules list` names them all"
