"""What a configuration says, as the labeler and the readers take it."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from labeler.cli.reading import known_media_type
from labeler.config import CommandLine, Config, effective, load_config
from labeler.config.effective import COMMAND_LINE

if TYPE_CHECKING:
    from labeler.policy import Policy
    from labeler.read import ReadOptions
    from labeler.scanner import Labeler

ConfigFile = Annotated[
    Path | None,
    typer.Option(
        "--config",
        help="Configuration file; else .labeler.yaml or pyproject.toml, found upward.",
        show_default=False,
    ),
]


def configured(paths: Sequence[str], named: Path | None, given: CommandLine) -> Config:
    """What a run on `paths` goes by: the options, over the configuration of the first path."""
    return effective(load_config(Path(paths[0]), named), given)


def labeler_of(config: Config) -> "Labeler":
    """The labeler with the rules and the model of a configuration."""
    from labeler.rules import Overrides
    from labeler.scanner import Labeler

    return Labeler(
        rules=tuple(map(Path, config.rules.paths)),
        overrides=Overrides(config.rules.disable, config.rules.severity, f"{config.file}: rules"),
        model=None if config.model is None else Path(config.model),
        config_sha256=config.sha256,
    )


def policy_of(config: Config) -> "Policy":
    """The policy of a configuration. It loads rules only where the user has a say in them."""
    from labeler.policy import build_policy

    if not (config.rules.paths or config.rules.severity):
        return build_policy(config.policy, config.base)
    from labeler.policy.severities import rules_on_hits

    return build_policy(config.policy, config.base, rules_on_hits(labeler_of(config).rules))


def options_of(config: Config, headers: Path | None = None) -> "ReadOptions":
    """How a configuration wants inputs to be read; `headers` is a file of HTTP headers.

    Raises InputError if that cannot be read.
    """
    from labeler.read import ReadOptions, read_headers

    scan = config.scan
    return ReadOptions(
        encoding=scan.encoding,
        text_field=scan.text_field,
        media_type=scan.media_type,
        excludes=scan.exclude,
        exclude_base=None if config.places.get("scan.exclude") == COMMAND_LINE else config.base,
        headers=None if headers is None else read_headers(str(headers)),
    )


def reading_line(
    *,
    encoding: str | None,
    text_field: str | None,
    media_type: str | None,
    rules: Sequence[Path] | None,
    model: Path | None,
    exclude: Sequence[str] | None = None,
    same_site: bool | None = None,
) -> CommandLine:
    """What the options say that commands which read documents share.

    Raises UsageError for an unknown media type.
    """
    return CommandLine(
        exclude=given(exclude),
        encoding=encoding,
        text_field=text_field,
        media_type=known_media_type(media_type),
        same_site=same_site,
        rules=given(rules),
        model=None if model is None else str(model),
    )


def given(values: Sequence[object] | None) -> tuple[str, ...] | None:
    """The values of an option that may be repeated, None where there is none."""
    return tuple(map(str, values)) if values else None
