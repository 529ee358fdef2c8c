"""What a run goes by: the configuration file, and the command line over it."""

from typing import Any, get_args

import msgspec
from msgspec.structs import replace

from labeler.config.schema import Config
from labeler.document import MediaType
from labeler.errors import UsageError
from labeler.policy.schema import FailOn, Preset

COMMAND_LINE = "command line"


class CommandLine(msgspec.Struct, frozen=True, kw_only=True):
    """What options say, `None` where they are not given. Each replaces the file's value."""

    exclude: tuple[str, ...] | None = None
    encoding: str | None = None
    text_field: str | None = None
    media_type: MediaType | None = None
    same_site: bool | None = None
    rules: tuple[str, ...] | None = None
    model: str | None = None
    presets: tuple[str, ...] | None = None
    """`--policy`."""
    fail_on: tuple[str, ...] | None = None
    baseline: str | None = None


_FIELDS = {
    "exclude": ("scan", "exclude"),
    "encoding": ("scan", "encoding"),
    "text_field": ("scan", "text_field"),
    "media_type": ("scan", "media_type"),
    "same_site": ("scan", "same_site"),
    "rules": ("rules", "paths"),
    "model": ("model", None),
    "presets": ("policy", "presets"),
    "fail_on": ("policy", "fail_on"),
    "baseline": ("baseline", None),
}
"""Where each option's value goes: section and field."""


def effective(config: Config, given: CommandLine) -> Config:
    """The configuration with the options that are given put over it.

    Raises UsageError for a policy or criterion that does not exist.
    """
    _check("--policy", given.presets, get_args(Preset))
    _check("--fail-on", given.fail_on, get_args(FailOn))
    places = dict(config.places)
    for option, (section, field) in _FIELDS.items():
        value: Any = getattr(given, option)
        if value is None:
            continue
        key = section if field is None else f"{section}.{field.replace('_', '-')}"
        places[key] = COMMAND_LINE
        if field is not None:
            value = replace(getattr(config, section), **{field: value})
        config = replace(config, **{section: value})
    return replace(config, places=places)


def _check(option: str, given: tuple[str, ...] | None, known: tuple[str, ...]) -> None:
    for name in given or ():
        if name not in known:
            from labeler.config.problem import nearest

            raise UsageError(f"no {option} {name!r}{nearest(name, known)}")
