"""What a run came to: the manifest, the table of errors, and how long it took."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import msgspec

from labeler.batch.counts import Counts
from labeler.batch.journal import Journal
from labeler.batch.plan import Plan
from labeler.batch.settings import Settings, Table
from labeler.batch.slabs import Cause, Failure
from labeler.batch.sources import Source
from labeler.batch.writing import write_atomically
from labeler.report.schema import Tool

ERRORS_SHOWN = 100
ERRORS_FILE = "errors.jsonl"


class TableFiles(msgspec.Struct):
    """The files of one table of the output."""

    files: int = 0
    rows: int = 0
    bytes: int = 0
    sha256: str = ""
    """Of the hexadecimal SHA-256 of all files, in the order of their names."""


class Errors(msgspec.Struct):
    """What could not be labelled."""

    total: int = 0
    causes: dict[Cause, int] = msgspec.field(default_factory=dict)
    first: list[Failure] = msgspec.field(default_factory=list)
    """All are in the file `errors.jsonl`."""


class Manifest(msgspec.Struct, kw_only=True):
    """What a run was and what it came to. Equal runs have equal manifests."""

    manifest_version: Literal[1] = 1
    complete: bool
    """False where the run stopped before its end."""
    tool: Tool
    libraries: dict[str, str]
    settings: Settings
    inputs: tuple[str, ...]
    sources: tuple[Source, ...]
    counts: Counts
    passed_over: dict[str, int]
    """Records of web archives that hold no text, by media type."""
    tables: dict[Table, TableFiles]
    errors: Errors


class Session(msgspec.Struct, frozen=True):
    """How long the run was at work, each time that it was started."""

    started: str
    """UTC, ISO 8601."""
    seconds: float
    documents: int
    engine: str
    jobs: int | None


def write_manifest(output: Path, plan: Plan, journal: Journal, *, complete: bool) -> Manifest:
    """Add up the journal; write `manifest.json` and `errors.jsonl`. Raises OutputError."""
    manifest = Manifest(
        complete=complete,
        tool=plan.tool,
        libraries=plan.libraries,
        settings=plan.settings,
        inputs=plan.inputs,
        sources=plan.sources,
        counts=Counts(),
        passed_over={},
        tables={table: TableFiles() for table in plan.settings.tables},
        errors=Errors(),
    )
    write_atomically(output / ERRORS_FILE, lambda path: _add_up(plan, journal, manifest, path))
    manifest.counts.languages = _by_count(manifest.counts.languages)
    encoded = msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n"
    write_atomically(output / "manifest.json", lambda path: path.write_bytes(encoded))
    return manifest


def write_session(output: Path, session: Session) -> None:
    """Add to `timings.json`, which holds all that differs from run to run."""
    path = output / "timings.json"
    earlier: list[Session] = []
    if path.exists():
        earlier = msgspec.json.decode(path.read_bytes(), type=list[Session])
    encoded = msgspec.json.format(msgspec.json.encode([*earlier, session]), indent=2) + b"\n"
    write_atomically(path, lambda aside: aside.write_bytes(encoded))


def _add_up(plan: Plan, journal: Journal, manifest: Manifest, errors: Path) -> None:
    hashes = {table: hashlib.sha256() for table in manifest.tables}
    passed_over: Counter[str] = Counter()
    with errors.open("wb") as file:
        for failure in _all_failures(plan, journal):
            file.write(msgspec.json.encode(failure) + b"\n")
            _count(failure, manifest.errors)
    for entry in journal.entries():
        if entry.finished is not None:
            passed_over.update(entry.finished.passed_over)
        if entry.done is None:
            continue
        manifest.counts.add(entry.done.counts)
        for table, written in entry.done.files.items():
            total = manifest.tables[table]
            total.files += 1
            total.rows += written.rows
            total.bytes += written.bytes
            hashes[table].update(written.sha256.encode())
    manifest.passed_over = _by_count(passed_over)
    for table, digest in hashes.items():
        manifest.tables[table].sha256 = digest.hexdigest()


def _all_failures(plan: Plan, journal: Journal) -> Iterable[Failure]:
    yield from plan.failures
    for entry in journal.entries():
        if entry.finished is not None:
            yield from entry.finished.failures
        if entry.done is not None:
            yield from entry.done.failures


def _count(failure: Failure, errors: Errors) -> None:
    errors.total += 1
    errors.causes[failure.cause] = errors.causes.get(failure.cause, 0) + 1
    if len(errors.first) < ERRORS_SHOWN:
        errors.first.append(failure)


def _by_count(counts: dict[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
