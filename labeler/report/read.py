"""Reports read back from what `--format json` and `--format jsonl` wrote."""

import json
import os
import stat
from collections.abc import Iterator, Set
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

import msgspec

from labeler.errors import InputError
from labeler.report.schema import GIVEN, SCHEMA_VERSION, Report, ReportSegment

_SUFFIXES = (".json", ".jsonl")
_UTF8_BOM = b"\xef\xbb\xbf"
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_ALWAYS_THERE = tuple(
    field.name for field in msgspec.structs.fields(ReportSegment) if field.default is GIVEN
)


def read_reports(path: str | os.PathLike[str]) -> Iterator[Report]:
    """The reports in a file, or in all `.json` and `.jsonl` files of a directory and below.

    A file holds one report, a list of them, or one on each line; which, its content says. Lines
    are read one by one, files of a directory in the order of their names. Raises `InputError`
    that names file and line where something cannot be read or is not a report.
    """
    for file in report_files(path):
        yield from _reports_in(file)


def report_files(path: str | os.PathLike[str]) -> list[Path]:
    """The files that `read_reports` reads, sorted. Raises `InputError` if there is none."""
    given = Path(path)
    if not given.is_dir():
        return [given]
    found = sorted(file for file in given.rglob("*") if file.suffix in _SUFFIXES and file.is_file())
    if not found:
        raise InputError(f"{given}: no reports in this directory (files named .json or .jsonl)")
    return found


class _Head(msgspec.Struct):
    schema_version: Any = None


@cache
def _decoder() -> msgspec.json.Decoder[Report]:
    return msgspec.json.Decoder(Report)


def _reports_in(file: Path) -> Iterator[Report]:
    try:
        with file.open("rb") as stream:
            if stat.S_ISCHR(os.fstat(stream.fileno()).st_mode):  # may never end
                raise InputError(f"{file}: a device; name a file of reports")
            yield from _reports_of_stream(stream, str(file))
    except OSError as error:
        raise InputError(f"{file}: cannot be read: {error.strerror}") from error


def _reports_of_stream(stream: BinaryIO, name: str) -> Iterator[Report]:
    number, line = _first_line(stream, name)
    if line.startswith(b"[") or line.strip() == b"{":  # a list, or an indented report
        yield from _reports_of_value(line + stream.read(), name, number)
        return
    yield _report(line, name, number)
    for number, line in enumerate(stream, number + 1):  # noqa: B020 - the count goes on
        if line.strip():
            yield _report(line, name, number)


def _first_line(stream: BinaryIO, name: str) -> tuple[int, bytes]:
    """The first line that is not empty and its number, from 1."""
    for number, line in enumerate(stream, 1):
        if number == 1:
            if line.startswith(_UTF16_BOMS):
                raise InputError(
                    f"{name}: is UTF-16, not UTF-8; write it with labeler scan --output"
                )
            line = line.removeprefix(_UTF8_BOM)
        if line.strip():
            return number, line.lstrip()
    raise InputError(f"{name}: is empty; labeler scan --format json or jsonl writes reports")


def _reports_of_value(data: bytes, name: str, first: int) -> Iterator[Report]:
    """The report or the list of them that `data`, beginning on line `first`, holds."""
    if not data.startswith(b"["):
        yield _report(data, name, first)
        return
    try:
        raws = msgspec.json.decode(data, type=list[msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        _fail(error, data, name, first)
    for place, raw in enumerate(raws):
        yield _report(bytes(raw), name, None, f" [{place}]")


def _report(data: bytes, name: str, line: int | None, place: str = "") -> Report:
    """The report that is `data`; `line` or `place` says where in the file that begins."""
    try:
        report = _decoder().decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        _fail(error, data, name, line, place)
    there = {segment.id for segment in report.segments}
    for index, segment in enumerate(report.segments):
        if wrong := _wrong_with(segment, there):
            where = _where(name, line, place)
            raise InputError(f"{where}: not a report: $.segments[{index}] {wrong}")
    summary = report.summary
    if summary.characters != sum(n.characters for n in msgspec.structs.astuple(summary.labels)):
        where = _where(name, line, place)
        raise InputError(f"{where}: not a report: $.summary.labels is not all of its characters")
    return report


def _wrong_with(segment: ReportSegment, there: Set[str]) -> str | None:
    """What no scan writes of a segment; `there` are the ids of the report's segments."""
    for field in _ALWAYS_THERE:
        if getattr(segment, field) is GIVEN:
            return f"has no `{field}`"
    for other in (*segment.governs, *segment.governed_by):
        if other not in there:
            return f"names segment {other}, which the report does not have"
    return None


def _fail(error: Exception, data: bytes, name: str, line: int | None, place: str = "") -> NoReturn:
    if isinstance(error, RecursionError):
        where = _where(name, line, place)
        raise InputError(f"{where}: JSON nested too deep; it is no report") from None
    if not isinstance(error, msgspec.ValidationError):
        _fail_damaged(error, data, name, line or 1)
    where = _where(name, line, place)
    try:
        version = msgspec.json.decode(data, type=_Head).schema_version
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        version = None
    if version is None:
        raise InputError(
            f"{where}: not a report; labeler scan --format json or jsonl writes them"
        ) from error
    if version != SCHEMA_VERSION:
        raise InputError(
            f"{where}: a report of schema version {version}; this labeler reads version "
            f"{SCHEMA_VERSION}, so scan the document again"
        ) from error
    raise InputError(f"{where}: not a report: {error}") from error


def _fail_damaged(error: Exception, data: bytes, name: str, first: int) -> NoReturn:
    what, line = str(error), first
    try:  # the standard library tells the line
        json.loads(data.decode(errors="replace"))
    except json.JSONDecodeError as told:
        what, line = f"{told.msg} in column {told.colno}", first + told.lineno - 1
    except (RecursionError, ValueError):  # nested too deep, a number of thousands of digits
        pass
    raise InputError(
        f"{name}:{line}: damaged JSON: {what}; cut off or edited? Scan the document again"
    ) from error


def _where(name: str, line: int | None, place: str) -> str:
    return f"{name}{place}" if line is None else f"{name}:{line}"
