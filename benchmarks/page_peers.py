"""How well labeler and its peers find the article on the same HTML pages, and at what cost.

An extractor gives a text; the gold gives labels of segments. A gold segment counts as `article`
for an extractor when its text, without white space, case and compatibility forms, stands in the
extractor's output:

- The lines of the output and the gold segments are aligned as scanned segments are
  (`labeler.classifier.evaluate_pages.by_text`): equal ones in order, then what was cut
  differently within the gap, and on the whole output if it has 15 characters or more. A shorter
  one must be a whole line, list markers apart: `Home` is not found in a sentence on homes.
- A segment of 30 or more characters that is not found whole counts as well when at least half
  of its runs of 15 characters stand anywhere in the output: a link or a date left out of a
  paragraph does not lose it.
- Most extractors keep the headline apart from the text. It is given to all: where an extractor
  found any article, gold article that says what the page's title or an h1 says counts as found.

All else counts as boilerplate. `labeler extract` is measured in just this way, but the shipped
model may have learnt from these pages. The row `labeler` is the labels of its segments, held out
by publisher, as `benchmarks.pages` found them (`--held-out`); only its speed and memory are from
this run, from HTML to the JSON report.

Each extractor runs in a process of its own (`benchmarks.peer_run`), several times, in turns:
speed is processor time, that of the fastest. Those that are not installed are left out.
"""

import argparse
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from benchmarks.articles import wanted
from benchmarks.files import ROOT, command_line, give_results, say, shared
from benchmarks.machine import machine
from benchmarks.peer_run import EXTRACT, EXTRACTORS, SCAN, PeerRun
from benchmarks.peers import PEERS, installed_version
from labeler.classifier.evaluate_chart import PALETTE, Axis, Panel, svg
from labeler.classifier.evaluate_pages import (
    LabelFigures,
    PageFigures,
    PagesResult,
    by_text,
    count,
    figures,
)
from labeler.classifier.evaluate_tables import Table, number
from labeler.classifier.gold import GoldPage, GoldSegment, comparable, read_pages
from labeler.document import Span
from labeler.evidence import Label
from labeler.extract.title import same_words

HELD_OUT = ROOT / "benchmarks" / "results" / "pages.json"
_TELLING_CHARS = _RUN = 15
_LIST_MARKER = re.compile(r"^\s*[-*+•·–]\s+")
_COVERED_CHARS = 30
_COVERED = 0.5


class PeerFigures(msgspec.Struct, frozen=True):
    """What one extractor reached and cost."""

    segments: LabelFigures | None
    """Article by segment; None for labeler's own labels, which are measured held out."""
    characters: LabelFigures | None
    pages_per_second: float
    """Of processor time, on one core."""
    megabytes_per_second: float
    peak_mib: float
    refused: list[str]
    """Pages that it raised an error on."""
    version: str


class PagePeers(msgspec.Struct, frozen=True):
    """What the benchmark found."""

    command: str
    data: str
    pages: int
    peers: dict[str, PeerFigures]
    machine: dict[str, object]


class HeldOut(msgspec.Struct, frozen=True):
    """What is read of the results of `benchmarks.pages`."""

    command: str
    data: str
    modes: dict[str, PagesResult]

    @property
    def html(self) -> PageFigures:
        """Labels of segments in HTML, all pages."""
        return self.modes["html"].all


class Line(NamedTuple):
    """A line of an extractor's output, as `by_text` reads segments."""

    text: str
    label: Label = "human_article"
    span: Span = Span(0, 0)


def given_labels(
    page: GoldPage, text: str, headlines: frozenset[str]
) -> Iterator[tuple[GoldSegment, Label | None]]:
    """Pair each gold segment with `human_article` or None by an extractor's output.

    `headlines` are what title and h1 say, as `same_words` writes it.
    """
    lines = [Line(_LIST_MARKER.sub("", line)) for line in text.split("\n") if line.strip()]
    whole_lines = {comparable(line.text) for line in lines}
    runs = _runs(comparable(text))
    for gold, label in by_text(page.segments, lines):
        headline = gold.label == "article" and same_words(gold.text) in headlines
        wanted_text = comparable(gold.text)
        if len(wanted_text) < _TELLING_CHARS:
            found = wanted_text in whole_lines and label is not None
        else:
            found = label is not None or _covered(wanted_text, runs)
        yield gold, "human_article" if found or (lines and headline) else None


def _covered(text: str, runs: set[str]) -> bool:
    own = _runs(text)
    return len(text) >= _COVERED_CHARS and len(own & runs) >= _COVERED * len(own)


def _runs(text: str) -> set[str]:
    return {text[at : at + _RUN] for at in range(len(text) - _RUN + 1)}


def article_figures(pages: Sequence[GoldPage], texts: Sequence[str]) -> PageFigures:
    """How well the outputs `texts` say what is article on `pages`."""
    counts = []
    for page, text in zip(pages, texts, strict=True):
        found = wanted(page)
        headlines = found.headlines if found else frozenset[str]()
        counts.append(count(given_labels(page, text, headlines)))
    return figures(counts)


def run_apart(name: str, file: Path) -> PeerRun:
    """Run an extractor in a fresh interpreter. Raises CalledProcessError if it dies."""
    command = [sys.executable, "-m", "benchmarks.peer_run", name, str(file.resolve())]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    return msgspec.json.decode(done.stdout, type=PeerRun)


def measure(file: Path, names: Sequence[str], rounds: int) -> dict[str, PeerFigures]:
    """Run the extractors that are installed, in turns, so that other load slows all alike."""
    pages = [page for page in read_pages(file) if page.html]
    versions = {name: installed_version(name if name in PEERS else "labeler") for name in names}
    installed = {name: version for name, version in versions.items() if version}
    for name in set(names).difference(installed):
        say(f"{name}: not installed, left out")
    runs: dict[str, list[PeerRun]] = {name: [] for name in installed}
    for _ in range(rounds):
        for name, found in runs.items():
            found.append(run_apart(name, file))
            say(f"{name}: {len(pages) / max(found[-1].seconds, 1e-9):.1f} pages/s")
    return {name: _figures(name, installed[name], pages, found) for name, found in runs.items()}


def _figures(
    name: str, version: str, pages: Sequence[GoldPage], runs: Sequence[PeerRun]
) -> PeerFigures:
    run = min(runs, key=lambda run: run.seconds)
    found = None if name == SCAN else article_figures(pages, run.texts)
    return PeerFigures(
        segments=found.segments["article"] if found else None,
        characters=found.characters["article"] if found else None,
        pages_per_second=round(len(run.texts) / max(run.seconds, 1e-9), 1),
        megabytes_per_second=round(run.megabytes / max(run.seconds, 1e-9), 2),
        peak_mib=round(run.peak_mib, 1),
        refused=run.refused,
        version=version,
    )


def with_held_out(found: PagePeers, held_out: HeldOut | None) -> dict[str, PeerFigures]:
    """The figures with labeler's held-out ones in place, best first by character.

    Without those of the same pages, its own labels are left out.
    """
    peers = dict(found.peers)
    scan = peers.pop(SCAN, None)
    if scan and held_out and (held_out.data, held_out.html.pages) == (found.data, found.pages):
        peers[SCAN] = msgspec.structs.replace(
            scan,
            segments=held_out.html.segments["article"],
            characters=held_out.html.characters["article"],
        )
    return dict(sorted(peers.items(), key=lambda item: -_f1(item[1].characters)))


def _f1(found: LabelFigures | None) -> float:
    return found.f1 if found else 0.0


def table(found: PagePeers, held_out: HeldOut | None) -> Table:
    """Article F1, speed and memory by extractor."""
    notes = [f"{SCAN}: its labels, held out by publisher ({held_out.command})"] if held_out else []
    if EXTRACT in found.peers:
        notes.append(f"{EXTRACT}: the shipped model may have learnt from these pages")
    return Table(
        f"the article in HTML, {found.pages} pages",
        (
            *("extractor", "version", "precision", "recall", "F1", "by chars: precision"),
            *("recall", "F1", "pages/s", "MB/s", "peak MiB", "refused"),
        ),
        [
            (name, peer.version, *_cells(peer.segments), *_cells(peer.characters), *_costs(peer))
            for name, peer in with_held_out(found, held_out).items()
        ],
        tuple(notes),
    )


def _cells(found: LabelFigures | None) -> tuple[str, str, str]:
    figures = (found.precision, found.recall, found.f1) if found else (None, None, None)
    precision, recall, f1 = map(number, figures)
    return precision, recall, f1


def _costs(peer: PeerFigures) -> tuple[str, ...]:
    return (
        f"{peer.pages_per_second:.0f}",
        f"{peer.megabytes_per_second:.1f}",
        f"{peer.peak_mib:.0f}",
        str(len(peer.refused)),
    )


def plot(found: PagePeers, held_out: HeldOut | None) -> str:
    """Article F1 by character against pages a second, as SVG: up and to the right is better."""
    peers = with_held_out(found, held_out)
    slowest = min(peer.pages_per_second for peer in peers.values())
    fastest = max(peer.pages_per_second for peer in peers.values())
    speeds = [tick for tick in (1, 3, 10, 30, 100, 300, 1000) if slowest / 4 < tick < fastest * 4]
    lowest = min(0.8, int(20 * min(_f1(peer.characters) for peer in peers.values())) / 20)
    panel = Panel(
        (70, 40, 560, 380),
        f"The article in HTML: {found.pages} news pages",
        Axis("pages a second of processor time", slowest / 2, fastest * 3, speeds, log=True),
        Axis("article F1 by character", lowest, 1.0, [0.05 * n for n in range(21)]),
    )
    marks = panel.marks(
        [
            (
                (peer.pages_per_second, _f1(peer.characters)),
                f"{name} *" if name == EXTRACT else name,
                PALETTE[0] if name in (SCAN, EXTRACT) else PALETTE[1],
            )
            for name, peer in peers.items()
        ]
    )
    note = "* the shipped model may have learnt from these pages; labeler: held out by publisher"
    return svg((700, 500), [*panel.frame(), *marks, panel.note(note)])


def read_held_out(file: Path) -> HeldOut | None:
    """The results of `benchmarks.pages`, if there are any."""
    return msgspec.json.decode(file.read_bytes(), type=HeldOut) if file.exists() else None


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=Path, default=shared("pages/fundus.jsonl.gz"))
    parser.add_argument(
        "--extractors", nargs="+", choices=list(EXTRACTORS), default=list(EXTRACTORS)
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--held-out", type=Path, default=HELD_OUT, help="from benchmarks.pages")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--plot", type=Path, help="draw F1 against pages/s into this SVG file")
    options = parser.parse_args(arguments)
    found = PagePeers(
        command=command_line("benchmarks.page_peers"),
        data=options.pages.name,
        pages=sum(bool(page.html) for page in read_pages(options.pages)),
        peers=measure(options.pages, options.extractors, options.rounds),
        machine=machine(),
    )
    held_out = read_held_out(options.held_out)
    give_results(found, [table(found, held_out)], options.json)
    if options.plot:
        options.plot.write_text(plot(found, held_out), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
