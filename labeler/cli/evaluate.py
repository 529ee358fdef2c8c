"""`labeler evaluate`: figures on your own gold pages and gold texts."""

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from labeler.bar import progress_bar, told
from labeler.cli.choice import chosen
from labeler.cli.reading import Model
from labeler.errors import UsageError

if TYPE_CHECKING:
    from labeler.classifier.evaluate_pages import Mode
    from labeler.classifier.evaluate_tables import Table
    from labeler.classifier.gold import GoldPage
    from labeler.report.schema import ReportSegment
    from labeler.scanner import Labeler

app = typer.Typer(help="Measure rules and model on gold data.", no_args_is_help=True)

JsonOutput = Annotated[
    Path | None,
    typer.Option("--json", help="Also write the figures to this file.", show_default=False),
]


@app.command()
def pages(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE", help="Gold pages (.jsonl, .jsonl.gz).")
    ],
    mode: Annotated[
        str, typer.Option(metavar="text|html|both", help="Pages as text dumps or as HTML.")
    ] = "both",
    model: Model = None,
    json_output: JsonOutput = None,
) -> None:
    """How well article, caption and boilerplate are found, by source and language."""
    from labeler.classifier.evaluate_pages import MODES, evaluate_pages
    from labeler.classifier.evaluate_tables import page_tables
    from labeler.classifier.gold import read_pages
    from labeler.scanner import Labeler

    chosen("mode", mode, (*MODES, "both"))
    modes = [name for name in MODES if mode in (name, "both")]
    gold = [page for file in files for page in read_pages(file)]
    labeler = Labeler(model=model)
    usable = {name: _pages_for(name, gold, files) for name in modes}
    with progress_bar("scanning", "pages", lambda: sum(map(len, usable.values()))) as advance:
        results = [
            evaluate_pages(told(some, advance), name, page_scan(labeler, name))
            for name, some in usable.items()
        ]
    _write_json(json_output, {result.mode: result for result in results})
    _print([table for result in results for table in page_tables(result)])


@app.command()
def authorship(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FILE", help="Gold texts (.jsonl, .jsonl.gz).", show_default=False),
    ] = None,
    human: Annotated[
        list[Path] | None,
        typer.Option(help="Texts all written by people; may be repeated.", show_default=False),
    ] = None,
    per: Annotated[
        int, typer.Option(min=1, help="Texts of each source, language and side, at most.")
    ] = 150,
    by: Annotated[
        str,
        typer.Option(
            metavar="FIELD,...",
            help="Groupings: source, lang, domain, generator, attack, length, or joined by +.",
        ),
    ] = "source+lang,domain,generator,length",
    model: Model = None,
    json_output: JsonOutput = None,
    plot: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.svg",
            help="Also draw reliability, and ROC by source and language.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """How well prose by people and by models is told apart, and who is accused wrongly."""
    from labeler.classifier.evaluate_authorship import draw, judge
    from labeler.classifier.evaluate_groups import check_fields, summarise
    from labeler.classifier.evaluate_plot import authorship_plot, check_sides
    from labeler.classifier.evaluate_tables import authorship_tables
    from labeler.classifier.gold import read_texts
    from labeler.scanner import Labeler

    if not files and not human:
        raise UsageError("no texts to evaluate on; name a FILE or give --human FILE")
    groupings = [name.strip() for name in by.split(",") if name.strip()]
    check_fields(groupings)
    texts = [text for file in files or () for text in read_texts(file)]
    texts += [text for file in human or () for text in read_texts(file, "human")]
    if plot:
        check_sides(text.label for text in texts)
    scan = text_scan(Labeler(model=model))
    drawn = draw(texts, per)
    with progress_bar("scanning", "texts", lambda: len(drawn)) as advance:
        judged = [judge(text, scan) for text in told(drawn, advance)]
    result = summarise(judged, groupings)
    _write_json(json_output, result)
    if plot:
        _write(plot, authorship_plot(judged).encode())
    _print(authorship_tables(result))


def page_scan(labeler: "Labeler", mode: "Mode") -> "Callable[[str], Sequence[ReportSegment]]":
    """What `evaluate_pages` calls on each page."""
    if mode == "text":
        return text_scan(labeler)
    return lambda markup: labeler.scan_html(markup).segments


def text_scan(labeler: "Labeler") -> "Callable[[str], Sequence[ReportSegment]]":
    """What `judge` calls on each text."""
    return lambda text: labeler.scan_text(text).segments


def _pages_for(mode: "Mode", gold: "Sequence[GoldPage]", files: Iterable[Path]) -> "list[GoldPage]":
    """The pages that can be scanned in `mode`. Raises UsageError if there are none."""
    usable = [page for page in gold if page.segments and (mode == "text" or page.html)]
    if not usable:
        lack = "gold pages with segments" if mode == "text" else "gold pages with `html`"
        raise UsageError(f"{', '.join(map(str, files))}: no {lack} to evaluate on")
    return usable


def _write_json(output: Path | None, figures: object) -> None:
    if output is None:
        return
    import msgspec

    _write(output, msgspec.json.format(msgspec.json.encode(figures), indent=1) + b"\n")


def _write(output: Path, content: bytes) -> None:
    from labeler.cli.output import open_output

    with open_output(output) as stream:
        stream.write(content)


def _print(tables: "Sequence[Table]") -> None:
    from labeler.classifier.evaluate_tables import aligned, width

    if not sys.stdout.isatty():
        typer.echo(aligned(tables), nl=False)
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table as Shown
    from rich.text import Text

    console = Console(highlight=False)
    if console.width < max(map(width, tables)):  # rich would leave figures out
        typer.echo(aligned(tables), nl=False)
        return
    for table in tables:
        shown = Shown(
            title=table.title,
            title_justify="left",
            title_style="bold",
            box=box.SIMPLE_HEAD,
            padding=(0, 1, 0, 0),
            show_edge=False,
        )
        for at, column in enumerate(table.columns):
            shown.add_column(column, justify="right" if at else "left", no_wrap=True)
        for row in table.rows:
            shown.add_row(*map(Text, row))
        console.print(shown)
        for note in table.notes:
            console.print(Text(note, style="yellow"))
        console.print()
