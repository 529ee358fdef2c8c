"""Small corpora for the tests, and runs over them."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from labeler.batch.manifest import Manifest
from labeler.batch.progress import Unwatched
from labeler.batch.run import Job, run
from labeler.batch.settings import Settings

STORY = (
    "The lighthouse keeper of Skarv counted {n} boats before noon, and wrote each of them down "
    "in a ledger that his grandmother had begun.\n\nNobody on the island remembers a summer with "
    "so many visitors. The bakery sold out by nine, {n} days in a row.\n\nAccept all cookies\n"
)


def story(number: int) -> str:
    """A short text; no two are equal."""
    return STORY.format(n=number)


def records(count: int, first: int = 0) -> list[dict[str, Any]]:
    """Records with a text and other fields."""
    return [
        {"text": story(n), "name": f"story-{n}", "url": f"https://skarv.test/{n}", "year": 1900 + n}
        for n in range(first, first + count)
    ]


def write_parquet(path: Path, count: int, rows_a_group: int = 1000, first: int = 0) -> Path:
    """A Parquet file of `records`."""
    pq.write_table(pa.Table.from_pylist(records(count, first)), path, row_group_size=rows_a_group)
    return path


def write_jsonl(path: Path, count: int, first: int = 0) -> Path:
    """A JSON Lines file of `records`."""
    path.write_bytes(json_lines(count, first))
    return path


def json_lines(count: int, first: int = 0) -> bytes:
    """`records` as JSON Lines."""
    return b"".join(json.dumps(record).encode() + b"\n" for record in records(count, first))


def label(
    inputs: Sequence[Path | str], output: Path, settings: Settings | None = None, **job: Any
) -> Manifest:
    """A run with one worker."""
    given = tuple(map(str, inputs))
    return run(Job(given, output, settings or Settings(), job.pop("jobs", 1), **job), Unwatched())


def table(output: Path, name: str) -> pa.Table:
    """A table of the output, in order."""
    return pa.concat_tables(
        [pq.read_table(path) for path in sorted((output / name).glob("*.parquet"))],
        promote_options="default",
    )


def outcome(output: Path) -> dict[str, str]:
    """Hash of every file of an output by its name, but for what may differ: timings and locks."""
    return {
        str(path.relative_to(output)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(output.rglob("*"))
        if path.is_file() and path.name not in {"timings.json", "lock", "journal.jsonl"}
    }


def failures(output: Path) -> list[dict[str, Any]]:
    """The table of errors."""
    return [json.loads(line) for line in (output / "errors.jsonl").read_bytes().splitlines()]
