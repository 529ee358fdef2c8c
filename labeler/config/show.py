"""The configuration as YAML that says where each value comes from."""

from collections.abc import Iterator
from typing import Any

import msgspec
import yaml

from labeler.config.schema import Config, ConfigFile
from labeler.policy.policy import preset_rules, rules_in_force

_INDENT = "  "


def shown(config: Config) -> str:
    """The configuration and the policy rules in force, each value with its place in a comment.

    It is itself a configuration: read from the same directory, it means the same.
    """
    return "".join(f"{line}\n" for line in _lines(config))


def _lines(config: Config) -> Iterator[str]:
    for field in msgspec.structs.fields(ConfigFile):
        key, value = field.encode_name, getattr(config, field.name)
        if isinstance(value, msgspec.Struct):
            yield f"{key}:"
            for inner in msgspec.structs.fields(value):
                place = config.places.get(f"{key}.{inner.encode_name}", "default")
                if (key, inner.name) == ("policy", "rules"):
                    yield from _rules(config, place)
                else:
                    plain = getattr(value, inner.name)
                    yield from _value(inner.encode_name, plain, place, _INDENT)
        else:
            yield from _value(key, value, config.places.get(key, "default"), "")


def _value(key: str, value: Any, place: str, margin: str) -> Iterator[str]:
    """A key with its value, which stands below it where it holds mappings."""
    plain = msgspec.to_builtins(value)
    if isinstance(plain, tuple) and any(isinstance(item, dict) for item in plain):
        yield f"{margin}{key}:  # {place}"
        for item in plain:
            yield f"{margin}{_INDENT}- {_flow(item)}"
    else:
        yield f"{margin}{key}: {_flow(plain)}  # {place}"


def _rules(config: Config, place: str) -> Iterator[str]:
    rules = rules_in_force(config.policy)
    yield f"{_INDENT}rules:  # in force" if rules else f"{_INDENT}rules: []  # in force"
    own = {rule.id for rule in config.policy.rules}
    preset = {rule.id: name for name in config.policy.presets for rule in preset_rules(name)}
    for rule in rules:
        source = place if rule.id in own else f"preset {preset.get(rule.id)}"
        if rule.id not in own and rule.id not in preset:
            source = "fail-on unreviewed"
        yield f"{_INDENT * 2}- {_flow(msgspec.to_builtins(rule))}  # {source}"


def _flow(value: Any) -> str:
    text = yaml.safe_dump(
        value, default_flow_style=True, allow_unicode=True, sort_keys=False, width=2**31
    )
    return text.removesuffix("...\n").rstrip("\n")
