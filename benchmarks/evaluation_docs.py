"""Writes the tables and pictures of docs/evaluation.md and README.md anew from benchmarks/results.

A table stands between the comments `<!-- table NAME -->` and `<!-- end -->`.
"""

import argparse
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeVar

import msgspec

from benchmarks import attacks, authorship_peer_figures, extraction, page_peers, sizes, spliced
from benchmarks.authorship import AuthorshipBenchmark, mean_table
from benchmarks.authorship_goals import goal_table
from benchmarks.authorship_scores import AuthorshipScores, judged_again
from benchmarks.extraction import ExtractionBenchmark
from benchmarks.files import ROOT
from benchmarks.pages import PagesBenchmark, corrected_table
from benchmarks.pieces import pieces_table
from labeler.classifier.evaluate_plot import authorship_plot
from labeler.classifier.evaluate_tables import NONE, Table, authorship_tables, page_tables

RESULTS = ROOT / "benchmarks" / "results"
PAGES = ROOT / "docs" / "evaluation.md", ROOT / "README.md"
Results = TypeVar("Results", bound=msgspec.Struct)
_PLACE = re.compile(r"(<!-- table ([\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


class Throughput(msgspec.Struct, frozen=True):
    """What is read of the output of `benchmarks.throughput`."""

    throughput: dict[str, dict[str, float]]
    processor: str
    cores: int


def tables(results: Path) -> dict[str, Table]:
    """The tables of all results by name. Raises OSError or msgspec.DecodeError."""
    return {
        **dict(_page_tables(_read(results / "pages.json", PagesBenchmark))),
        **dict(_authorship_tables(_read(results / "authorship.json", AuthorshipBenchmark))),
        **dict(_extraction_tables(_read(results / "extraction.json", ExtractionBenchmark))),
        **dict(_peer_tables(results)),
        "attacks": _attack_table(_read(results / "attacks.json", attacks.AttackBenchmark)),
        "spliced": _spliced_table(_read(results / "spliced.json", spliced.SplicedBenchmark)),
        "speed": _speed_table(_read(results / "throughput.json", Throughput)),
        **dict(_readme_tables(results)),
    }


def pictures(results: Path) -> dict[str, str]:
    """The pictures as SVG, by their names in docs/. Raises OSError or msgspec.DecodeError."""
    scores = _read(results / "authorship_scores.json", AuthorshipScores)
    return {
        "peers-pages.svg": page_peers.plot(
            _read(results / "page_peers.json", page_peers.PagePeers),
            page_peers.read_held_out(results / "pages.json"),
        ),
        "authorship-curves.svg": authorship_plot(list(judged_again(scores))),
        "throughput-sizes.svg": sizes.plot(_read(results / "sizes.json", sizes.Sizes)),
    }


def _read(file: Path, kind: type[Results]) -> Results:
    return msgspec.json.decode(file.read_bytes(), type=kind)


def _page_tables(found: PagesBenchmark) -> Iterator[tuple[str, Table]]:
    for mode, result in found.modes.items():
        labels, _, languages = page_tables(result)
        yield f"pages-{mode}", _with_origin(labels, found.command, found.machine)
        yield f"pages-{mode}-languages", languages
    for mode, figures in found.corrected.items():
        yield f"pages-{mode}-corrected", corrected_table(mode, figures)
    yield "pages-pieces", pieces_table(found.pieces)


def _authorship_tables(found: AuthorshipBenchmark) -> Iterator[tuple[str, Table]]:
    names = ["all", *found.result.by]
    shown = dict(zip(names, authorship_tables(found.result), strict=True))
    _, means = mean_table(found.result, found.language_not_trained, found.mean_long_enough)
    yield "authorship-means", _with_origin(means, found.command, found.machine)
    yield "authorship-goals", _with_origin(goal_table(found.goals), found.command, found.machine)
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


def _extraction_tables(found: ExtractionBenchmark) -> Iterator[tuple[str, Table]]:
    by_set, costs = extraction.tables(found)
    yield "extraction", _with_origin(by_set, found.command, found.machine)
    yield "extraction-costs", costs


def _peer_tables(results: Path) -> Iterator[tuple[str, Table]]:
    pages = _read(results / "page_peers.json", page_peers.PagePeers)
    held_out_pages = page_peers.read_held_out(results / "pages.json")
    shown = page_peers.table(pages, held_out_pages)
    yield "peers-pages", _with_origin(shown, pages.command, pages.machine)
    texts = _read(results / "authorship_peers.json", authorship_peer_figures.AuthorshipPeers)
    held_out_texts = authorship_peer_figures.read_held_out(results / "authorship.json")
    found = authorship_peer_figures.tables(texts, held_out_texts)
    yield "peers-authorship", _with_origin(found["means"], texts.command, texts.machine)
    yield "peers-authorship-ranking", found["ranking"]
    yield "peers-authorship-decisions", found["decisions"]


def _attack_table(found: attacks.AttackBenchmark) -> Table:
    return _with_origin(attacks.table(found), found.command, found.machine)


def _spliced_table(found: spliced.SplicedBenchmark) -> Table:
    return _with_origin(spliced.table(found), found.command, found.machine)


def _speed_table(found: Throughput) -> Table:
    rows = [
        (
            form,
            f"{figures['pages']:.0f}",
            f"{figures['megabytes']:.1f}",
            f"{figures['megabytes_per_second']:.1f}",
            f"{figures['pages_per_second']:.0f}",
            *(
                f"{figures[name]:g}" if name in figures else NONE
                for name in ("trafilatura_pages_per_second", "times_trafilatura")
            ),
        )
        for form, figures in found.throughput.items()
    ]
    columns = ("form", "pages", "MB", "MB/s", "pages/s", "trafilatura's", "times trafilatura")
    note = f"On {found.processor}, {found.cores} cores."
    return Table("a scan, from reading to JSON", columns, rows, (note,))


def _readme_tables(results: Path) -> Iterator[tuple[str, Table]]:
    """What stands in README.md: labeler beside its peers, in a few columns."""
    found = _read(results / "extraction.json", ExtractionBenchmark)
    by_set, _ = extraction.tables(found)
    pages = found.speed[extraction.OURS].pages_per_second
    measured = sum(one.pages for one in found.figures[extraction.OURS].values())
    rows: list[tuple[str, ...]] = [
        (row[0], row[-2], row[-1], f"{found.speed[row[0]].pages_per_second / pages:.2g}")
        for row in by_set.rows
    ]
    articles = Table(
        f"The article on {measured:,} pages of three sets that the model never learnt from",
        ("extractor", "F1", "weakest set", "pages/s, labeler = 1"),
        rows,
        (_against_trafilatura(_read(results / "throughput.json", Throughput)),),
    )
    yield "readme-articles", _with_origin(articles, found.command, found.machine)
    texts = _read(results / "authorship_peers.json", authorship_peer_figures.AuthorshipPeers)
    held_out = authorship_peer_figures.read_held_out(results / "authorship.json")
    means = authorship_peer_figures.tables(texts, held_out)["means"]
    languages = {"en": "English", "zh": "Chinese"}
    columns = ("detector", "", "AUROC", "people accused", "worst source", "models found")
    authors = Table(
        "Who wrote it: means over sources",
        columns,
        [
            (row[0], f"{languages[row[2]]}, {row[3]} sources", row[5], row[8], row[9], row[10])
            for row in means.rows
            if row[2] in languages
        ],
        tuple(note for note in means.notes if note.startswith(authorship_peer_figures.OURS)),
    )
    yield "readme-authors", _with_origin(authors, texts.command, texts.machine)


def _against_trafilatura(found: Throughput) -> str:
    times = found.throughput["html"]["times_trafilatura"]
    return (
        "Many pages in one run, from files to JSON reports: "
        f"{times:g} times trafilatura's pages a second (`python -m benchmarks.throughput`)"
    )


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
    made = tables(RESULTS)
    for page in PAGES:
        page.write_text(filled(page.read_text("utf-8"), made), "utf-8")
    for name, picture in pictures(RESULTS).items():
        (ROOT / "docs" / name).write_text(picture, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
