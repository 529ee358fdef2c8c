"""What the types of a configuration cannot say: which values go together."""

from collections.abc import Iterator, Sequence
from typing import get_args

from labeler.config.problem import Problem, nearest
from labeler.config.schema import ConfigFile
from labeler.config.toml import KeyPath
from labeler.ignoring import PathPatterns
from labeler.policy.conditions import LIMITS, SEGMENT_CONDITIONS, fits, is_given, limit_of
from labeler.policy.policy import NEEDS_REVIEW, preset_rules
from labeler.policy.schema import Override, PolicyRule, PolicySection, Preset, When
from labeler.policy.severities import HIT_RULES
from labeler.read.charsets import codec_for

_PARTS = ("hidden_text", "c2pa")


def problems(config: ConfigFile) -> Iterator[Problem]:
    """What is wrong with a configuration whose types are right, in the order of the file."""
    if config.scan.encoding is not None and codec_for(config.scan.encoding) is None:
        unknown = f"no encoding {config.scan.encoding!r} is known; give one such as cp932"
        yield Problem(("scan", "encoding"), unknown)
    yield from _patterns(config.scan.exclude, ("scan", "exclude"))
    yield from _policy(config.policy)
    for index, suppression in enumerate(config.suppressions):
        at: KeyPath = ("suppressions", index)
        yield from _known((suppression.rule,), _rules(config.policy), (*at, "rule"))
        yield from _patterns(suppression.paths, (*at, "paths"))
        if not suppression.reason.strip():
            yield Problem((*at, "reason"), "is blank; say why the finding is accepted")


def _policy(policy: PolicySection) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, rule in enumerate(policy.rules):
        at: KeyPath = ("policy", "rules", index)
        if rule.id in seen:
            yield Problem((*at, "id"), f"the id {rule.id} is taken above; rename one")
        seen.add(rule.id)
        for key, text in _when(rule.when):
            yield Problem((*at, "when", *key), text)
    yield from _adjustments(policy, policy, ("policy",))
    for index, override in enumerate(policy.overrides):
        at = ("policy", "overrides", index)
        yield from _patterns(override.paths, (*at, "paths"))
        yield from _adjustments(override, policy, at)


def _when(when: When) -> Iterator[Problem]:
    given = [name for name in type(when).__struct_fields__ if is_given(when, name)]
    if not given:
        yield Problem((), "no condition; a rule needs at least one")
    for part in _PARTS:
        if part in given and len(given) > 1:
            other = next(name for name in given if name != part)
            yield Problem(
                (_key(other),),
                f"cannot stand beside `{_key(part)}`, which is about no segment; make two rules",
            )
    limits = [name for name in LIMITS if name in given]
    if len(limits) > 1:
        yield Problem((_key(limits[1]),), f"`{_key(limits[0])}` is there, too; keep one limit")
    if "share_of" in given and not any(name.startswith("share_") for name in limits):
        yield Problem(("share-of",), "is for `share-above` and `share-below`; give one of them")
    if limits and "declared" not in given and not set(given) & set(SEGMENT_CONDITIONS):
        yield Problem(
            (_key(limits[0]),), "of which segments? give a condition on them, such as `label`"
        )
    least, most = when.min_confidence, when.max_confidence
    if least is not None and most is not None and least > most:
        yield Problem(("max-confidence",), "is below `min-confidence`; no segment can fit")


def _adjustments(
    by: PolicySection | Override, policy: PolicySection, at: KeyPath
) -> Iterator[Problem]:
    if not (by.disable or by.severity or by.limits):
        return
    rules = _rules(policy)
    yield from _known(by.disable, rules, (*at, "disable"), indexed=True)
    for key in ("severity", "limits"):
        for name in getattr(by, key):
            yield from _known((name,), rules, (*at, key, name))
    for name, value in by.limits.items():
        if name in rules:
            yield from _limit(rules[name], value, (*at, "limits", name))


def _limit(rule: PolicyRule, value: float, at: KeyPath) -> Iterator[Problem]:
    limit = limit_of(rule.when)
    if limit is None:
        yield Problem(at, f"the rule {rule.id} has no limit; `severity` and `disable` change it")
    elif limit.startswith("share") and not 0 <= value <= 1:
        yield Problem(at, f"`{_key(limit)}` of {rule.id} lies between 0 and 1")
    elif limit.startswith("count") and (value < 0 or not value.is_integer()):
        yield Problem(at, f"`{_key(limit)}` of {rule.id} is a whole number, not negative")


def _known(
    globs: Sequence[str], rules: dict[str, PolicyRule], at: KeyPath, *, indexed: bool = False
) -> Iterator[Problem]:
    for index, glob in enumerate(globs):
        if not any(fits(name, (glob,)) for name in (*rules, *HIT_RULES)):
            path = (*at, index) if indexed else at
            yield Problem(path, f"no policy rule {glob!r}{nearest(glob, sorted(rules))}")


def _rules(policy: PolicySection) -> dict[str, PolicyRule]:
    """All rules that a configuration may speak of: a command line may bring in any preset."""
    shipped = {rule.id: rule for preset in get_args(Preset) for rule in preset_rules(preset)}
    chosen = {rule.id: rule for preset in policy.presets for rule in preset_rules(preset)}
    own = {rule.id: rule for rule in policy.rules}
    return {NEEDS_REVIEW.id: NEEDS_REVIEW, **shipped, **chosen, **own}


def _patterns(patterns: Sequence[str], at: KeyPath) -> Iterator[Problem]:
    alone = False
    for index, pattern in enumerate(patterns):
        if wrong := _wrong([pattern]):
            alone = True
            yield Problem((*at, index), f"the pattern is wrong: {wrong}")
    if not alone and (wrong := _wrong(patterns)):
        yield Problem(at, f"the patterns are too many or too long together: {wrong}")


def _wrong(patterns: Sequence[str]) -> str | None:
    try:
        PathPatterns(patterns)
    except ValueError as error:
        return str(error)
    return None


def _key(field: str) -> str:
    return field.replace("_", "-")
