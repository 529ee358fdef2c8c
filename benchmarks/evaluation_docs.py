"""Writes the tables of docs/evaluation.md anew from benchmarks/results.

A table stands between the comments `<!-- table NAME -->` and `<!-- end -->`.
"""

import argparse
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from benchmarks.authorship import AuthorshipBenchmark, mean_table
from benchmarks.files import ROOT
from benchmarks.pages import PagesBenchmark, corrected_table
from labeler.classifier.evaluate_tables import Table, authorship_tables, page_tables

RESULTS = ROOT / "benchmarks" / "results"
PAGE = ROOT / "docs" / "evaluation.md"
_PLACE = re.compile(r"(<!-- table ([\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def tables(results: Path) -> dict[str, Table]:
    """The tables of all results by name. Raises OSError or msgspec.DecodeError."""
    pages = msgspec.json.decode((results / "pages.json").read_bytes(), type=PagesBenchmark)
    authors = msgspec.json.decode(
        (results / "authorship.json").read_bytes(), type=AuthorshipBenchmark
    )
    return dict(_page_tables(pages)) | dict(_authorship_tables(authors))


def _page_tables(found: PagesBenchmark) -> Iterator[tuple[str, Table]]:
    for mode, result in found.modes.items():
        labels, _, languages = page_tables(result)
        yield f"pages-{mode}", _with_origin(labels, found.command, found.machine)
        yield f"pages-{mode}-languages", languages
    for mode, figures in found.corrected.items():
        yield f"pages-{mode}-corrected", corrected_table(mode, figures)


def _authorship_tables(found: AuthorshipBenchmark) -> Iterator[tuple[str, Table]]:
    names = ["all", *found.result.by]
    shown = dict(zip(names, authorship_tables(found.result), strict=True))
    _, means = mean_table(found.result, found.language_not_trained)
    yield "authorship-means", _with_origin(means, found.command, found.machine)
    marked = _marked(shown["source+lang"], found.language_not_trained)
    yield "authorship-pairs", marked._replace(rows=[row for row in marked.rows if row[3] != "-"])
    people = [row for row in shown["source"].rows if row[2] == "0"]
    columns = [0, 1, 8, 10]
    yield (
        "authorship-people",
        Table(
            "sources by people alone",
            tuple(shown["source"].columns[at] for at in columns),
            [tuple(row[at] for at in columns) for row in people],
        ),
    )
    for name in ("domain", "generator", "length"):
        yield f"authorship-{name}", shown[name]


def _marked(table: Table, names: list[str]) -> Table:
    rows = [(f"{row[0]} *" if row[0] in names else row[0], *row[1:]) for row in table.rows]
    return table._replace(rows=rows, notes=(*table.notes, "* language not trained"))


def _with_origin(table: Table, command: str, machine: Mapping[str, object]) -> Table:
    made = f"Made by `{command}` on {machine['processor']}, {machine['cores']} cores."
    return table._replace(notes=(*table.notes, made))


def markdown(table: Table) -> str:
    """The table as Markdown, its title above and its notes below."""
    lines = [table.columns, ("---", *["--:"] * (len(table.columns) - 1)), *table.rows]
    rows = ["| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines]
    notes = "  \n".join(table.notes)
    return "\n".join([f"**{table.title}**", "", *rows, "", *([notes, ""] if notes else [])])


def filled(text: str, made: Mapping[str, Table]) -> str:
    """`text` with each marked table written anew. Raises KeyError for an unknown name."""
    return _PLACE.sub(lambda place: place[1] + markdown(made[place[2]]) + place[3], text)


def main() -> int:
    argparse.ArgumentParser(description=__doc__).parse_args()
    PAGE.write_text(filled(PAGE.read_text("utf-8"), tables(RESULTS)), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
