"""YAML text to plain data that remembers its lines, with everything but plain data refused."""

from typing import Any, NoReturn

import msgspec
import yaml

from labeler.errors import RuleError

_MAX_ALIASES = 64
_MAX_DEPTH = 50
_TOO_DEEP = "nested too deeply; flatten it"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TAG = "tag:yaml.org,2002:"
_COLON = "mapping values are not allowed in this context"
"""What the parser says of a text such as `title: Our mark: a robot`."""
_TEXT_TAGS = (f"{_TAG}str", f"{_TAG}timestamp", f"{_TAG}value")


class Located(msgspec.Struct):
    """One YAML node: its plain value, its line, and its parts by key or index."""

    value: Any
    line: int
    """1-based."""
    parts: dict[str | int, "Located"] = {}

    def line_of(self, path: tuple[str | int, ...]) -> int:
        """Return the line of the deepest node on `path` that exists."""
        node = self
        for key in path:
            if key not in node.parts:
                break
            node = node.parts[key]
        return node.line


def parse(text: str, name: str) -> Located:
    """Read one YAML document; `name` is what errors call the file.

    Raises RuleError for broken YAML, more than one document, tags, merge keys, repeated keys,
    recursive or more than 64 aliases.
    """
    try:
        _refuse_depth(text, name)
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = " ".join(str(getattr(error, "problem", None) or error).split())
        if problem == _COLON:
            problem += "; put quotes around a text with a colon in it"
        line = mark.line + 1 if mark else 1
        raise RuleError(f"{name}:{line}: not valid YAML: {problem}") from None
    if root is None:
        raise RuleError(f"{name}:1: empty; give `version: 1` and `rules:`")
    return _Builder(name).build(root)


def _refuse_depth(text: str, name: str) -> None:
    """Raise RuleError for what is nested too deeply: composing it may overflow the stack."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _MAX_DEPTH:
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise RuleError(f"{name}:{line}: {_TOO_DEEP}")


def decode(data: bytes, name: str) -> str:
    """Return a rule file's text. Raises RuleError if it is not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RuleError(f"{name}: not UTF-8 (byte {error.start}); save the file as UTF-8") from None


class _Builder:
    def __init__(self, name: str) -> None:
        self.name = name
        self.seen: set[int] = set()
        self.open: set[int] = set()
        self.aliases = 0

    def build(self, node: yaml.Node) -> Located:
        self._check_alias(node)
        if len(self.open) > _MAX_DEPTH:
            self._fail(node, _TOO_DEEP)
        self.open.add(id(node))
        try:
            if isinstance(node, yaml.ScalarNode):
                return Located(self._scalar(node), _line(node))
            if isinstance(node, yaml.SequenceNode):
                return self._sequence(node)
            return self._mapping(node)
        finally:
            self.open.discard(id(node))

    def _check_alias(self, node: yaml.Node) -> None:
        if id(node) in self.open:
            self._fail(node, "an alias refers to the node that contains it; write it out")
        if id(node) in self.seen:
            self.aliases += 1
            if self.aliases > _MAX_ALIASES:
                self._fail(node, f"more than {_MAX_ALIASES} aliases; use fragments instead")
        self.seen.add(id(node))

    def _scalar(self, node: yaml.ScalarNode) -> str | int | float | bool | None:
        tag, text = node.tag, str(node.value)
        if tag in _TEXT_TAGS:
            return text
        if tag == f"{_TAG}null":
            return None
        if tag == f"{_TAG}bool":
            return text.lower() in ("yes", "true", "on")
        if tag not in (f"{_TAG}int", f"{_TAG}float"):
            self._refuse_tag(node)
        try:
            return int(text) if tag == f"{_TAG}int" else float(text)
        except ValueError:
            self._fail(node, f"{text} is not a plain decimal number; write one, or quote it")

    def _sequence(self, node: yaml.SequenceNode) -> Located:
        if node.tag != f"{_TAG}seq":
            self._refuse_tag(node)
        parts = [self.build(item) for item in node.value]
        return Located([p.value for p in parts], _line(node), dict(enumerate(parts)))

    def _mapping(self, node: yaml.Node) -> Located:
        if node.tag != f"{_TAG}map":
            self._refuse_tag(node)
        parts: dict[str | int, Located] = {}
        for key_node, value_node in node.value:
            if key_node.tag == f"{_TAG}merge":
                self._fail(key_node, "merge keys (<<) are not supported; use `defaults:`")
            key = self._scalar(key_node) if isinstance(key_node, yaml.ScalarNode) else None
            if not isinstance(key, str):
                self._fail(key_node, "keys must be text; put the key in quotes")
            if key in parts:
                self._fail(key_node, f"`{key}` is given twice; remove one")
            parts[key] = self.build(value_node)
        return Located({k: p.value for k, p in parts.items()}, _line(node), parts)

    def _refuse_tag(self, node: yaml.Node) -> NoReturn:
        self._fail(node, f"the tag {node.tag} is not supported; remove it (quote text values)")

    def _fail(self, node: yaml.Node, problem: str) -> NoReturn:
        raise RuleError(f"{self.name}:{_line(node)}: {problem}")


def _line(node: yaml.Node) -> int:
    line: int = node.start_mark.line
    return line + 1
