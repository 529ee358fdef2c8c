"""Rules as written to rules as run: defaults merged, fragments put in, regexes checked."""

import math
import re
import unicodedata
from collections.abc import Sequence
from typing import Any, Literal, NoReturn

import msgspec
import re2

from labeler.errors import RuleError
from labeler.evidence import Role
from labeler.rules.atoms import markup_atoms, text_needs
from labeler.rules.clues import clue_to
from labeler.rules.engine import compiled
from labeler.rules.leaf import Leaf
from labeler.rules.normalize import VARIANTS, normalize
from labeler.rules.schema import Html, MatchSpec, Node, Rule, RuleSpec
from labeler.rules.shapes import shape_regex
from labeler.rules.shorten import shorten
from labeler.rules.source import Located
from labeler.rules.syntax import RegexTooDeepError, parse_regex
from labeler.rules.words import Lexicon

RULE_ID = re.compile(r"[a-z]{2,3}(-[A-Za-z]+)?(\.[a-z0-9-]+)+")
"""The language, then names."""
_REFERENCE = re.compile(r"\{\{([^{}]*)\}\}")
_PATH_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]")
_MAX_PATTERN = 60_000
_EXPERIMENTAL_WEIGHT = 1.0
_LEAVES = ("phrase", "regex", "ref", "words", "shape", "html")
_UNSUPPORTED_LEAVES = {
    "hidden": "hidden text is found and reported by the provenance step",
    "header": "HTTP headers are read by the provenance step",
}
# Scripts whose words are set apart from each other; Han, Kana, Hangul, Thai ... are not.
_WORD_SCRIPTS = (
    "Latin", "Greek", "Cyrillic", "Armenian", "Georgian", "Hebrew", "Arabic", "Devanagari",
    "Bengali", "Gurmukhi", "Gujarati", "Oriya", "Tamil", "Telugu", "Kannada", "Malayalam",
)  # fmt: skip


class Fragment(msgspec.Struct, frozen=True):
    """A named piece of regex, or a shape, and where it is written."""

    pattern: str
    file: str
    line: int
    kind: Literal["fragment", "shape"] = "fragment"


class FileContext(msgspec.Struct, frozen=True):
    """What the rules of one file have in common."""

    path: str
    """As errors call the file."""
    name: str
    """Relative to its rules directory."""
    gate: tuple[str, ...]
    defaults: dict[str, Any]
    fragments: dict[str, Fragment]
    """Resolved, the shared ones included."""
    lexicon: Lexicon | None
    """Of the file's `words`."""
    letters: dict[str, str]
    """Of the classes of words, by their names."""
    shapes: dict[str, Fragment]
    """As `fragments`."""


def expand_rule(node: Located, file: FileContext) -> tuple[Rule, RuleSpec]:
    """Turn one entry of `rules:` into a Rule and its spec (which keeps the examples).

    Raises RuleError naming file, line, rule and mend.
    """
    return _Expansion(node, file).rule()


def resolve_fragments(fragments: dict[str, Fragment]) -> dict[str, Fragment]:
    """Put fragments into fragments and check each on its own.

    Raises RuleError for an unknown or circular reference and for what RE2 refuses.
    """
    resolved = resolve_shapes(fragments)
    for name, fragment in resolved.items():
        _check_pattern(fragment.pattern, f"{fragment.file}:{fragment.line}: fragment {name}")
    return resolved


def resolve_shapes(shapes: dict[str, Fragment]) -> dict[str, Fragment]:
    """Put shapes into shapes. Raises RuleError for an unknown or circular reference."""
    return {name: _resolve(name, shapes, ()) for name in shapes}


def _resolve(name: str, fragments: dict[str, Fragment], path: tuple[str, ...]) -> Fragment:
    fragment = fragments[name]
    where = f"{fragment.file}:{fragment.line}: {fragment.kind} {name}"
    if name in path:
        raise RuleError(
            f"{where}: refers to itself ({' > '.join((*path, name))}); break the circle"
        )

    def put_in(match: re.Match[str]) -> str:
        if match[1] not in fragments:
            kind = fragment.kind
            raise RuleError(f"{where}: unknown {kind} {match[1]}; define it under `{kind}s:`")
        return f"(?:{_resolve(match[1], fragments, (*path, name)).pattern})"

    pattern = _REFERENCE.sub(put_in, fragment.pattern.translate(VARIANTS))
    return msgspec.structs.replace(fragment, pattern=pattern)


def _check_pattern(pattern: str, where: str) -> None:
    if len(pattern) > _MAX_PATTERN:
        raise RuleError(f"{where}: the regex has {len(pattern)} characters; split it into rules")
    try:
        regex = compiled(pattern)
    except re2.error as error:
        reason = error.args[0].decode() if isinstance(error.args[0], bytes) else error.args[0]
        raise RuleError(f"{where}: RE2 refuses the regex: {reason}; pattern {pattern!r}") from None
    try:
        parse_regex(pattern)
    except RegexTooDeepError:
        raise RuleError(f"{where}: groups nested too deep in a regex; write fewer") from None
    if regex.search(b"") is not None:
        raise RuleError(
            f"{where}: the regex {pattern!r} matches the empty string; require a letter"
        )


class _Expansion:
    def __init__(self, node: Located, file: FileContext) -> None:
        self.node, self.file = node, file
        self.name = "?"

    def rule(self) -> tuple[Rule, RuleSpec]:
        spec = self._spec()
        self._check(spec)
        match = self._node(spec.match, ("match",))
        role = spec.role or _default_role(spec)
        needs = text_needs(match, self.file.gate)
        known = bool(needs.lines or needs.starts or needs.atoms)
        fields = {f: getattr(spec, f) for f in RuleSpec.__struct_fields__ if f != "examples"}
        experimental = spec.status == "experimental" and spec.verdict is not None
        fields |= {
            "match": match,
            "role": role,
            "vetoes": spec.vetoes if role == "guard" else (),
            "verdict": None if experimental else spec.verdict,
            "weight": spec.weight or _EXPERIMENTAL_WEIGHT if experimental else spec.weight,
            "lines": tuple(sorted(needs.lines)),
            "lead": needs.lead,
            "tail": needs.tail,
            "starts": tuple(sorted(needs.starts)),
            "atoms": tuple(sorted(needs.atoms)),
            "also": tuple(sorted(needs.also)),
            "markup_atoms": () if known else tuple(sorted(markup_atoms(match, spec.where))),
            "reads_markup": _reads_markup(match),
            "gate": self.file.gate,
            "file": self.file.name,
        }
        return Rule(**fields), spec

    def _spec(self) -> RuleSpec:
        raw = self.node.value
        if not isinstance(raw, dict):
            self._fail((), "a rule must be a mapping with at least `id` and `match`")
        self.name = str(raw.get("id", "?"))
        try:
            return msgspec.convert({**self.file.defaults, **raw}, RuleSpec, strict=True)
        except msgspec.ValidationError as error:
            problem, path = explain(error)
            for leaf, reason in _UNSUPPORTED_LEAVES.items():
                if problem.startswith(f"unknown key `{leaf}`") and path[:1] == ("match",):
                    problem = f"leaf `{leaf}` is not supported: {reason}; remove it"
            self._fail(path, problem)

    def _check(self, spec: RuleSpec) -> None:
        if not RULE_ID.fullmatch(spec.id):
            self._fail(
                ("id",), "the id must look like `de.ai-report.marker` (language, then names)"
            )
        guard = spec.role == "guard"
        if guard and (spec.verdict or spec.weight is not None):
            self._fail((), "a guard has neither verdict nor weight; remove them")
        if not guard:
            self._check_voice(spec)
        if not guard and spec.label is None:
            self._fail((), "`label` is missing; give the label the rule speaks for")
        for kind in ("match", "no_match"):
            if not getattr(spec.examples, kind):
                self._fail(("examples",), f"no `{kind}` example; give at least one")
        self._check_numbers(spec)

    def _check_voice(self, spec: RuleSpec) -> None:
        if spec.verdict is None and spec.weight is None:
            self._fail((), "neither verdict nor weight; give one of them")
        both = spec.verdict is not None and spec.weight is not None
        if both and spec.verdict != "residue" and spec.status != "experimental":
            self._fail(("weight",), "verdict and weight exclude each other; remove one")
        if spec.weight is not None and not math.isfinite(spec.weight):
            self._fail(("weight",), "the weight must be a finite number")

    def _check_numbers(self, spec: RuleSpec) -> None:
        where, scope = spec.where, spec.scope
        if not 0 <= where.min_coverage <= 1:
            self._fail(("where", "min_coverage"), "min_coverage must lie between 0 and 1")
        if where.max_chars is not None and where.max_chars < max(1, where.min_chars):
            self._fail(("where", "max_chars"), "max_chars must be positive and not below min_chars")
        if not 0 <= scope.inherit_confidence <= 1:
            self._fail(("scope", "inherit_confidence"), "inherit_confidence must lie in 0 to 1")
        if scope.max_segments is not None and scope.max_segments < 1:
            self._fail(("scope", "max_segments"), "max_segments must be at least 1")
        if where.html is not None:
            self._check_html(where.html, ("where", "html"))
        beside = {"previous": where.neighbours.previous, "next": where.neighbours.next}
        for name, neighbour in beside.items():
            if neighbour is not None and neighbour.regex is not None:
                place = self._where(("where", "neighbours", name, "regex"))
                _check_pattern(neighbour.regex, place)
        if where.page is not None:
            _check_pattern(where.page.regex, self._where(("where", "page", "regex")))

    def _node(self, spec: MatchSpec, path: tuple[str | int, ...]) -> Node:
        leaves = [k for k in _LEAVES if getattr(spec, k) not in (None, ())]
        branches = spec.any or spec.all or spec.not_
        if len(leaves) + bool(branches) != 1:
            self._fail(
                path, f"needs exactly one of {', '.join(_LEAVES)}, or a group of any, all, not"
            )
        if leaves:
            return self._leaf(leaves[0], spec, path)
        if not spec.any and not spec.all:
            self._fail(path, "`not` alone matches nothing; add `any` or `all` beside it")
        return Node(
            any=self._nodes(spec.any, (*path, "any")),
            all=self._nodes(spec.all, (*path, "all")),
            none=self._nodes(spec.not_, (*path, "not")),
        )

    def _nodes(self, specs: tuple[MatchSpec, ...], path: tuple[str | int, ...]) -> tuple[Node, ...]:
        return tuple(self._node(spec, (*path, index)) for index, spec in enumerate(specs))

    def _leaf(self, kind: str, spec: MatchSpec, path: tuple[str | int, ...]) -> Node:
        path = (*path, kind)
        if spec.html is not None:
            self._check_html(spec.html, path)
            return Node(html=spec.html)
        if spec.phrase is not None:
            phrase = normalize(spec.phrase)
            if not phrase:
                self._fail(path, "the phrase is empty; give the words to find")
            return Node(leaf=Leaf.of(phrase_pattern(phrase)))
        if spec.words or spec.shape is not None:
            return self._shape(spec.shape or f"<{'|'.join(spec.words)}>", spec.words, path)
        if spec.ref is not None:
            pattern = self._fragment(spec.ref, self.file.fragments, path)
        else:
            regex = (spec.regex or "").translate(VARIANTS)
            pattern = self._put_in(regex, self.file.fragments, path)
        _check_pattern(pattern, self._where(path))
        pattern = shorten(pattern)
        return Node(leaf=Leaf.of(pattern, clue_to(pattern)))

    def _shape(self, shape: str, needed: Sequence[str], path: tuple[str | int, ...]) -> Node:
        letters = self.file.letters
        try:
            pattern = shape_regex(self._put_in(shape, self.file.shapes, path), letters)
        except RuleError as error:
            self._fail(path, str(error))
        if self.file.lexicon is None:
            self._fail(path, "the file has no classes of words; define some under `words:`")
        _check_pattern(pattern, self._where(path))
        needs = "".join(letters[name] for name in needed)
        return Node(leaf=Leaf.of(pattern), lexicon=self.file.lexicon, needs=needs)

    def _put_in(self, text: str, known: dict[str, Fragment], path: tuple[str | int, ...]) -> str:
        return _REFERENCE.sub(lambda m: f"(?:{self._fragment(m[1], known, path)})", text)

    def _fragment(self, name: str, known: dict[str, Fragment], path: tuple[str | int, ...]) -> str:
        if name not in known:
            kind = "shape" if known is self.file.shapes else "fragment"
            self._fail(path, f"unknown {kind} {name}; define it under `{kind}s:`")
        return known[name].pattern

    def _check_html(self, html: Html, path: tuple[str | int, ...]) -> None:
        if not html.tag and html.class_regex is None:
            self._fail(path, "give `tag`, `class_regex` or both")
        if html.class_regex is not None:
            _check_pattern(html.class_regex, self._where((*path, "class_regex")))

    def _where(self, path: tuple[str | int, ...]) -> str:
        return f"{self.file.path}:{self.node.line_of(path)}: rule {self.name}"

    def _fail(self, path: tuple[str | int, ...], problem: str) -> NoReturn:
        raise RuleError(f"{self._where(path)}: {problem}")


def explain(error: msgspec.ValidationError) -> tuple[str, tuple[str | int, ...]]:
    """Return msgspec's message in the words of a rule author, and the path it speaks of."""
    text, _, at = str(error).partition(" - at `")
    steps = _PATH_STEP.findall(at.rstrip("`"))
    path: tuple[str | int, ...] = tuple(int(i) if i else name for name, i in steps)
    if unknown := re.fullmatch(r"Object contains unknown field `(.*)`", text):
        return f"unknown key `{unknown[1]}`; remove it or mend its spelling", (*path, unknown[1])
    if missing := re.fullmatch(r"Object missing required field `(.*)`", text):
        return f"`{missing[1]}` is missing; give it", path
    key = at.rstrip("`").removeprefix("$.")
    hint = "; put YAML words such as no, on, yes in quotes" if "got `bool`" in text else ""
    return f"`{key}`: {text[:1].lower()}{text[1:]}{hint}", path


def phrase_pattern(phrase: str) -> str:
    """Return the regex of a normalised phrase; the group `hit` is the phrase without its edges.

    A phrase that starts or ends with a letter of a script that sets words apart does not
    start or end inside a word of that script.
    """
    before, after = _edge(phrase[0]), _edge(phrase[-1])
    start = f"(?:^|[^{before}])" if before else ""
    end = f"(?:[^{after}]|$)" if after else ""
    return f"{start}(?P<hit>{re2.escape(phrase)}){end}"


def _edge(char: str) -> str:
    """Return the class of characters that would continue the word `char` belongs to, or ''."""
    if char.isdecimal():
        return r"\p{N}"
    name = unicodedata.name(char, "").split(" ")[0].title()
    script = name if name in _WORD_SCRIPTS else ""
    return rf"\p{{{script}}}\p{{M}}\p{{N}}_" if script else ""


def _reads_markup(node: Node) -> bool:
    return node.html is not None or any(map(_reads_markup, (*node.all, *node.any, *node.none)))


def _default_role(spec: RuleSpec) -> Role:
    if spec.verdict == "residue":
        return "residue"
    if spec.verdict == "claim":
        return "human_claim"
    if spec.verdict == "declared" and spec.label in ("ai_report", "image_caption"):
        return "disclosure"
    roles: dict[str | None, Role] = {"image_caption": "caption", "boilerplate": "boilerplate"}
    return roles.get(spec.label, "article")
