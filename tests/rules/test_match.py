"""What a rule file's `match`, `where` and guards mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.document import Segment
from labeler.rules.check import example_document
from labeler.rules.match import match
from labeler.rules.pack import RulePack
from labeler.rules.schema import Example
from tests.rules.ruletools import hit_ids, html_segments, matches, quotes, rules

LABEL = "label: ai_report, weight: 1.0"


def rule(name: str, match_spec: str, more: str = LABEL) -> str:
    return f"id: en.{name}, match: {match_spec}, {more}"


@pytest.mark.parametrize(
    ("phrase", "text", "quote"),
    [
        ("KI-generiert", "Bild: KI-GENERIERT!", "KI-GENERIERT"),
        ("KI-generiert", "Skiki-generiert, KI-generierte", None),
        ("AI画像", "これはＡＩ画像です", "ＡＩ画像"),
        ("AI", "この記事はAIによるものです", "AI"),
        ("AI", "OpenAI said", None),
        ("ИИ", "создано ИИ.", "ИИ"),
        ("ИИ", "в России", None),
        ("2024", "in 12024", None),
        ("AI가", "이 글은AI가 썼다", "AI가"),
        ("groß", "GROSS", "GROSS"),
    ],
)
def test_a_phrase_is_found_as_words(phrase: str, text: str, quote: str | None) -> None:
    assert quotes(rules(rule("a", f"{{phrase: '{phrase}'}}")), text) == ([quote] if quote else [])


@pytest.mark.parametrize(
    ("spec", "text", "hit"),
    [
        ("{any: [{phrase: one}, {phrase: two}]}", "two", True),
        ("{any: [{phrase: one}, {phrase: two}]}", "three", False),
        ("{all: [{phrase: one}, {phrase: two}]}", "two one", True),
        ("{all: [{phrase: one}, {phrase: two}]}", "one", False),
        ("{any: [{phrase: one}], not: [{phrase: two}]}", "one", True),
        ("{any: [{phrase: one}], not: [{phrase: two}]}", "one two", False),
        ("{all: [{any: [{phrase: a1}, {phrase: b1}]}, {phrase: c1}]}", "b1 c1", True),
        ("{all: [{any: [{phrase: a1}, {phrase: b1}]}, {phrase: c1}]}", "b1 a1", False),
    ],
)
def test_any_all_and_not_nest(spec: str, text: str, hit: bool) -> None:
    assert bool(hit_ids(rules(rule("a", spec)), text)) is hit


def test_a_disclosure_is_not_sought_in_a_text_that_is_in_another_language() -> None:
    pack = rules("id: fr.a, languages: [fr], match: {phrase: robot}, role: disclosure, " + LABEL)

    assert hit_ids(pack, "Un robot a écrit cet article") == ["fr.a"]
    assert hit_ids(pack, "Robot content") == ["fr.a"]
    assert hit_ids(pack, "They would not have said that of the robot") == []


def test_fragments_stand_for_regexes() -> None:
    pack = rules(
        rule("inside", r"{regex: 'by {{ai}}\.'}"),
        rule("alone", "{ref: ai}"),
        head="fragments: {ai: 'ai|{{long}}', long: 'artificial intelligence'}",
    )
    assert hit_ids(pack, "By artificial intelligence.") == ["en.inside", "en.alone"]


def test_a_rule_hits_a_segment_once_where_it_matches_longest() -> None:
    pack = rules(rule("a", r"{regex: 'go+al'}"))
    assert quotes(pack, "goal, goooal, gooal") == ["goooal"]


def test_the_group_hit_narrows_what_is_quoted() -> None:
    assert quotes(rules(rule("a", r"{regex: 'by (?P<hit>\w+) bot'}")), "by News bot") == ["News"]


def test_hits_refer_to_the_raw_text_of_the_document() -> None:
    text = "First.\n\nThis image was made by \u0410\u200bI,  ½ of it."
    assert quotes(rules(rule("a", "{phrase: made by ai}")), text) == ["made by \u0410\u200bI"]


def test_hits_are_sorted() -> None:
    pack = rules(rule("b", "{phrase: two}"), rule("a", "{phrase: two}"), rule("c", "{phrase: one}"))
    hits = matches(pack, "one two\n\ntwo").hits
    assert [(h.segment, h.rule.id) for h in hits] == [
        (0, "en.c"), (0, "en.a"), (0, "en.b"), (1, "en.a"), (1, "en.b"),
    ]  # fmt: skip


@pytest.mark.parametrize("where", ["page: {regex: ferr}", "neighbours: {next: {regex: ferr}}"])
def test_half_a_pair_of_surrogates_is_no_letter_of_what_is_around(where: str) -> None:
    pack = rules(rule("a", "{phrase: word}", f"{LABEL}, where: {{{where}}}"))
    document, segments = example_document(Example("word\n\nfer\ud800 ferr\udc00y"))
    assert [hit.segment for hit in match(pack, document, segments).hits] == [0]


@pytest.mark.parametrize(
    ("where", "hits"),
    [
        ("max_chars: 4", [3]),
        ("min_chars: 10", [0, 2]),
        ("min_coverage: 0.9", [3]),
        ("position: {from_start: 1}", [0]),
        ("position: {from_end: 2}", [2, 3]),
        ("position: {from_start: 1, from_end: 1}", [0, 3]),
        ("position: [first, last]", [0, 3]),
        ("position: [heading]", [1]),
        ("position: [near_heading]", [0, 2]),
        ("kinds: [list_item]", [3]),
        ("kinds: [heading, list_item]", [1, 3]),
        ("language_mismatch: true", [2]),
        ("language_mismatch: false", [0, 1]),
        ("neighbours: {next: {max_chars: 9}}", [0, 2]),
        ("neighbours: {previous: {min_chars: 10}}", [1, 3]),
        ("neighbours: {previous: {rule: 'en.m*'}}", [1]),
        ("neighbours: {next: {not_rule: en.mark}}", [0, 1, 2]),
        ("neighbours: {previous: {label: image_caption}}", [1]),
        ("neighbours: {next: {}}", [0, 1, 2]),
        ("neighbours: {previous: {regex: '^word two$'}}", [2]),
        ("page: {regex: 'in the|opening'}", [0, 1, 2, 3]),
        ("page: {regex: 'in the|opening', segments: 2}", [1, 3]),
        ("page: {regex: 'in the|opening', segments: 2, min_chars: 99}", []),
        ("position: [near_marker]", [1]),
        ("position: [near_marker, last]", [1, 3]),
    ],
)
def test_where_says_which_segments_a_rule_hits(where: str, hits: list[int]) -> None:
    pack = rules(
        rule("a", "{phrase: word}", f"{LABEL}, where: {{{where}}}"),
        rule("mark", "{phrase: opening}", "label: image_caption, role: disclosure, weight: 1.0"),
    )
    document, plain = example_document(
        Example("an opening word\n\nword two\n\nword in the third\n\nword")
    )
    kinds = ("paragraph", "heading", "paragraph", "list_item")
    segments = [
        Segment(s.index, s.start, s.end, s.text, kind) for s, kind in zip(plain, kinds, strict=True)
    ]
    found = match(pack, document, segments, ["en", "en", "de", None]).hits
    assert [hit.segment for hit in found if hit.rule.id == "en.a"] == hits


@pytest.mark.parametrize(
    ("html", "hits"),
    [
        ("tag: [figcaption]", [1]),
        ("tag: [main], within: 1", [0, 1, 2]),
        ("tag: [main], within: 0", []),
        ("class_regex: '^cap'", [1, 2]),
        ("class_regex: '^cap', within: 0", [1]),
        ("class_regex: '^cap', tag: [p]", [2]),
    ],
)
@pytest.mark.parametrize("as_leaf", [True, False])
def test_html_conditions_see_elements_and_classes(
    html: str, hits: list[int], as_leaf: bool
) -> None:
    entry = (
        rule("a", f"{{html: {{{html}}}}}")
        if as_leaf
        else rule("a", "{phrase: word}", f"{LABEL}, where: {{html: {{{html}}}}}")
    )
    document, segments = html_segments(
        ("word", "p", ["0:text"]),
        ("word", "figcaption", ["0:caption", "1:figure"]),
        ("word", "p", ["0:text", "2:caption-box"]),
    )
    assert [hit.segment for hit in match(rules(entry), document, segments).hits] == hits


def test_text_without_markup_meets_no_html_condition() -> None:
    pack = rules(rule("a", "{any: [{html: {tag: [p]}}, {phrase: else}]}"))
    assert hit_ids(pack, "word") == []
    assert hit_ids(pack, "else") == ["en.a"]


def test_a_hit_on_the_markup_alone_spans_the_segment() -> None:
    document, segments = html_segments(("a", "p", []), ("Some words", "aside", []))
    (hit,) = match(rules(rule("a", "{html: {tag: [aside]}}")), document, segments).hits
    assert document.text[hit.start : hit.end] == "Some words"


def test_a_guard_vetoes_disclosures_and_residue_in_its_segment() -> None:
    pack = rules(
        rule("told", "{phrase: written by ai}", "label: ai_report, verdict: declared"),
        rule("left", "{phrase: as an ai}", "label: ai_report, verdict: residue"),
        rule("other", "{phrase: cookies}", "label: boilerplate, weight: 1.0"),
        rule("quoted", "{regex: '\\bsaid\\b'}", "role: guard"),
    )
    found = matches(pack, "Written by AI, cookies. As an AI, he said.\n\nWritten by AI")
    assert [(h.segment, h.rule.id) for h in found.vetoed] == [(0, "en.told"), (0, "en.left")]
    assert [(h.segment, h.rule.id) for h in found.hits] == [
        (0, "en.other"), (0, "en.quoted"), (1, "en.told"),
    ]  # fmt: skip


def test_a_guard_may_veto_other_roles_and_only_where_it_overlaps() -> None:
    pack = rules(
        rule("a", "{phrase: by ai}", "label: ai_report, verdict: declared"),
        rule("b", "{phrase: in full}", "label: ai_report, role: byline, weight: 1.0"),
        rule(
            "g",
            "{regex: 'not .{0,9}in full'}",
            "role: guard, extent: overlap, vetoes: [byline, disclosure]",
        ),
    )
    found = matches(pack, "Made by AI, not quite in full")
    assert [h.rule.id for h in found.vetoed] == ["en.b"]


def test_an_experimental_verdict_only_votes() -> None:
    more = "label: ai_report, verdict: declared, status: experimental"
    pack = rules(rule("a", "{phrase: ai}", more), rule("b", "{phrase: ai}", f"{more}, weight: 0.5"))
    assert [(r.verdict, r.weight) for r in pack.rules] == [(None, 1.0), (None, 0.5)]


def test_a_deprecated_rule_hits_nothing() -> None:
    assert hit_ids(rules(rule("a", "{phrase: ai}", f"{LABEL}, status: deprecated")), "ai") == []


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("Word by AI", [0]),
        ("Word by Ai\n\nOther word", [0]),
        ("The word said again", []),  # a short literal must be a word of its own
        ("AI-word", [0]),
        ("word AIs", []),
        ("word, unkünstliche", [0]),
        ("wordによるAI、", [0]),
    ],
)
def test_a_gate_opens_its_file_for_segments_with_a_literal(text: str, hits: list[int]) -> None:
    pack = rules(rule("a", "{regex: word}"), head="gate: [AI, künstlich]")
    assert [hit.segment for hit in matches(pack, text).hits] == hits


@pytest.mark.parametrize("text", ["ai", "gen ai report by", "report by ai", "gen aid", "ai\n\nai"])
@pytest.mark.parametrize("gate", ["ai", "ai report", "report by", "gen ai"])
def test_no_gate_hides_another(gate: str, text: str) -> None:
    alone = rules(rule("a", "{regex: '[a-z]$'}"), head=f"gate: [{gate}]")
    others = [
        rules(rule("o", "{regex: zzz}"), head=f"gate: [{other}]").rules
        for other in ("ai", "ai report", "report by", "gen ai")
    ]
    together = RulePack(alone.rules + sum(others, ()), "")
    assert hit_ids(together, text) == hit_ids(alone, text)


@given(st.text(st.sampled_from("aAiI \n\t\u200bГЁёßﬁ½…А、　e\u0301"), max_size=30))
def test_a_quote_is_always_the_text_at_its_span(text: str) -> None:
    pack = rules(rule("a", "{regex: '[ai]+'}"), rule("b", r"{regex: '\pL\pL'}"))
    document, segments = example_document(Example(text))
    for hit in match(pack, document, segments).hits:
        segment = segments[hit.segment]
        assert segment.start <= hit.start < hit.end <= segment.end
        assert not text[hit.start : hit.end].isspace()


def test_segments_of_a_long_document_are_matched_across_batches() -> None:
    text = "\n\n".join(["some filler text " * 4000, "by ai"] * 20)
    found = matches(rules(rule("a", "{phrase: by ai}")), text).hits
    assert [hit.segment for hit in found] == list(range(1, 40, 2))
    assert {text[h.start : h.end] for h in found} == {"by ai"}


def test_a_text_that_recurs_is_found_wherever_it_stands() -> None:
    pack = rules("id: en.a, label: boilerplate, weight: 1.0, match: {regex: 'read on'}")
    texts = ("First.\n\nRead on", "Read on\n\nread  on\n\nRead on")
    for _ in range(2):
        spans = [[text[h.start : h.end] for h in matches(pack, text).hits] for text in texts]
        assert spans == [["Read on"], ["Read on", "read  on", "Read on"]]


def test_a_text_that_recurs_counts_only_where_its_rule_wants_it() -> None:
    pack = rules(rule("a", "{regex: 'menu'}", f"{LABEL}, where: {{position: [first]}}"))
    assert [h.segment for h in matches(pack, "Menu\n\nMenu").hits] == [0]


def test_the_same_text_in_other_markup_is_looked_at_anew() -> None:
    pack = rules("id: en.a, label: boilerplate, weight: 1.0, match: {html: {tag: [nav]}}")
    document, segments = html_segments(("Harbour", "p", ()), ("Harbour", "nav", ()))
    assert [hit.segment for hit in match(pack, document, segments).hits] == [1]


def test_a_fallback_yields_to_every_other_verdict_in_its_segment() -> None:
    pack = rules(
        rule("known", "{phrase: written}", "label: ai_report, verdict: declared"),
        rule("voting", "{phrase: drawn}"),
        rule("fallback", "{phrase: ai}", "label: ai_report, verdict: declared, priority: -1"),
    )
    assert hit_ids(pack, "AI has written\n\nAI") == ["en.known", "en.fallback"]
    assert set(hit_ids(pack, "AI has drawn")) == {"en.voting", "en.fallback"}
