"""`labeler baseline`: keep the findings that are known in a file."""

import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from labeler.bar import progress_bar
from labeler.cli.caching import cache_of
from labeler.cli.configured import ConfigFile, configured, labeler_of, options_of, policy_of
from labeler.cli.exit_codes import UNREADABLE_INPUT
from labeler.cli.output import complain
from labeler.config import CommandLine, Config
from labeler.errors import UsageError

if TYPE_CHECKING:
    from labeler.policy.baseline import Entry, Key
    from labeler.policy.review import Question

app = typer.Typer(
    help="Keep the findings that are known, so that only new ones count.", no_args_is_help=True
)

Paths = Annotated[
    list[str] | None,
    typer.Argument(metavar="[PATH]...", help="What to scan; the working directory if none."),
]
Baseline = Annotated[
    Path | None,
    typer.Option(
        help="The file; else the configuration's, or .labeler-baseline.json.", show_default=False
    ),
]
PolicyName = Annotated[
    list[str] | None,
    typer.Option("--policy", help="A shipped policy; may be repeated.", show_default=False),
]
NeedsReview = Annotated[
    bool,
    typer.Option(
        "--needs-review", help="Also what a person should look at, for --fail-on unreviewed."
    ),
]


_HERE = (".",)


class _Scanned(NamedTuple):
    entries: "dict[Key, Entry]"
    unreadable: bool
    """Whether there was an input that could not be read."""


@app.command()
def create(
    paths: Paths = None,
    baseline: Baseline = None,
    config_file: ConfigFile = None,
    policy: PolicyName = None,
    needs_review: NeedsReview = False,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Scan, and write down all findings as known."""
    from labeler.policy.baseline import write_baseline

    config = _config(paths, baseline, config_file, policy, needs_review)
    target = _target(config)
    if target.exists() and not force:
        raise UsageError(f"{target}: is there; `labeler baseline update` adds to it (or --force)")
    found = _scan(paths, config, target)
    write_baseline(target, found.entries)
    typer.echo(f"{target}: {len(found.entries)} known")
    _end(found)


@app.command()
def update(
    paths: Paths = None,
    baseline: Baseline = None,
    config_file: ConfigFile = None,
    policy: PolicyName = None,
    needs_review: NeedsReview = False,
) -> None:
    """Scan, and add the findings that are new. Entries that are there stay as they are."""
    from labeler.policy.baseline import read_baseline, write_baseline

    config = _config(paths, baseline, config_file, policy, needs_review)
    target = _target(config)
    known = read_baseline(target)
    found = _scan(paths, config, target)
    merged = {**found.entries, **known}
    write_baseline(target, merged)
    typer.echo(f"{target}: {len(merged) - len(known)} added, {len(merged)} known")
    _end(found)


@app.command()
def prune(
    paths: Paths = None,
    baseline: Baseline = None,
    config_file: ConfigFile = None,
    policy: PolicyName = None,
    needs_review: NeedsReview = False,
) -> None:
    """Scan everything, and drop the entries whose findings are gone.

    If an input cannot be read, the file stays as it is.
    """
    from labeler.policy.baseline import read_baseline, write_baseline

    config = _config(paths, baseline, config_file, policy, needs_review)
    target = _target(config)
    known = read_baseline(target)
    found = _scan(paths, config, target)
    _end(found)
    kept = {key: entry for key, entry in known.items() if key in found.entries}
    write_baseline(target, kept)
    typer.echo(f"{target}: {len(known) - len(kept)} dropped, {len(kept)} known")


@app.command()
def audit(baseline: Baseline = None, config_file: ConfigFile = None) -> None:
    """Decide on entries that nobody has looked at: accept them, or call them false positives.

    Answers are read from standard input, a line each: y, n (a reason may follow), s to skip,
    b to go back, q to quit. What is none of these ends it, but on a terminal, where it asks again.
    Each decision is written at once; the next audit goes on from there.
    """
    from labeler.policy.baseline import read_baseline, write_baseline
    from labeler.policy.review import review

    target = _target(_config(None, baseline, config_file, None, False))

    def decide(key: "Key", entry: "Entry") -> None:
        write_baseline(target, {**read_baseline(target), key: entry})

    entries = read_baseline(target)
    decided = review(entries, _ask, decide)
    left = sum(entry.status == "todo" for entry in read_baseline(target).values())
    typer.echo(f"{target}: {decided} decided, {left} left")


def _ask(question: "Question") -> str | None:
    from labeler.policy.review import ANSWERS, is_answer
    from labeler.report.excerpt import one_line

    rule, entry = question.key.rule, question.entry
    typer.echo(f"\n{question.number} of {question.of}: {rule} in {one_line(entry.path or '?')}")
    if entry.quote:
        typer.echo(f"    {one_line(entry.quote)}")
    if entry.justification:
        typer.echo(f"    decided: {entry.status}, {one_line(entry.justification)}")
    while True:
        if sys.stdin.isatty():
            typer.echo(f"[{ANSWERS}] ", nl=False)
        line = sys.stdin.readline()
        if not sys.stdin.isatty() or not line or is_answer(line):
            return line or None


def _config(
    paths: Sequence[str] | None,
    baseline: Path | None,
    config_file: Path | None,
    policy: Sequence[str] | None,
    needs_review: bool,
) -> Config:
    given = CommandLine(
        baseline=None if baseline is None else str(baseline),
        presets=None if policy is None else tuple(policy),
        model=os.environ.get("LABELER_MODEL"),
        fail_on=("unreviewed",) if needs_review else None,
    )
    return configured(paths or _HERE, config_file, given)


def _target(config: Config) -> Path:
    from labeler.policy.baseline import DEFAULT_NAME

    return Path(config.baseline or os.path.join(config.base, DEFAULT_NAME))


def _scan(paths: Sequence[str] | None, config: Config, target: Path) -> "_Scanned":
    """All findings, but those that the configuration suppresses, as entries of `target`."""
    from labeler.policy import load_accepted
    from labeler.policy.collect import EntryCollector
    from labeler.run.begin import Request, begin, number_of_files
    from labeler.run.write import write_outcomes

    suppressed = load_accepted(None, config.suppressions, config.base)
    for notice in suppressed.notices:
        complain(notice)
    request = Request(
        paths or _HERE,
        options_of(config),
        partial(labeler_of, config),
        policy_of(config),
        suppressed,
        config_sha256=config.sha256,
        cache=cache_of(config, paths or _HERE, None),
        same_site=config.scan.same_site,
    )
    collector = EntryCollector(target)
    with progress_bar("scanning", "files", partial(number_of_files, request)) as advance:
        totals = write_outcomes(
            begin(request, advance),
            [collector],
            policy=request.policy,
            accepted=suppressed,
            complain=complain,
        )
    return _Scanned(collector.entries, totals.unreadable)


def _end(found: "_Scanned") -> None:
    if found.unreadable:
        raise typer.Exit(UNREADABLE_INPUT)
