"""Rule files, parsed and checked against each other."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Literal

import msgspec

from labeler.errors import RuleError
from labeler.rules import source
from labeler.rules.expand import (
    FileContext,
    Fragment,
    expand_rule,
    explain,
    resolve_fragments,
    resolve_shapes,
)
from labeler.rules.files import RuleFile, sha256_of
from labeler.rules.normalize import normalize
from labeler.rules.overrides import Overrides, Wish
from labeler.rules.pack import RulePack
from labeler.rules.schema import Examples, Rule, RuleSpec
from labeler.rules.shapes import class_letters
from labeler.rules.source import Located
from labeler.rules.words import Lexicon, is_entry

SHARED_FRAGMENTS = "fragments.yaml"
"""Fragments in files of this name are known to all files."""

_FILE_KEYS = {
    "version": int,
    "gate": list,
    "defaults": dict,
    "fragments": dict,
    "words": dict,
    "shapes": dict,
    "rules": list,
    "disable": list,
    "severity": dict,
}
_OVERRIDES = ("disable", "severity")
_NAMES = {int: "number", list: "list", dict: "mapping"}
_NEVER_DEFAULTED = ("id", "match", "examples")


class Parsed(msgspec.Struct, frozen=True):
    """A pack with what only its tests and its lint need."""

    pack: RulePack
    examples: dict[str, Examples]
    """By rule id."""
    places: dict[str, str]
    """Rule id to `file:line`."""
    wishes: tuple[Wish, ...] = ()
    """What the files change about rules, theirs and others."""


class _Shared(msgspec.Struct, frozen=True):
    """What the files of shared fragments give to all."""

    fragments: dict[str, Fragment]
    shapes: dict[str, Fragment]
    words: dict[str, str]


def parse_files(
    files: Sequence[RuleFile],
    taken: Mapping[str, str] = MappingProxyType({}),
    advance: Callable[[], object] = lambda: None,
) -> Parsed:
    """Parse and check rule files; `taken` are ids they may not use, and where these stand.

    It may take minutes; `advance` is called after each file. Raises RuleError naming file, line,
    rule and mend for the first thing that is wrong.
    """
    roots = [(file, _root(file)) for file in files]
    shared = _Shared({}, {}, {})
    for file, root in roots:
        if file.path.name == SHARED_FRAGMENTS:
            shared = _Shared(
                _merged(shared.fragments, _fragments(root, file)),
                _merged(shared.shapes, _fragments(root, file, "shape")),
                shared.words | _words(root, file),
            )
    rules: list[Rule] = []
    examples: dict[str, Examples] = {}
    places: dict[str, str] = {}
    for file, root in roots:
        context = _context(root, file, shared)
        for node in _part(root, "rules"):
            rule, spec = expand_rule(node, context)
            place = f"{file.path}:{node.line}"
            if first := places.get(rule.id) or taken.get(rule.id):
                raise RuleError(f"{place}: rule {rule.id}: the id is taken at {first}; rename one")
            places[rule.id] = place
            examples[rule.id] = spec.examples
            rules.append(rule)
        advance()
    wishes = tuple(wish for file, root in roots for wish in _wishes(root, file))
    return Parsed(RulePack(tuple(rules), sha256_of(files)), examples, places, wishes)


def with_examples(pack: RulePack, files: Sequence[RuleFile]) -> Parsed:
    """Return what `parse_files` gives for files of which `pack` was made: it is not made again.

    Raises msgspec.ValidationError for examples that are none, which parsing would have refused.
    """
    examples: dict[str, Examples] = {}
    places: dict[str, str] = {}
    wishes: list[Wish] = []
    for file in files:
        root = _root(file)
        for node in _part(root, "rules"):
            rule_id, given = node.value["id"], node.value.get("examples", {})
            examples[rule_id] = msgspec.convert(given, Examples, strict=True)
            places[rule_id] = f"{file.path}:{node.line}"
        wishes += _wishes(root, file)
    return Parsed(pack, examples, places, tuple(wishes))


def _root(file: RuleFile) -> Located:
    name = str(file.path)
    root = source.parse(source.decode(file.data, name), name)
    if not isinstance(root.value, dict):
        raise RuleError(f"{name}:{root.line}: a rule file is a mapping; start with `version: 1`")
    for key, part in root.parts.items():
        kind = _FILE_KEYS.get(str(key))
        if kind is None:
            keys = ", ".join(_FILE_KEYS)
            raise RuleError(f"{name}:{part.line}: unknown key `{key}`; a rule file has {keys}")
        if not isinstance(part.value, kind):
            raise RuleError(f"{name}:{part.line}: `{key}` must be a {_NAMES[kind]}")
    if root.value.get("version") != 1:
        raise RuleError(f"{name}:{root.line}: `version: 1` is missing; add it at the top")
    if not any(root.value.get(key) for key in ("rules", "fragments", "words", *_OVERRIDES)):
        raise RuleError(f"{name}:{root.line}: no rules; add some under `rules:`")
    return root


def _context(root: Located, file: RuleFile, shared: _Shared) -> FileContext:
    is_shared = file.path.name == SHARED_FRAGMENTS
    own = {} if is_shared else _fragments(root, file)
    own_shapes = {} if is_shared else _fragments(root, file, "shape")
    words = _words(root, file)
    for name, entries in shared.words.items() if words and not is_shared else ():
        words[name] = ",".join(filter(None, (words.get(name), entries)))
    letters = _letters(words, root, file)
    by_letter = {letters[name]: words[name] for name in sorted(words)}
    return FileContext(
        lexicon=Lexicon(by_letter) if words else None,
        letters=letters,
        path=str(file.path),
        name=file.name,
        gate=_gate(root, file),
        defaults=_defaults(root, file),
        fragments=resolve_fragments(_merged(shared.fragments, own)),
        shapes=resolve_shapes(_merged(shared.shapes, own_shapes)),
    )


def _wishes(root: Located, file: RuleFile) -> list[Wish]:
    wishes = []
    for key in _OVERRIDES:
        if key in root.parts:
            part = root.parts[key]
            try:
                overrides = msgspec.convert({key: part.value}, Overrides, strict=True)
            except msgspec.ValidationError as error:
                problem, path = explain(error)
                raise RuleError(f"{file.path}:{root.line_of(path)}: {problem}") from None
            wishes.append((f"{file.path}:{part.line}: {key}", overrides))
    return wishes


def _part(root: Located, key: str) -> list[Located]:
    return list(root.parts[key].parts.values()) if key in root.parts else []


def _fragments(
    root: Located, file: RuleFile, kind: Literal["fragment", "shape"] = "fragment"
) -> dict[str, Fragment]:
    fragments: dict[str, Fragment] = {}
    key = f"{kind}s"
    for name, part in root.parts[key].parts.items() if key in root.parts else ():
        if not isinstance(part.value, str):
            raise RuleError(f"{file.path}:{part.line}: {kind} {name}: must be a regex in quotes")
        fragments[str(name)] = Fragment(part.value, str(file.path), part.line, kind)
    return fragments


def _words(root: Located, file: RuleFile) -> dict[str, str]:
    """Return the classes of words that a file defines: normalised entries parted by commas."""
    words: dict[str, str] = {}
    for name, part in root.parts["words"].parts.items() if "words" in root.parts else ():
        where = f"{file.path}:{part.line}: words {name}"
        if not isinstance(part.value, str):
            raise RuleError(f"{where}: must be text: words parted by commas")
        entries = [normalize(e) for e in part.value.split(",")] if part.value.strip() else []
        for entry in entries:
            if not is_entry(entry):
                raise RuleError(
                    f"{where}: {entry!r} is no word; write letters, a star before or after"
                )
        words[str(name)] = ",".join(dict.fromkeys(entries))
    return words


def _letters(words: dict[str, str], root: Located, file: RuleFile) -> dict[str, str]:
    try:
        return class_letters(list(words))
    except RuleError as error:
        raise RuleError(f"{file.path}:{root.parts['words'].line}: {error}") from None


def _merged(first: dict[str, Fragment], second: dict[str, Fragment]) -> dict[str, Fragment]:
    for name in first.keys() & second.keys():
        one, other = first[name], second[name]
        raise RuleError(
            f"{other.file}:{other.line}: {other.kind} {name}: the name is taken at "
            f"{one.file}:{one.line}; rename one"
        )
    return {**first, **second}


def _gate(root: Located, file: RuleFile) -> tuple[str, ...]:
    literals: list[str] = []
    for part in _part(root, "gate"):
        literal = normalize(part.value) if isinstance(part.value, str) else ""
        if not literal:
            raise RuleError(
                f"{file.path}:{part.line}: a gate literal must be text; put it in quotes"
            )
        literals.append(literal)
    return tuple(literals)


def _defaults(root: Located, file: RuleFile) -> dict[str, Any]:
    if "defaults" not in root.parts:
        return {}
    part = root.parts["defaults"]
    for key, value in part.parts.items():
        if key in _NEVER_DEFAULTED or key not in RuleSpec.__struct_fields__:
            raise RuleError(f"{file.path}:{value.line}: `{key}` cannot be a default; remove it")
    return dict(part.value)
