"""Where the benchmarks of the classifier find their data and leave their figures."""

import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from labeler.classifier.evaluate_tables import Table, aligned

ROOT = Path(__file__).parents[1]


def shared(name: str) -> Path:
    """A file of the research data beside the checkout."""
    return ROOT.parent / "shared" / "data" / name


def command_line(module: str) -> str:
    """The command that made the figures, without the files they go to."""
    given = sys.argv[1:]
    for option in ("--json", "--scores"):
        if option in given:
            at = given.index(option)
            del given[at : at + 2]
    return " ".join(["python", "-m", module, *given])


def say(line: str) -> None:
    """Show progress."""
    print(line, file=sys.stderr, flush=True)


def give_results(found: msgspec.Struct, tables: Sequence[Table], path: Path | None) -> None:
    """Print figures as tables, and write them as JSON if a path was given for that."""
    print(aligned(tables), end="")
    if path:
        write_results(path, found)


def write_results(path: Path, found: msgspec.Struct) -> None:
    """Write figures as JSON, indented so that changes can be read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n")
