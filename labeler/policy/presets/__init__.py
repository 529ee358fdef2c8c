"""Policies that ship with labeler: YAML files in the language that users write."""

from functools import cache
from pathlib import Path

import msgspec

from labeler.policy.schema import PolicyRule, Section


class PresetFile(Section, frozen=True):
    """A policy with what it stands for; docs/policy.md repeats it."""

    title: str
    claims: tuple[str, ...]
    """What a run without findings means."""
    does_not_claim: tuple[str, ...]
    rules: tuple[PolicyRule, ...]


@cache
def load_preset(name: str) -> PresetFile:
    """Read a preset other than `default`, which `labeler.policy.default` holds."""
    path = Path(__file__).with_name(f"{name}.yaml")
    return msgspec.yaml.decode(path.read_bytes(), type=PresetFile)
