"""`labeler corrections`: what reviewers decided, handed on."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from labeler.cli.choice import chosen
from labeler.cli.output import open_output
from labeler.cli.review import DEFAULT_CORRECTIONS, Reports

if TYPE_CHECKING:
    from labeler.corrections.reviewed import ReviewedDocument
    from labeler.corrections.stats import Stats

app = typer.Typer(
    help="Make baselines, training data and statistics of reviewers' decisions.",
    no_args_is_help=True,
)
Corrections = Annotated[Path, typer.Option(help="The file that `labeler review` wrote.")]
Output = Annotated[
    Path | None,
    typer.Option(help="Write to this file instead of standard output.", show_default=False),
]
FORMATS = ("label-studio", "prodigy", "argilla", "webanno", "corpus", "pages", "texts")
_LISTS = ("label-studio", "webanno")
"""Formats that are one JSON list; the others have a line for each."""


@app.command()
def stats(
    reports: Reports,
    corrections: Corrections = DEFAULT_CORRECTIONS,
    format_name: Annotated[
        str, typer.Option("--format", metavar="text|json", help="How to write it.")
    ] = "text",
    output: Output = None,
) -> None:
    """Show what was accepted and changed, each rule's precision, and how far reviewers agree."""
    from labeler.corrections.stats import stats_of
    from labeler.report.encode import encode

    chosen("format", format_name, ("text", "json"))
    found = stats_of(_documents(reports, corrections))
    data = encode(found) + b"\n" if format_name == "json" else _stats_text(found).encode()
    with open_output(output) as stream:
        stream.write(data)


@app.command()
def export(
    reports: Reports,
    format_name: Annotated[
        str, typer.Option("--format", metavar="|".join(FORMATS), help="What to write.")
    ],
    corrections: Corrections = DEFAULT_CORRECTIONS,
    output: Output = None,
) -> None:
    """Write decided segments for an annotation tool, for `rules test --corpus`, or for `train`."""
    from labeler.report.encode import encode

    chosen("format", format_name, FORMATS)
    lines = (encode(one) for one in _exporter(format_name)(_documents(reports, corrections)))
    with open_output(output) as stream:
        if format_name in _LISTS:
            stream.write(b"[")
            for number, line in enumerate(lines):
                stream.write((b",\n" if number else b"\n") + line)
            stream.write(b"\n]\n")
            return
        for line in lines:
            stream.write(line + b"\n")


@app.command()
def apply(
    reports: Reports,
    baseline: Annotated[Path, typer.Option(help="The baseline to add to; made if missing.")],
    corrections: Corrections = DEFAULT_CORRECTIONS,
) -> None:
    """Mark findings in the baseline that reviewers found to be wrong, or looked at as asked.

    Entries that a person decided on before stay as they are.
    """
    from labeler.corrections.apply import baseline_entries
    from labeler.policy.baseline import read_baseline, write_baseline

    known = read_baseline(baseline) if baseline.exists() else {}
    decided = {key: entry for key, entry in known.items() if entry.status != "todo"}
    found = baseline_entries(_documents(reports, corrections), baseline)
    merged = {**known, **found, **decided}
    write_baseline(baseline, merged)
    new = sum(key not in decided for key in found)
    typer.echo(f"{baseline}: {new} decided, {len(merged)} entries")


def _documents(reports: list[Path], corrections: Path) -> "Iterator[ReviewedDocument]":
    from labeler.corrections.log import read_decisions
    from labeler.corrections.reviewed import given_reports, reviewed_documents
    from labeler.corrections.standing import Standing

    standing = Standing(read_decisions(corrections))
    return reviewed_documents(given_reports(reports, corrections), standing)


def _exporter(name: str) -> "Callable[[Iterable[ReviewedDocument]], Iterator[Any]]":
    if name in ("corpus", "pages", "texts"):
        from labeler.corrections import gold

        return {"corpus": gold.corpus_lines, "pages": gold.gold_pages, "texts": gold.gold_texts}[
            name
        ]
    from labeler.corrections.export import FORMATS as OTHERS

    return OTHERS[name]


def _stats_text(stats: "Stats") -> str:
    from labeler.corrections.agreement import kappa_text
    from labeler.report.excerpt import one_line

    lines = [
        f"{stats.segments} segments decided in {stats.documents} documents: {stats.accepted} "
        f"accepted, {stats.changed} changed, {stats.open} open"
    ]
    lines += [f"  {one_line(who)}: {number}" for who, number in stats.reviewers.items()]
    for label in stats.labels:
        if label.precision is not None:
            became = ", ".join(f"{n} {name}" for name, n in label.became.items())
            lines.append(f"{label.label}: {label.right} of {label.reviewed} right ({became})")
    for rule in stats.rules:
        lines.append(f"{rule.rule}: {rule.right} right, {rule.wrong} wrong ({rule.precision:.0%})")
        lines += [
            f"  {one_line(one.place)}: {one.label}: {one_line(one.quote)}"
            for one in rule.wrong_instances
        ]
    for pair in stats.agreement:
        one, other = one_line(pair.one), one_line(pair.other)
        same = f"the same on {pair.same} of {pair.segments}"
        lines.append(f"{one} and {other}: {same}, kappa {kappa_text(pair.kappa)}")
        lines += [
            f"  {label}: {one} {on.one}, {other} {on.other}, both {on.both}, "
            f"kappa {kappa_text(on.kappa)}"
            for label, on in pair.per_label.items()
        ]
    return "\n".join(lines) + "\n"
