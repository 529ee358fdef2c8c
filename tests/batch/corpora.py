"""Small corpora for the tests, and runs over them."""

import gzip
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

PAGE = "<html><body><main><p>Le bac n° {} est resté au port, dit le capitaine.</p></main></body>"


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


def warc_record(number: int, kind: str = "response", media_type: str = "text/html") -> bytes:
    """A record of a web archive: a page in Latin-1, which its HTTP header says, or a text."""
    if kind == "response":
        page = PAGE.format(number).encode("latin-1")
        content_type = "application/http; msgtype=response"
        head = f"HTTP/1.1 200 OK\r\nContent-Type: {media_type}; charset=iso-8859-1\r\n\r\n"
        body = head.encode() + page
    else:
        content_type = "text/plain"
        body = f"Le bac n° {number} est resté au port, dit le capitaine.".encode()
    lines = (
        *("WARC/1.0", f"WARC-Type: {kind}", f"WARC-Record-ID: <urn:uuid:{number:032}>"),
        *("WARC-Date: 2026-01-01T00:00:00Z", f"WARC-Target-URI: https://bac.test/{number}"),
        *(f"Content-Type: {content_type}", f"Content-Length: {len(body)}"),
    )
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body + b"\r\n\r\n"


def write_crawl() -> None:
    """The files that README.md and docs/batch.md name, in the working directory."""
    Path("crawl").mkdir(exist_ok=True)
    packed = b"".join(gzip.compress(warc_record(number)) for number in range(3))
    Path("crawl", "a.warc.gz").write_bytes(packed)
    write_parquet(Path("texts.parquet"), 3)
