"""What rules of a pack object to by themselves: a hit of a severe one is a finding."""

from collections.abc import Iterable

from labeler.policy.schema import PolicyRule, When
from labeler.provenance.finding import Severity
from labeler.rules.schema import Rule

HIT_RULES: dict[str, Severity] = {"rule-warning": "warning", "rule-error": "error"}
"""Ids of the policy rules, and the severity of the hits they object to."""


def rules_on_hits(rules: Iterable[Rule]) -> tuple[PolicyRule, ...]:
    """Policy rules that object to the hits of all `rules` with severity `warning` or `error`.

    Residue is left out: `chatbot-residue` judges it together with what guards it.
    """
    severe = [rule for rule in rules if rule.role != "residue"]
    made = []
    for policy_id, severity in HIT_RULES.items():
        names = tuple(rule.id for rule in severe if rule.severity == severity)
        if names:
            message = f"found by a rule of severity {severity}"
            when = When(evidence=names)
            made.append(PolicyRule(id=policy_id, severity=severity, message=message, when=when))
    return tuple(made)
