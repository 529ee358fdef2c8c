"""What is legal in a rule but likely wrong."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import Literal

import msgspec

from labeler.rules.check import example_document, long_form
from labeler.rules.engine import compiled
from labeler.rules.literals import word_pattern
from labeler.rules.normalize import SEPARATOR, normalize, normalize_all
from labeler.rules.parse import Parsed
from labeler.rules.schema import Node, Rule
from labeler.rules.syntax import literal_characters

_SHORT_BYTES = 14
"""An unanchored disclosure phrase below this, in UTF-8, turns up in sentences about AI."""
_LABEL_CHARS = 60
"""In segments up to this length a phrase need not be anchored."""
_PARAGRAPH_CHARS = 240
"""A rule that runs on every segment may do so on lines up to this length."""
_ASCII_CLASS = re.compile(r"(?<!\\)(?:\\\\)*(\\[wWbB])")
_DIGIT_CLASS = re.compile(r"(?<!\\)(?:\\\\)*(\\[dD])")
_CASELESS = re.compile(r"\(\?[a-z]*i[a-z]*[:)-]")
_OWN_DIGITS = {"ar", "fa", "ur", "hi", "mr", "ne", "bn", "as", "pa", "gu", "or", "ta", "te", "kn",
               "ml", "th", "lo", "km", "my", "bo", "ckb", "ps"}  # fmt: skip
_ASCII_LANGUAGES = {"en", "und"}


class Finding(msgspec.Struct, frozen=True):
    """One thing a rule's author should look at."""

    place: str
    """`file:line` of the rule."""
    rule: str
    level: Literal["error", "warning"]
    problem: str


def lint(
    parsed: Parsed, rules: Sequence[Rule], advance: Callable[[], object] = lambda: None
) -> list[Finding]:
    """Return what is wrong or doubtful in `rules`, in their order; `advance` follows each."""
    findings: list[Finding] = []
    seen: dict[str, str] = {}
    for rule in rules:
        problems = [
            *_errors(rule, parsed),
            *(("warning", text) for text in _warnings(rule)),
            *(("warning", text) for text in _duplicates(rule, seen)),
        ]
        place = parsed.places[rule.id]
        findings += [Finding(place, rule.id, level, text) for level, text in problems]
        advance()
    return findings


def patterns(node: Node) -> Iterator[str]:
    """Yield the regexes of all leaves below `node`, those under `not` too."""
    if node.pattern is not None:
        yield node.pattern
    for child in (*node.any, *node.all, *node.none):
        yield from patterns(child)


def _errors(rule: Rule, parsed: Parsed) -> Iterator[tuple[Literal["error", "warning"], str]]:
    for pattern in patterns(rule.match):
        if not _CASELESS.search(pattern):
            literals, members = literal_characters(pattern)
            if strange := [c for c in literals if _never_in_view(c)]:
                yield "error", f"{_view_advice(strange)} in {_short(pattern)} and never matches"
            if strange := [c for c in members if _never_in_view(c)]:
                yield "warning", f"{_view_advice(strange)} in a class of {_short(pattern)}"
        if any(m.end() == m.start() for m in compiled(pattern).finditer("x y")):
            yield "error", f"{_short(pattern)} can match nothing at all; require a character"
    if rule.gate:
        gate = compiled(word_pattern(rule.gate))
        for example in map(long_form, parsed.examples[rule.id].match):
            texts = [s.text for s in example_document(example)[1]]
            if not gate.search(SEPARATOR.join(normalize_all(texts))):
                yield "error", f"no gate literal of the file is in the example {example.text!r}"


def _warnings(rule: Rule) -> Iterator[str]:
    ascii_only = set(rule.languages) <= _ASCII_LANGUAGES
    for pattern in patterns(rule.match):
        if _CASELESS.search(pattern):
            yield f"(?i) is not needed, the text is case folded: write {_short(pattern)} without"
        if not ascii_only and (found := _ASCII_CLASS.search(pattern)):
            yield f"{found[1]} knows ASCII only; write [^\\p{{L}}] or the like in {_short(pattern)}"
        if _OWN_DIGITS & set(rule.languages) and (found := _DIGIT_CLASS.search(pattern)):
            yield f"{found[1]} knows ASCII digits only; use \\p{{Nd}} in {_short(pattern)}"
    if rule.role == "disclosure" and not _confined(rule):
        for pattern in _loose(rule.match):
            yield (
                f"{_short(pattern)} is short and not anchored: sentences about AI will match; "
                f"anchor it with ^ or $, or set max_chars <= {_LABEL_CHARS} or min_coverage >= 0.5"
            )
    longest = rule.where.max_chars
    known = rule.lines or rule.starts or rule.atoms
    if not known and _has_text(rule.match) and (longest is None or longest > _PARAGRAPH_CHARS):
        yield (
            "no literal is in everything it matches, so it runs on every segment; spell a word "
            f"out, or set max_chars (<= {_PARAGRAPH_CHARS})"
        )


def _duplicates(rule: Rule, seen: dict[str, str]) -> Iterator[str]:
    leaves = list(patterns(rule.match))
    for pattern in sorted({p for p in leaves if leaves.count(p) > 1}):
        yield f"{_short(pattern)} is given twice"
    key = repr((rule.match, rule.where, rule.label, rule.role))
    if key in seen:
        yield f"matches the same as {seen[key]}; remove one"
    seen.setdefault(key, rule.id)


def _confined(rule: Rule) -> bool:
    longest = rule.where.max_chars
    return rule.where.min_coverage >= 0.5 or (longest is not None and longest <= _LABEL_CHARS)


def _loose(node: Node) -> Iterator[str]:
    """Yield the short unanchored regexes each of which is enough for `node` to match."""
    if node.pattern is not None:
        anchored = re.search(r"(?:^|[(|])\^(?!\|)|\$(?:[)|]|$)", _without_edges(node.pattern))
        spelled_out = "".join(literal_characters(node.pattern)[0])
        if not anchored and len(spelled_out.encode()) < _SHORT_BYTES:
            yield node.pattern
    elif not node.all:
        for child in node.any:
            yield from _loose(child)
    elif len(node.all) == 1 and not node.any:
        yield from _loose(node.all[0])


def _without_edges(pattern: str) -> str:
    """Drop word edges such as `(?:^|[^\\p{L}])`, whose ^ and $ anchor nothing."""
    return re.sub(r"\(\?:\^\|\[[^\]]*\]\)|\(\?:\[[^\]]*\]\|\$\)|\(\?:\$\|\[[^\]]*\]\)", "", pattern)


def _short(pattern: str) -> str:
    return repr(pattern if len(pattern) <= 70 else f"{pattern[:69]}…")


def _has_text(node: Node) -> bool:
    return next(patterns(node), None) is not None


def _never_in_view(char: str) -> bool:
    return _in_view(char) != char and not unicodedata.combining(char)


def _in_view(char: str) -> str:
    return normalize(f"0{char}0")[1:-1]  # between others, so that white space is not trimmed


def _view_advice(strange: Sequence[str]) -> str:
    shown = ", ".join(f"{c!r} as {_in_view(c)!r}" for c in dict.fromkeys(strange))
    return f"rules see normalised text: write {shown}; as it is, it stands"
