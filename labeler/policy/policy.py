"""Policy: the rules in force, which may differ by path."""

from collections.abc import Iterable

from msgspec.structs import replace

from labeler.policy.compiled import CompiledRules, compile_rules
from labeler.policy.conditions import fits, limit_of
from labeler.policy.default import DEFAULT
from labeler.policy.paths import Paths
from labeler.policy.schema import Override, PolicyRule, PolicySection, Preset, When

NEEDS_REVIEW = PolicyRule(
    id="needs-review",
    severity="note",
    message="a person should look at this",
    when=When(needs_review=True),
)
"""In force wherever a run may fail for what nobody has reviewed."""


class Policy:
    """Rules in force, by path. It can be pickled.

    `rules` hold everywhere but for `overrides`, whose patterns are relative to `base`.
    """

    def __init__(
        self,
        rules: tuple[PolicyRule, ...] = DEFAULT,
        overrides: tuple[Override, ...] = (),
        base: str = "",
    ) -> None:
        self.rules = rules
        self.overrides = overrides
        self.base = base
        self._paths = tuple(Paths(override.paths, base) for override in overrides)
        self._compiled: dict[tuple[int, ...], CompiledRules] = {}
        """By the overrides that hold."""

    def __reduce__(self) -> tuple[type["Policy"], tuple[object, ...]]:
        return Policy, (self.rules, self.overrides, self.base)

    def rules_for(self, path: str) -> CompiledRules:
        """The rules for the document at `path`, as its report names it."""
        used = tuple(i for i, paths in enumerate(self._paths) if paths.hold(path))
        if used not in self._compiled:
            rules = self.rules
            for index in used:
                rules = adjusted(rules, self.overrides[index])
            self._compiled[used] = compile_rules(rules)
        return self._compiled[used]


def build_policy(
    section: PolicySection, base: str = "", severe: Iterable[PolicyRule] = ()
) -> Policy:
    """The policy of a configuration; paths are relative to the directory `base`.

    `severe` are rules that `labeler.policy.severities.rules_on_hits` made.
    """
    return Policy((*rules_in_force(section), *adjusted(severe, section)), section.overrides, base)


def rules_in_force(section: PolicySection) -> tuple[PolicyRule, ...]:
    """The rules of presets and configuration after what it adjusts, overrides aside."""
    rules = {rule.id: rule for preset in section.presets for rule in preset_rules(preset)}
    rules |= {rule.id: rule for rule in section.rules}
    if "unreviewed" in section.fail_on:
        rules.setdefault(NEEDS_REVIEW.id, NEEDS_REVIEW)
    return adjusted(rules.values(), section)


def preset_rules(preset: Preset) -> tuple[PolicyRule, ...]:
    """The rules of one preset."""
    if preset == "default":
        return DEFAULT
    from labeler.policy.presets import load_preset

    return load_preset(preset).rules


def adjusted(rules: Iterable[PolicyRule], by: PolicySection | Override) -> tuple[PolicyRule, ...]:
    """The rules that `by` leaves in force, with its severities and limits."""
    return tuple(_with(rule, by) for rule in rules if not fits(rule.id, by.disable))


def _with(rule: PolicyRule, by: PolicySection | Override) -> PolicyRule:
    if rule.id in by.severity:
        rule = replace(rule, severity=by.severity[rule.id])
    limit = limit_of(rule.when)
    if limit is not None and rule.id in by.limits:
        allowed = by.limits[rule.id]
        value = int(allowed) if limit.startswith("count") else allowed
        rule = replace(rule, when=replace(rule.when, **{limit: value}))
    return rule
