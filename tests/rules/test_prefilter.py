"""The prefilter finds what running every regex finds."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.document import Document
from labeler.read import read_path
from labeler.rules import engine, gated, literals
from labeler.rules.atoms import text_needs
from labeler.rules.check import example_document
from labeler.rules.engine import compiled, is_compiled
from labeler.rules.leaf import Leaf
from labeler.rules.literals import word_pattern
from labeler.rules.load import load_pack
from labeler.rules.match import match
from labeler.rules.normalize import normalize
from labeler.rules.pack import RulePack
from labeler.rules.schema import Example, Node, Rule, Where
from labeler.segment import segment
from tests.rules.ruletools import brute_force, quotes, rules

SAMPLES = Path(__file__).parents[2] / "samples"

PATTERNS = [
    "^[- ]*(?:by|acd|foto: ?bild|[0-9]+ ki|生成(?: .*)?)[ :.]*$", "^(?:ad|ai-made|баа|foo .*)$",
    "^[-(]*(?:bild|by ai|u[.]s[.])(?:[ ,.]|$)", "^(?P<hit>by|foto:) ", "^\\(?by\\b", "^by$|ki",
    "by ai", "ai[- ]made", "(?:foto|bild): .*ki", "^[^\\p{L}]{0,3}ai$", "生成(?:された)?画像",
    "[0-9]{2}:[0-9]{2}", "(?:a|b)c?d", "ни.+ии", "^.{1,5}$", "foo|bär|ба+", "[xyz]a[ -]?i",
]  # fmt: skip
WORDS = [
    "by", "AI", "ai-made", "Foto:", "Bild:", "KI", "生成", "画像", "された", "12:30", "acd", "ad",
    "нии", "ИИ", "-", "(", ".", ":", "U.S.", "foo", "BÄR", "баа", "xa-i", "\u200b", "．", "\n\n",
]  # fmt: skip

leaves = st.sampled_from(PATTERNS).map(lambda p: Node(leaf=Leaf.of(p)))
nodes = st.recursive(
    leaves,
    lambda inner: st.builds(
        lambda some, every, none: Node(any=tuple(some), all=tuple(every), none=tuple(none)),
        st.lists(inner, min_size=1, max_size=3),
        st.lists(inner, max_size=2),
        st.lists(inner, max_size=1),
    ),
    max_leaves=5,
)
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(" ".join)
lengths = st.none() | st.integers(1, 60)


def _pack(specs: list[tuple[Node, int | None]], gate: tuple[str, ...] = ()) -> RulePack:
    """Return a pack whose needs and gate come the way they come from YAML."""
    return RulePack(
        tuple(
            _rule(f"en.r{index}", node, Where(max_chars=longest), gate)
            for index, (node, longest) in enumerate(specs)
        ),
        "",
    )


def _rule(rule_id: str, match: Node, where: Where, gate: tuple[str, ...]) -> Rule:
    needs = text_needs(match, gate)
    return Rule(
        rule_id, "article", match, where=where, gate=gate,
        lines=tuple(needs.lines), lead=needs.lead, tail=needs.tail, starts=tuple(needs.starts),
        atoms=tuple(needs.atoms), also=tuple(needs.also),
    )  # fmt: skip


@settings(max_examples=300)
@given(
    st.lists(st.tuples(nodes, lengths), min_size=1, max_size=6),
    texts,
    st.sampled_from([(), ("ki", "by")]),
    st.booleans(),
)
def test_it_finds_what_brute_force_finds(
    specs: list[tuple[Node, int | None]], text: str, gate: tuple[str, ...], as_in_long_texts: bool
) -> None:
    pack = _pack(specs, gate)
    document, segments = example_document(Example(text))
    with pytest.MonkeyPatch.context() as patch:
        if as_in_long_texts:
            patch.setattr(literals, "_SMALL_BYTES", 0)
            patch.setattr(gated, "_BY_THEMSELVES", 0)
        found = match(pack, document, segments)
    assert found == brute_force(pack.rules, document, segments)


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.*.txt")), ids=lambda path: path.stem)
def test_it_finds_what_brute_force_finds_in_the_samples(sample: Path) -> None:
    (document,) = read_path(str(sample))
    assert isinstance(document, Document)
    segments = segment(document)
    some = tuple(rule for rule in load_pack().rules if {"en", "de", "ja"} & set(rule.languages))
    assert match(RulePack(some, ""), document, segments) == brute_force(some, document, segments)


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4), texts)
def test_a_gate_opens_exactly_for_its_literals(literals: list[str], text: str) -> None:
    gate = [w for w in literals if normalize(w)] or ["ki"]
    entry = "id: en.a, label: ai_report, weight: 1.0, match: {regex: '.'}"
    pack = rules(entry, head=f"gate: {gate}")
    document, segments = example_document(Example(text))
    expected = [
        position
        for position, segment in enumerate(segments)
        if any(
            compiled(word_pattern([literal])).search(normalize(segment.text).encode())
            for literal in pack.rules[0].gate
        )
    ]
    assert [hit.segment for hit in match(pack, document, segments).hits] == expected


def test_rules_are_compiled_only_when_a_segment_needs_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pattern = "written [bB]y ai"
    pack = rules(f"id: en.a, label: ai_report, weight: 1.0, match: {{regex: '{pattern}'}}")

    monkeypatch.setattr(engine, "_kept", engine.OrderedDict())  # to check the pack, it was

    match(pack, *example_document(Example("The harbour was said to be fair again.")))
    assert not is_compiled(pattern)

    match(pack, *example_document(Example("The fair was written by AI.")))
    assert is_compiled(pattern)


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("Home", "Home"),
        ("« READ MORE »", "« READ MORE »"),
        ("Read more about us", "Read more about us"),
        ("» U.S.", "» U.S."),
        ("(Home)", None),
        ("At home", None),
        ("12 replies:", "12 replies:"),
    ],
)
def test_a_whole_line_is_hit_between_its_edges(text: str, hit: str | None) -> None:
    line = r"^[«» ]*(?:home|read more(?: .*)?|u[.]s[.]|[0-9]+ replies)[«»:. ]*$"
    pack = rules(f"id: en.a, label: boilerplate, weight: 1.0, match: {{regex: '{line}'}}")
    assert quotes(pack, text) == ([hit] if hit else [])
