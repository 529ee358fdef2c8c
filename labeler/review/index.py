"""All segments of the given reports in a temporary SQLite file, to be filtered and sorted.

The reports are read once and never written. Pages are made from what the index holds, so no
request can name a file.
"""

import sqlite3
import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from labeler.corrections.reviewed import given_reports
from labeler.errors import InputError
from labeler.report.schema import CONTENT_DIGITS, Finding, Report, ReportSegment
from labeler.review.need import margin, need_of
from labeler.rules.normalize import normalize, normalize_all

_TABLES = """
CREATE TABLE documents (
    doc INTEGER PRIMARY KEY, path TEXT, folded TEXT, sha256 TEXT, report BLOB);
CREATE TABLE segments (
    row INTEGER PRIMARY KEY, doc INTEGER, place INTEGER, id TEXT, content TEXT, label TEXT,
    basis TEXT, confidence REAL, margin REAL, need REAL, review INTEGER, conflict INTEGER,
    finding TEXT, language TEXT, why TEXT, text TEXT, folded TEXT);
CREATE TABLE rules (rule TEXT, row INTEGER, PRIMARY KEY (rule, row)) WITHOUT ROWID;
CREATE TABLE decided (
    row INTEGER, reviewer TEXT, label TEXT, PRIMARY KEY (row, reviewer)) WITHOUT ROWID;
CREATE TABLE searches (search INTEGER PRIMARY KEY, q TEXT);
CREATE TABLE hits (search INTEGER, row INTEGER, PRIMARY KEY (search, row)) WITHOUT ROWID;
"""
_INDICES = """
CREATE INDEX by_place ON segments (doc, place);
CREATE INDEX by_id ON segments (id);
CREATE INDEX by_content ON segments (content);
CREATE INDEX by_need ON segments (need DESC, margin, row);
CREATE INDEX by_hash ON documents (sha256);
CREATE INDEX by_path ON documents (path);
CREATE INDEX rules_of ON rules (row);
"""
_SEVERITIES = ("note", "warning", "error")


def build_index(paths: Sequence[Path], without: Path) -> sqlite3.Connection:
    """Index the reports in `paths`, files or directories.

    `without` is the corrections file, which may lie among them. Raises InputError where
    something is missing or no report, or holds no report.
    """
    # An empty name makes SQLite keep the database in a temporary file that goes with the process.
    index = sqlite3.connect("", isolation_level=None, check_same_thread=False)
    index.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _TABLES)
    index.execute("BEGIN")
    for report in given_reports(paths, without):
        _put(index, report)
    index.execute("COMMIT")
    index.executescript(_INDICES)
    index.execute("ANALYZE")
    if not index.execute("SELECT 1 FROM documents LIMIT 1").fetchone():
        raise InputError("no reports to review; labeler scan --format json writes them")
    return index


def report_of(index: sqlite3.Connection, doc: int) -> Report | None:
    """The report on a document, as it was read; None if there is no such document."""
    found = index.execute("SELECT report FROM documents WHERE doc = ?", (doc,)).fetchone()
    return None if found is None else msgspec.msgpack.decode(zlib.decompress(found[0]), type=Report)


def segment_findings(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Findings by the segment they are about; those on whole documents are left out."""
    found = defaultdict[str, list[Finding]](list)
    for finding in findings:
        if finding.segment is not None:
            found[finding.segment].append(finding)
    return found


def _put(index: sqlite3.Connection, report: Report) -> None:
    about, findings = report.input, segment_findings(report.findings)
    stored = zlib.compress(msgspec.msgpack.encode(report), 1)
    doc = index.execute(
        "INSERT INTO documents (path, folded, sha256, report) VALUES (?, ?, ?, ?)",
        (about.path, normalize(about.path), about.sha256, stored),
    ).lastrowid
    first = (index.execute("SELECT max(row) FROM segments").fetchone()[0] or 0) + 1
    rows, rules = [], []
    views = normalize_all([segment.text or "" for segment in report.segments])
    for row, (segment, view) in enumerate(zip(report.segments, views, strict=True), first):
        rows.append(_row(row, doc or 0, segment, findings.get(segment.id, ()), view))
        names = {e.name for e in segment.evidence if e.source == "rule"}
        rules += [(name, row) for name in names]
    index.executemany(f"INSERT INTO segments VALUES ({', '.join('?' * 17)})", rows)
    index.executemany("INSERT INTO rules VALUES (?, ?)", rules)


def _row(
    row: int, doc: int, segment: ReportSegment, findings: Sequence[Finding], view: str
) -> tuple[object, ...]:
    new = [f.severity for f in findings if f.status == "new"]
    return (
        row,
        doc,
        segment.index,
        segment.id,
        segment.id[:CONTENT_DIGITS],
        segment.label,
        segment.basis,
        segment.confidence,
        margin(segment),
        need_of(segment, findings),
        segment.needs_review,
        bool(segment.conflicts),
        max(new, key=_SEVERITIES.index, default=None),
        segment.language,
        _why(segment, findings),
        segment.text or "",
        view,
    )


def _why(segment: ReportSegment, findings: Sequence[Finding]) -> str:
    """Why a person should look, in a line; empty if nothing asks for it."""
    reasons = [segment.review_reason or "needs review"] if segment.needs_review else []
    reasons += [f.message for f in findings if f.status == "new"]
    reasons += segment.conflicts
    return "; ".join(dict.fromkeys(reasons))
