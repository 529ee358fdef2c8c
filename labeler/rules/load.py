"""Rule files to a RulePack: the shipped packs, compiled or from YAML, and the user's own."""

from collections.abc import Sequence
from pathlib import Path

import msgspec
from msgspec.structs import force_setattr, replace

from labeler.locate import shipped
from labeler.rules.files import find_files, sha256_of
from labeler.rules.pack import RulePack
from labeler.rules.schema import Node, Rule

COMPILED = "compiled.json"
FORMAT = 2
"""Version of compiled.json; a file of another version is not used."""


_SHARED = ("gate", "atoms", "also")
"""Fields of a rule that often are the same as another's."""


class _Compiled(msgspec.Struct, frozen=True):
    """Rules as written: what many of them share is kept once, and they hold its number."""

    format: int
    sha256: str
    patterns: tuple[str, ...]
    shared: tuple[tuple[str, ...], ...]
    rules: tuple[Rule, ...]


def load_pack(extra: Sequence[Path] = ()) -> RulePack:
    """Return the shipped rules and those of the directories or files in `extra`.

    Raises RuleError for a wrong file, a missing path, or an id given twice.
    """
    directory = shipped("rules")
    files = find_files(directory)
    if not extra:
        digest = sha256_of(files)
        rules = read_compiled(directory / COMPILED, digest)
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
    path.write_bytes(msgspec.json.encode(_numbered(pack)) + b"\n")
    return path


def _numbered(pack: RulePack) -> _Compiled:
    patterns: dict[str, int] = {}
    shared: dict[tuple[str, ...], int] = {}

    def number_in(node: Node) -> Node:
        pattern = node.pattern
        return replace(
            node,
            pattern=None if pattern is None else str(patterns.setdefault(pattern, len(patterns))),
            any=tuple(map(number_in, node.any)),
            all=tuple(map(number_in, node.all)),
            none=tuple(map(number_in, node.none)),
        )

    def number(texts: tuple[str, ...]) -> tuple[str, ...]:
        return (str(shared.setdefault(texts, len(shared))),) if texts else ()

    rules = tuple(
        replace(
            rule,
            match=number_in(rule.match),
            **{field: number(getattr(rule, field)) for field in _SHARED},
        )
        for rule in pack.rules
    )
    return _Compiled(FORMAT, pack.sha256, tuple(patterns), tuple(shared), rules)


def _put_in(patterns: Sequence[str], node: Node) -> None:
    """Put the regexes into a node that was just read, and into those below it."""
    if node.pattern is not None:
        force_setattr(node, "pattern", patterns[int(node.pattern)])
    for child in (*node.any, *node.all, *node.none):
        _put_in(patterns, child)


def read_compiled(path: Path, digest: str) -> tuple[Rule, ...] | None:
    """Return the rules in compiled.json if it was made from the files with this hash."""
    if not path.is_file():
        return None
    try:
        compiled = msgspec.json.decode(path.read_bytes(), type=_Compiled)
    except msgspec.DecodeError:
        return None  # damaged, or of another version: the YAML beside it is the truth
    if (compiled.format, compiled.sha256) != (FORMAT, digest):
        return None
    for rule in compiled.rules:
        _put_in(compiled.patterns, rule.match)
        for field in _SHARED:
            if number := getattr(rule, field):
                force_setattr(rule, field, compiled.shared[int(number[0])])
    return compiled.rules
