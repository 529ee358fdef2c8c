"""How often pages and texts by people are said to be declared as made by AI.

Real pages hardly ever disclose AI, and texts known to be by people never do, so what is found is
few enough to be read: each is printed with its id and the rules, and with --show with its words.
A page that does disclose counts as well; who runs this says which those are.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from benchmarks.files import command_line, write_results
from benchmarks.machine import machine
from labeler import Labeler
from labeler.classifier.gold import read_lines
from labeler.report.schema import Report

PEOPLE = ("human", "article")
"""Labels of texts by people; the paragraphs of multilingual/ are `article`."""
DECLARED = ("declared", "residue")
_SHOWN_CHARS = 160


class Row(msgspec.Struct, frozen=True):
    """A page of ../shared/data/pages, or a text of ../shared/data/ai or multilingual."""

    page_id: str = ""
    id: str = ""
    html: str = ""
    text: str = ""
    label: str = "human"
    """Of a text; those by AI, or by both, are left out."""


class Alarm(msgspec.Struct, frozen=True):
    """A document of which some segment is called AI-made for what is declared."""

    id: str
    segments: int
    """That are called so."""
    of: int
    rules: tuple[str, ...]


class Outcome(msgspec.Struct, frozen=True):
    """What a file of documents gave."""

    documents: int
    alarms: tuple[Alarm, ...]


class Results(msgspec.Struct, frozen=True):
    """Outcomes by the name of the file, and where they come from."""

    command: str
    machine: Mapping[str, object]
    outcomes: dict[str, Outcome]


def documents(path: Path) -> Iterator[tuple[str, Row]]:
    """Yield the pages of a file of JSON lines, or its texts by people, with what to call each.

    Raises DataError if the file cannot be read, msgspec.ValidationError for other rows.
    """
    for number, line in read_lines(path):
        row = msgspec.json.decode(line, type=Row)
        if row.label in PEOPLE:
            yield row.page_id or row.id or f"line {number}", row


def alarm(name: str, report: Report) -> tuple[Alarm, Sequence[str]] | None:
    """What is called AI-made on a page as declared, and the wordings that say so; else None."""
    called = [s for s in report.segments if s.label == "ai_report" and s.basis in DECLARED]
    if not called:
        return None
    said = [
        (evidence.name, segment.text or "")
        for segment in report.segments
        for evidence in segment.evidence
        if evidence.role in ("disclosure", "residue") and evidence.verdict
    ]
    rules = tuple(sorted({rule for rule, _ in said}))
    words = tuple(dict.fromkeys(" ".join(text.split())[:_SHOWN_CHARS] for _, text in said))
    return Alarm(name, len(called), len(report.segments), rules), words


def outcome(labeler: Labeler, rows: Iterable[tuple[str, Row]], *, show: bool) -> Outcome:
    """Scan each document, and print those that alarm as they are found."""
    count = 0
    alarms: list[Alarm] = []
    for name, row in rows:
        count += 1
        report = labeler.scan_html(row.html) if row.html else labeler.scan_text(row.text)
        if found := alarm(name, report):
            told, words = found
            alarms.append(told)
            print(f"  {told.id}: {told.segments} of {told.of} segments, {', '.join(told.rules)}")
            for said in words if show else ():
                print(f"    {said}")
    return Outcome(count, tuple(alarms))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", nargs="+", type=Path, metavar="FILE.jsonl.gz")
    parser.add_argument("--show", action="store_true", help="the wordings, too")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    options = parser.parse_args()
    labeler = Labeler()
    outcomes: dict[str, Outcome] = {}
    for path in options.documents:
        name = path.name.removesuffix(".jsonl.gz")
        found = outcomes[name] = outcome(labeler, documents(path), show=options.show)
        print(f"{name}: {len(found.alarms)} of {found.documents} documents", flush=True)
    if options.json:
        command = command_line("benchmarks.alarms")
        write_results(options.json, Results(command, machine(), outcomes))
    return 0


if __name__ == "__main__":
    sys.exit(main())
