"""Rule files to a RulePack: the shipped packs, compiled or from YAML, and the user's own."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from labeler.locate import shipped
from labeler.rules.files import find_files, sha256_of
from labeler.rules.pack import RulePack
from labeler.rules.schema import Rule

COMPILED = "compiled.json"
FORMAT = 1
"""Version of compiled.json; a file of another version is not used."""


class _Head(msgspec.Struct, frozen=True):
    format: int
    sha256: str


class _Compiled(_Head, frozen=True):
    rules: tuple[Rule, ...]


def load_pack(extra: Sequence[Path] = ()) -> RulePack:
    """Return the shipped rules and those of the directories or files in `extra`.

    Raises RuleError for a wrong file, a missing path, or an id given twice.
    """
    directory = shipped("rules")
    files = find_files(directory)
    if not extra:
        digest = sha256_of(files)
        rules = _read_compiled(directory / COMPILED, digest)
        if rules is not None:
            return RulePack(rules, digest)
    for path in extra:
        files = [*files, *find_files(path)]
    from labeler.rules.parse import parse_files  # YAML takes long to import

    return parse_files(files).pack


def write_compiled(directory: Path) -> Path:
    """Write compiled.json for the rule files in `directory` and return its path.

    It holds the rules without their examples, and the hash of the files they came from.
    """
    from labeler.rules.parse import parse_files

    pack = parse_files(find_files(directory)).pack
    path = directory / COMPILED
    path.write_bytes(msgspec.json.encode(_Compiled(FORMAT, pack.sha256, pack.rules)) + b"\n")
    return path


def _read_compiled(path: Path, digest: str) -> tuple[Rule, ...] | None:
    """Return the rules in compiled.json if it was made from the files with this hash."""
    if not path.is_file():
        return None
    data = path.read_bytes()
    try:
        head = msgspec.json.decode(data, type=_Head)
        if (head.format, head.sha256) != (FORMAT, digest):
            return None
        return msgspec.json.decode(data, type=_Compiled).rules
    except msgspec.DecodeError:
        return None  # damaged, or of another version: the YAML beside it is the truth
