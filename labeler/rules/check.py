"""The examples of rules, run as tests."""

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from labeler.document import Document, Lineage, Markup, Segment
from labeler.evidence import Label
from labeler.locate import shipped
from labeler.rules.compiled import COMPILED, read_compiled
from labeler.rules.files import RuleFile, find_files, sha256_of
from labeler.rules.match import is_fallback, match
from labeler.rules.pack import RulePack
from labeler.rules.parse import Parsed, parse_files, with_examples
from labeler.rules.schema import Example, Rule

_PARAGRAPH = re.compile(r"\S.*?(?=\s*\n[ \t\r]*\n|\s*\Z)", re.DOTALL)
_SHARED = ("fragments.yaml", "guards.yaml", "guards")
"""Shipped files that the examples of other files may need."""

Advance = Callable[[], object]
Outcome = Literal["passed", "missed", "false_hit", "mislabelled", "todo_passes", "todo"]

LabelsOf = Callable[[Document, list[Segment]], Sequence[Label]]
"""Labels the segments of a document as a scan does."""


class Result(msgspec.Struct, frozen=True):
    """What became of one example."""

    rule: str
    place: str
    """`file:line` of the rule."""
    outcome: Outcome
    text: str
    note: str = ""
    """Why, where that can be said."""

    @property
    def fails(self) -> bool:
        """Whether this fails the run; a known gap, closed or open, does not."""
        return self.outcome in ("missed", "false_hit", "mislabelled")


class Checked(msgspec.Struct, frozen=True):
    """The outcome of running examples."""

    rules: int
    examples: int
    notable: Sequence[Result]
    """Those that failed, and the known gaps, open or closed."""


def load_for_check(
    paths: Sequence[Path], advance: Advance = lambda: None
) -> tuple[Parsed, list[Rule]]:
    """Return a parsed pack and those of its rules to check: all shipped ones without `paths`.

    With `paths`, only these are read, and the shipped fragments and guards beside them, so
    that a mistake in another file does not get in the way. `advance` is called after each file
    that has to be parsed; the shipped ones were compiled unless one was edited since.
    """
    files = files_for_check(paths)
    if not paths:
        parsed = _as_compiled(files) or parse_files(files, advance=advance)
        return parsed, list(parsed.pack.rules)
    parsed = parse_files(files, advance=advance)
    own = set(_written_in(parsed, [str(f.path) for path in paths for f in find_files(path)]))
    return parsed, [rule for rule in parsed.pack.rules if rule.id in own]


def files_for_check(paths: Sequence[Path]) -> list[RuleFile]:
    """Return the files that `load_for_check` reads."""
    if not paths:
        return find_files(shipped("rules"))
    wanted = {file.path.resolve(): file for path in paths for file in find_files(path)}
    shared = [
        path
        for name in _SHARED
        if (path := shipped("rules") / name).exists() and path.resolve() not in wanted
    ]
    beside = {f.path.resolve(): f for path in shared for f in find_files(path)}
    return list({**beside, **wanted}.values())


def _as_compiled(files: Sequence[RuleFile]) -> Parsed | None:
    """Return the shipped rules as they were compiled; None if their files are others now."""
    digest = sha256_of(files)
    compiled = read_compiled(shipped("rules") / COMPILED, digest)
    if compiled is None:
        return None
    try:
        return with_examples(RulePack(compiled.rules, digest), files)
    except msgspec.ValidationError:  # examples were something else then: parsing says what is wrong
        return None


def _written_in(parsed: Parsed, paths: Sequence[str]) -> list[str]:
    """Return the ids of the rules that are written in `paths`."""
    return [rule for rule, place in parsed.places.items() if place.rpartition(":")[0] in paths]


def check_examples(
    parsed: Parsed,
    rules: Sequence[Rule],
    labels_of: LabelsOf | None = None,
    advance: Advance = lambda: None,
) -> Checked:
    """Run the examples of `rules` against the whole of `parsed.pack`, guards included.

    `labels_of` is asked about examples that say what they `expect`; without it none is held to it.
    `advance` is called after each rule.
    """
    results: list[Result] = []
    for rule in rules:
        place = parsed.places[rule.id]
        results += [
            Result(rule.id, place, outcome, example.text, note)
            for outcome, example, note in _run(parsed, rule, labels_of)
        ]
        advance()
    return Checked(len(rules), len(results), [r for r in results if r.outcome != "passed"])


def _run(
    parsed: Parsed, rule: Rule, labels_of: LabelsOf | None
) -> Iterator[tuple[Outcome, Example, str]]:
    examples = parsed.examples[rule.id]
    pack = _pack_for(rule, parsed.pack)
    expectations: tuple[tuple[Sequence[str | Example], Outcome, Outcome], ...] = (
        (examples.match, "passed", "missed"),
        (examples.no_match, "false_hit", "passed"),
        (examples.todo_match, "todo_passes", "todo"),
    )
    for listed, if_hit, if_not in expectations:
        for example in map(long_form, listed):
            hit, note = example_hits(pack, rule.id, example)
            outcome = if_hit if hit else if_not
            if outcome == "passed" and example.expect and labels_of:
                note = _mislabelled(example, labels_of)
                outcome = "mislabelled" if note else outcome
            yield outcome, example, note


def _pack_for(rule: Rule, pack: RulePack) -> RulePack:
    """Return the pack in which a rule's examples are tried.

    A guard hits whatever it matches there, not only what it takes out, and a fallback stands
    without the rules it yields to.
    """
    if rule.role == "guard":
        return RulePack((msgspec.structs.replace(rule, role="boilerplate", vetoes=()),), "")
    if is_fallback(rule):
        return RulePack((*(r for r in pack.rules if r.role == "guard"), rule), "")
    return pack


def _mislabelled(example: Example, labels_of: LabelsOf) -> str:
    """Return how the labels differ from those expected; empty if they do not."""
    labels = labels_of(*example_document(example))
    if len(labels) != len(example.expect):
        return f"`expect` has {len(example.expect)} labels for {len(labels)} paragraphs"
    wrong = [
        f"paragraph {number} is {label}, not {expected}"
        for number, (label, expected) in enumerate(zip(labels, example.expect, strict=True), 1)
        if label != expected
    ]
    return "; ".join(wrong)


def example_hits(pack: RulePack, rule_id: str, example: Example) -> tuple[bool, str]:
    """Return whether the rule hits the example, and what stopped it if a guard did."""
    document, segments = example_document(example)
    matches = match(pack, document, segments)
    if any(hit.rule.id == rule_id for hit in matches.hits):
        return True, ""
    if any(hit.rule.id == rule_id for hit in matches.vetoed):
        guards = sorted({hit.rule.id for hit in matches.hits if hit.rule.role == "guard"})
        return False, f"vetoed by {', '.join(guards)}"
    return False, ""


def example_document(example: Example) -> tuple[Document, list[Segment]]:
    """Return an example as a document whose segments are its paragraphs."""
    document = Document(
        text=example.text,
        path="example",
        media_type="text/html" if example.tag else "text/plain",
        encoding="utf-8",
        encoding_source="utf-8",
        sha256="",
    )
    markup = _markup(example) if example.tag else None
    kind = example.kind or "paragraph"
    return document, [
        Segment(index, start, end, example.text[start:end], kind, markup)
        for index, (start, end) in enumerate(_paragraphs(example.text))
    ]


def long_form(example: str | Example) -> Example:
    """Return an example with its fields."""
    return Example(text=example) if isinstance(example, str) else example


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    return (found.span() for found in _PARAGRAPH.finditer(text))


def _markup(example: Example) -> Markup:
    tag = example.tag or "div"
    tokens = [t if re.match(r"\d:", t) else f"0:{t}" for t in example.tokens]
    lineage = Lineage.of(("html", "body", tag), tokens)
    return Markup(tag, f"html/body/{tag}", "html/body", lineage, link_chars=0, container=0)
