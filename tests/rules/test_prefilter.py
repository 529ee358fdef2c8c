"""The prefilter finds what running every regex finds."""

from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.rules.atoms import text_atoms
from labeler.rules.check import example_document
from labeler.rules.engine import compiled
from labeler.rules.gates import gate_pattern
from labeler.rules.match import match, pieces
from labeler.rules.normalize import normalize
from labeler.rules.pack import RulePack
from labeler.rules.schema import Example, Node, Rule, Where
from labeler.rules.where import Place, fits
from tests.rules.ruletools import rules

PATTERNS = [
    "by ai", "ai[- ]made", "(?:foto|bild): .*ki", "^[^\\p{L}]{0,3}ai$", "生成(?:された)?画像",
    "[0-9]{2}:[0-9]{2}", "(?:a|b)c?d", "ни.+ии", "^.{1,5}$", "foo|bär|ба+", "[xyz]a[ -]?i",
]  # fmt: skip
WORDS = [
    "by", "AI", "ai-made", "Foto:", "Bild:", "KI", "生成", "画像", "された", "12:30", "acd", "ad",
    "нии", "ИИ", "foo", "BÄR", "баа", "xa-i", "\u200b", "．", "\n\n",
]  # fmt: skip

leaves = st.sampled_from(PATTERNS).map(lambda p: Node(pattern=p))
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


def _pack(specs: list[tuple[Node, int | None]]) -> RulePack:
    """Return a pack whose atoms and gates come the way they come from YAML."""
    return RulePack(
        tuple(
            Rule(
                f"en.r{index}", "article", node,
                atoms=tuple(sorted(text_atoms(node))),
                where=Where(max_chars=longest),
            )
            for index, (node, longest) in enumerate(specs)
        ),
        "",
    )  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(nodes, lengths), min_size=1, max_size=6), texts)
def test_it_finds_what_brute_force_finds(specs: list[tuple[Node, int | None]], text: str) -> None:
    pack = _pack(specs)
    document, segments = example_document(Example(text))
    expected = set()
    for position, segment in enumerate(segments):
        view = normalize(segment.text)
        for rule in pack.rules:
            place = Place(segments, position, len(view))
            if fits(rule.where, place) and pieces(rule.match, view.encode(), segment) is not None:
                expected.add((position, rule.id))
    found = {(h.segment, h.rule.id) for h in match(pack, document, segments).hits}
    assert found == expected


@settings(deadline=None)
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
            compiled(gate_pattern(literal)).search(normalize(segment.text).encode())
            for literal in pack.rules[0].gate
        )
    ]
    assert [hit.segment for hit in match(pack, document, segments).hits] == expected


def test_rules_are_compiled_only_when_a_segment_needs_them() -> None:
    entry = "id: en.a, label: ai_report, weight: 1.0, match: {phrase: ai}"
    pack = rules(entry, head="gate: [ai]")
    match(pack, *example_document(Example("The harbour was said to be fair again.")))
    (group,) = pack.prefilter._groups.values()
    assert group._tables == [None, None, None]
