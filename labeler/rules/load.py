"""Rule files to a RulePack: the shipped packs and the user's own, compiled or from YAML."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec

from labeler.locate import shipped
from labeler.rules.compiled import COMPILED, Compiled, encode, read_compiled
from labeler.rules.files import RuleFile, find_files, sha256_of
from labeler.rules.kept import find_kept, keep
from labeler.rules.overrides import NO_OVERRIDES, Overrides, Wish, override
from labeler.rules.pack import RulePack
from labeler.rules.schema import Rule

_FRAGMENTS = "fragments.yaml"
"""The shipped file of fragments, which users' files may refer to."""


def load_pack(paths: Sequence[Path] = (), overrides: Overrides = NO_OVERRIDES) -> RulePack:
    """Return the shipped rules and those in the directories or files `paths`, overridden.

    Overrides in rule files are applied first, those given last. Only the user's YAML is parsed,
    and that once: what it gives is kept in the user's cache directory, or beside it where
    `labeler rules compile` wrote a compiled.json.
    Raises RuleError for a wrong file, a missing path, an id given twice, or overrides that fit
    no rule.
    """
    directory = shipped("rules")
    files = find_files(directory)
    rules = _shipped_rules(directory, files)
    shared = [file for file in files if file.name == _FRAGMENTS]
    taken = _places(rules, directory) if paths else {}
    wishes: list[Wish] = []
    for path in paths:
        own = find_files(path)
        compiled = _own_rules(path, [*shared, *own], taken)
        rules += compiled.rules
        wishes += compiled.wishes
        files = [*files, *own]
        taken |= _places(compiled.rules, path if path.is_dir() else path.parent)
    if overrides:
        wishes.append((overrides.place, overrides))
    if wishes:
        rules = override(rules, wishes)
    return RulePack(rules, _digest(files, overrides))


def write_compiled(directory: Path, advance: Callable[[], object] = lambda: None) -> Path:
    """Write compiled.json for the rule files in `directory` and return its path.

    It holds the rules without their examples, and the hash of the files they came from. `advance`
    is called after each file.
    """
    from labeler.rules.parse import parse_files

    files = files_to_compile(directory)
    parsed = parse_files(files, advance=advance)
    path = directory / COMPILED
    path.write_bytes(encode(Compiled(parsed.pack.rules, parsed.wishes), sha256_of(files)))
    return path


def files_to_compile(directory: Path) -> list[RuleFile]:
    """Return the files of which compiled.json in `directory` is made."""
    files = find_files(directory)
    if directory.resolve() == shipped("rules").resolve():
        return files
    return [*(f for f in find_files(shipped("rules")) if f.name == _FRAGMENTS), *files]


def _shipped_rules(directory: Path, files: Sequence[RuleFile]) -> tuple[Rule, ...]:
    compiled = read_compiled(directory / COMPILED, sha256_of(files))
    if compiled is not None:
        return compiled.rules
    from labeler.rules.parse import parse_files  # YAML takes long to import

    return parse_files(files).pack.rules


def _own_rules(path: Path, files: Sequence[RuleFile], taken: Mapping[str, str]) -> Compiled:
    known = read_compiled(path / COMPILED, sha256_of(files)) or find_kept(files)
    if known is not None and not any(rule.id in taken for rule in known.rules):
        return known
    from labeler.rules.parse import parse_files

    parsed = parse_files(files, taken)
    compiled = Compiled(parsed.pack.rules, parsed.wishes)
    keep(files, compiled)
    return compiled


def _places(rules: Sequence[Rule], directory: Path) -> dict[str, str]:
    """Return the files of rules by their ids."""
    return {rule.id: f"{directory}/{rule.file}" for rule in rules}


def _digest(files: Sequence[RuleFile], overrides: Overrides) -> str:
    digest = sha256_of(files)
    if not overrides:
        return digest
    what = {"disable": overrides.disable, "severity": overrides.severity}
    changes = msgspec.json.encode(what, order="sorted")
    return hashlib.sha256(digest.encode() + changes).hexdigest()
