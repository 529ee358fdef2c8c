"""The configuration as data: what a file may say, and what a run goes by."""

import hashlib

import msgspec

from labeler.document import MediaType
from labeler.policy.policy import rules_in_force
from labeler.policy.schema import PolicySection, Section, Suppression
from labeler.rules.schema import Severity


class ScanSection(Section, frozen=True):
    """How inputs are read."""

    exclude: tuple[str, ...] = ()
    """Patterns as in a .gitignore, relative to the configuration file."""
    encoding: str | None = None
    """Of all inputs; found by itself if not given."""
    text_field: str | None = None
    """Field of a JSON Lines record that holds the text."""
    media_type: MediaType | None = None
    """What every input is, whatever its name."""
    same_site: bool = False
    """Whether the documents are pages of one site: what several share is boilerplate."""


class RulesSection(Section, frozen=True):
    """What is added to the shipped rules, and changed in them."""

    paths: tuple[str, ...] = ()
    """Rule files or directories of them, relative to the configuration file."""
    disable: tuple[str, ...] = ()
    """Globs of rule ids."""
    severity: dict[str, Severity] = msgspec.field(default_factory=dict)
    """By rule id or glob."""


class ConfigFile(Section, frozen=True):
    """`.labeler.yaml`, or `[tool.labeler]` in pyproject.toml."""

    scan: ScanSection = ScanSection()
    rules: RulesSection = RulesSection()
    model: str | None = None
    """Directory of a model, relative to the configuration file."""
    policy: PolicySection = PolicySection()
    baseline: str | None = None
    """Relative to the configuration file."""
    suppressions: tuple[Suppression, ...] = ()


class Config(ConfigFile, frozen=True):
    """What a run goes by. Its paths are relative to the working directory."""

    file: str | None = None
    """Where it was read from."""
    base: str = ""
    """Directory from which path patterns count."""
    places: dict[str, str] = msgspec.field(default_factory=dict)
    """Where values come from: `scan.encoding` to `.labeler.yaml:3`; the others are defaults."""

    @property
    def sha256(self) -> str | None:
        """Hash of all that changes labels or findings; `None` where that is as by default."""
        decisive = _decisive(self)
        return None if decisive == _decisive(ConfigFile()) else _hash(decisive)


def _decisive(config: ConfigFile) -> object:
    scan = config.scan
    return msgspec.to_builtins(
        (
            (scan.encoding, scan.text_field, scan.media_type, scan.same_site),
            (sorted(config.rules.disable), config.rules.severity),
            (rules_in_force(config.policy), config.policy.overrides),
            config.suppressions,
        )
    )


def _hash(value: object) -> str:
    import json  # not needed where nothing is configured

    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()
