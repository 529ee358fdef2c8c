"""The inputs of a run: files of known formats, in a fixed order, wherever they are."""

import glob
import os
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO, Literal

import msgspec

from labeler.batch.extras import extra
from labeler.errors import InputError, UsageError

Format = Literal["parquet", "arrow", "jsonl", "csv", "tsv", "warc"]
Compression = Literal["gzip", "zstd"]

_FORMATS: dict[str, Format] = {
    ".parquet": "parquet",
    ".pq": "parquet",
    ".arrow": "arrow",
    ".arrows": "arrow",
    ".ipc": "arrow",
    ".feather": "arrow",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
    ".warc": "warc",
    ".wet": "warc",
}
_COMPRESSIONS: dict[str, Compression] = {".gz": "gzip", ".zst": "zstd"}
_COMPRESSED_ITSELF = {"parquet", "arrow"}


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file of the input."""

    path: str
    """As found: a local path, or a URL that fsspec knows."""
    format: Format
    compression: Compression | None
    size: int
    """In bytes, as it is stored."""


def find_sources(inputs: Sequence[str]) -> list[Source | InputError]:
    """The files that paths, folders, globs and URLs name; each once, in order of first mention.

    Folders are searched all the way down, in the order of paths; entries that begin with `.` or
    `_` and files of other formats are passed over. What names nothing gives an InputError.
    """
    found: dict[str, Source | InputError] = {}
    for name in inputs:
        for source in _find(name):
            key = source.path if isinstance(source, Source) else str(source)
            found.setdefault(key, source)
    return list(found.values())


def open_source(path: str) -> BinaryIO:
    """The file's bytes, seekable. Raises InputError if it cannot be opened."""
    try:
        if is_url(path):
            file: BinaryIO = extra("fsspec").open(path, "rb").open()
            return file
        return open(path, "rb")
    except UsageError:  # an extra is missing
        raise
    except FileNotFoundError:
        raise InputError(f"{path}: no such file; it was there when the run was planned") from None
    except Exception as error:  # file systems raise what their services' packages do
        raise InputError(f"{path}: cannot be opened ({reason_of(error)})") from None


def is_url(path: str) -> bool:
    """Whether fsspec is to open it."""
    return "://" in path


def reason_of(error: Exception) -> str:
    """What an exception says, in short."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) or type(error).__name__


def format_of(path: str) -> tuple[Format, Compression | None] | None:
    """The format that a file's suffixes name, such as `.jsonl.gz`; None if none is known."""
    stem, suffix = os.path.splitext(path.lower())
    compression = _COMPRESSIONS.get(suffix)
    if compression is not None:
        suffix = os.path.splitext(stem)[1]
    form = _FORMATS.get(suffix)
    if form is None or (compression is not None and form in _COMPRESSED_ITSELF):
        return None
    return form, compression


def _find(name: str) -> Iterator[Source | InputError]:
    try:
        entries = list(_remote_files(name) if is_url(name) else _local_files(name))
    except UsageError:  # an extra is missing
        raise
    except FileNotFoundError:
        yield InputError(f"{name}: no such file or folder; check the path")
        return
    except (ImportError, ValueError) as error:  # fsspec lacks the package, or knows no such scheme
        yield InputError(f"{name}: cannot be opened ({error})")
        return
    except Exception as error:
        yield InputError(f"{name}: cannot be listed ({reason_of(error)}); check the path")
        return
    sources = [
        Source(path, *form, size) for path, size in entries if (form := format_of(path)) is not None
    ]
    if not sources:
        yield InputError(
            f"{name}: no corpus file ({', '.join(_FORMATS)}, text formats also with .gz or .zst); "
            "single documents are for `labeler scan`"
        )
    yield from sources


def _local_files(name: str) -> Iterator[tuple[str, int]]:
    if os.path.isdir(name):
        paths: list[str] = []
        for folder, folders, files in os.walk(name):
            folders[:] = filter(_is_visible, folders)
            paths += (os.path.join(folder, file) for file in files if _is_visible(file))
        for path in sorted(filter(os.path.isfile, paths)):
            yield path, os.path.getsize(path)
    elif not os.path.exists(name) and glob.has_magic(name):
        matches = sorted(glob.glob(name, recursive=True))
        if not matches:
            raise FileNotFoundError
        for match in matches:
            yield from _local_files(match)
    else:
        yield name, os.path.getsize(name)


def _remote_files(name: str) -> Iterator[tuple[str, int]]:
    files, root = extra("fsspec.core").url_to_fs(name)
    if files.isdir(root):
        below = files.find(root, detail=True)
        chosen = {
            path: entry
            for path, entry in below.items()
            if all(map(_is_visible, path[len(root) :].strip("/").split("/")))
        }
    elif glob.has_magic(root):
        chosen = files.glob(root, detail=True)
    else:
        chosen = {root: files.info(root)}
    if not chosen:
        raise FileNotFoundError
    for path in sorted(chosen):
        entry: dict[str, Any] = chosen[path]
        if entry["type"] == "file":
            yield files.unstrip_protocol(path), entry["size"]


def _is_visible(name: str) -> bool:
    return not name.startswith((".", "_"))
