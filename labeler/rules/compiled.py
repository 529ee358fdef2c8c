"""Rules compiled ahead: what parsing rule files gives, as JSON that loads in milliseconds."""

from collections.abc import Sequence
from pathlib import Path

import msgspec
from msgspec.structs import force_setattr, replace

from labeler.rules.leaf import Leaf
from labeler.rules.overrides import Overrides
from labeler.rules.parts import IN_JSON, IN_REGEX, Parts
from labeler.rules.schema import Rule
from labeler.rules.words import Lexicon

COMPILED = "compiled.json"
FORMAT = 8
"""Version of compiled.json; a file of another version is not used."""

_SHARED = ("gate", "atoms", "also")
"""Fields of a rule that often are the same as another's."""


class Compiled(msgspec.Struct, frozen=True):
    """Rules, and the changes that their files make to others."""

    rules: tuple[Rule, ...]
    wishes: tuple[tuple[str, Overrides], ...] = ()


class _File(msgspec.Struct, frozen=True):
    """Rules as written: what many of them share is kept once, and they hold its number.

    Patterns, their parts and rules stay JSON until they are needed.
    """

    format: int
    sha256: str
    patterns: tuple[msgspec.Raw, ...]
    clues: dict[int, msgspec.Raw]
    """By the number of their pattern."""
    parts: tuple[msgspec.Raw, ...]
    """What patterns and clues share, by the number that stands for it in them."""
    lexicons: tuple[msgspec.Raw, ...]
    shared: tuple[tuple[str, ...], ...]
    rules: msgspec.Raw
    wishes: tuple[tuple[str, Overrides], ...] = ()


def encode(compiled: Compiled, digest: str) -> bytes:
    """Return the bytes of a file that holds `compiled`, made from files with the hash `digest`."""
    return msgspec.json.encode(_numbered(compiled, digest)) + b"\n"


def read_compiled(path: Path, digest: str) -> Compiled | None:
    """Return what the file at `path` holds if it was made from the files with this hash."""
    try:
        return decode(path.read_bytes(), digest)
    except OSError:
        return None


def decode(data: bytes, digest: str) -> Compiled | None:
    """Return what `encode` made from the files with this hash, None if it is not that."""
    try:
        file = msgspec.json.decode(data, type=_File)
        if (file.format, file.sha256) == (FORMAT, digest):
            return _numbers_resolved(file)
    except (msgspec.DecodeError, LookupError, TypeError, ValueError, RecursionError):
        pass  # damaged or of another version: the YAML that it was made from is the truth
    return None


def _numbers_resolved(file: _File) -> Compiled:
    clues, parts = file.clues, file.parts
    leaves = [Leaf(p, clues.get(at, b""), parts) for at, p in enumerate(file.patterns)]
    known: dict[type, Sequence[object]] = {
        Leaf: leaves,
        Lexicon: [Lexicon(one) for one in file.lexicons],
    }
    rules = msgspec.json.decode(
        file.rules, type=tuple[Rule, ...], dec_hook=lambda kind, number: known[kind][number]
    )
    for rule in rules:
        for field in _SHARED:
            if number := getattr(rule, field):
                force_setattr(rule, field, file.shared[int(number[0])])
    return Compiled(rules, file.wishes)


def _numbered(compiled: Compiled, digest: str) -> _File:
    leaves: dict[Leaf, int] = {}
    lexicons: dict[Lexicon, int] = {}
    shared: dict[tuple[str, ...], int] = {}

    def number(texts: tuple[str, ...]) -> tuple[str, ...]:
        return (str(shared.setdefault(texts, len(shared))),) if texts else ()

    rules = tuple(
        replace(rule, **{field: number(getattr(rule, field)) for field in _SHARED})
        for rule in compiled.rules
    )

    def numbered(one: object) -> int:
        if isinstance(one, Lexicon):
            return lexicons.setdefault(one, len(lexicons))
        assert isinstance(one, Leaf)
        return leaves.setdefault(one, len(leaves))

    encoded = msgspec.json.encode(rules, enc_hook=numbered)
    texts = [leaf.as_texts() for leaf in leaves]
    parts = Parts()
    patterns = parts.keep([pattern for pattern, _ in texts], IN_REGEX)
    with_clue = [(at, clue) for at, (_, clue) in enumerate(texts) if clue]
    clues = parts.keep([clue for _, clue in with_clue], IN_JSON)
    return _File(
        FORMAT,
        digest,
        tuple(map(msgspec.Raw, patterns)),
        {at: msgspec.Raw(kept) for (at, _), kept in zip(with_clue, clues, strict=True)},
        tuple(map(msgspec.Raw, parts.kept)),
        tuple(msgspec.Raw(msgspec.json.encode(one.classes)) for one in lexicons),
        tuple(shared),
        msgspec.Raw(encoded),
        compiled.wishes,
    )
