"""Rules compiled ahead: what parsing rule files gives, as JSON that loads in milliseconds."""

from collections.abc import Sequence
from pathlib import Path

import msgspec
from msgspec.structs import force_setattr, replace

from labeler.rules.overrides import Overrides
from labeler.rules.schema import Node, Rule

COMPILED = "compiled.json"
FORMAT = 4
"""Version of compiled.json; a file of another version is not used."""

_SHARED = ("gate", "atoms", "also")
"""Fields of a rule that often are the same as another's."""


class Compiled(msgspec.Struct, frozen=True):
    """Rules, and the changes that their files make to others."""

    rules: tuple[Rule, ...]
    wishes: tuple[tuple[str, Overrides], ...] = ()


class _File(msgspec.Struct, frozen=True, omit_defaults=True):
    """Rules as written: what many of them share is kept once, and they hold its number."""

    format: int
    sha256: str
    patterns: tuple[str, ...]
    clues: dict[int, msgspec.Raw]
    """By the number of their pattern."""
    shared: tuple[tuple[str, ...], ...]
    rules: tuple[Rule, ...]
    wishes: tuple[tuple[str, Overrides], ...] = ()


def encode(compiled: Compiled, digest: str) -> bytes:
    """Return the bytes of a file that holds `compiled`, made from files with the hash `digest`."""
    return msgspec.json.encode(_numbered(compiled, digest)) + b"\n"


def read_compiled(path: Path, digest: str) -> Compiled | None:
    """Return what the file at `path` holds if it was made from the files with this hash."""
    try:
        file = msgspec.json.decode(path.read_bytes(), type=_File)
    except (OSError, msgspec.DecodeError):
        return None  # missing, damaged or of another version: the YAML beside it is the truth
    if (file.format, file.sha256) != (FORMAT, digest):
        return None
    regexes = [(pattern, "") for pattern in file.patterns]
    for number, clue in file.clues.items():
        regexes[number] = file.patterns[number], bytes(clue).decode()
    for rule in file.rules:
        _put_in(regexes, rule.match)
        for field in _SHARED:
            if number := getattr(rule, field):
                force_setattr(rule, field, file.shared[int(number[0])])
    return Compiled(file.rules, file.wishes)


def _numbered(compiled: Compiled, digest: str) -> _File:
    patterns: dict[str, int] = {}
    clues: dict[int, msgspec.Raw] = {}
    shared: dict[tuple[str, ...], int] = {}

    def number_in(node: Node) -> Node:
        pattern = node.pattern
        if pattern is not None and node.clue and pattern not in patterns:
            clues[len(patterns)] = msgspec.Raw(node.clue)
        return replace(
            node,
            pattern=None if pattern is None else str(patterns.setdefault(pattern, len(patterns))),
            clue="",
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
        for rule in compiled.rules
    )
    return _File(FORMAT, digest, tuple(patterns), clues, tuple(shared), rules, compiled.wishes)


def _put_in(regexes: Sequence[tuple[str, str]], node: Node) -> None:
    """Put regexes with their clues into a node that was just read, and into those below it."""
    if node.pattern is not None:
        pattern, clue = regexes[int(node.pattern)]
        force_setattr(node, "pattern", pattern)
        if clue:
            force_setattr(node, "clue", clue)
    for child in (*node.any, *node.all, *node.none):
        _put_in(regexes, child)
