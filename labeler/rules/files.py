"""Rule files on disk."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import msgspec

from labeler.errors import RuleError

_SUFFIXES = (".yaml", ".yml")


class RuleFile(msgspec.Struct, frozen=True):
    """One rule file: its bytes, and the name that rules and the hash give it."""

    path: Path
    name: str
    """Relative to the rules directory."""
    data: bytes


def find_files(path: Path) -> list[RuleFile]:
    """Return the rule files at `path`, a YAML file or a directory of them, sorted by name.

    Raises RuleError if there are none.
    """
    if path.is_file():
        return [_read(path, path.name)]
    if not path.is_dir():
        raise RuleError(f"{path}: no such file or directory; give a rule file or a directory")
    files = [p for p in path.rglob("*") if p.suffix in _SUFFIXES and p.is_file()]
    if not files:
        raise RuleError(f"{path}: no .yaml file in it; give a directory with rule files")
    return [
        _read(p, name) for name, p in sorted((p.relative_to(path).as_posix(), p) for p in files)
    ]


def sha256_of(files: Sequence[RuleFile]) -> str:
    """Return the hash over the names and bytes of `files`, in their order."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file.name}\0{len(file.data)}\0".encode())
        digest.update(file.data)
    return digest.hexdigest()


def _read(path: Path, name: str) -> RuleFile:
    try:
        return RuleFile(path, name, path.read_bytes())
    except OSError as error:
        raise RuleError(f"{path}: cannot be read: {error.strerror}") from None
