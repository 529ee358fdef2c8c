"""A text is written as the classes of its words, and shapes are searched in that."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.errors import RuleError
from labeler.rules.compiled import Compiled, decode, encode
from labeler.rules.words import Lexicon, Words
from tests.rules.ruletools import hit_ids, parse, quotes, rules

LEXICON = Lexicon(
    {"a": "ki,künstliche* intelligenz,*roboter*", "m": "erstellt*,*generiert", "t": "text,*artikel"}
)
HEAD = """
words:
  agent: KI, Sprachmodell*
  made: erstellt*, generiert*
  text: '*text, Artikel'
shapes:
  by: '<made> (?:<> ){0,3}<agent>'
"""
NOTE = (
    "id: de.note, label: ai_report, verdict: declared, match: {shape: '<text> (?:<> ){0,3}{{by}}'}"
)


def shape(text: str) -> str:
    return LEXICON.shape(Words.of(text)).data.decode()


def test_words_become_the_letters_of_their_classes_and_all_else_stays() -> None:
    assert shape("der text, von ki erstellt!") == "x t, x a m!"


def test_a_star_stands_for_letters_before_or_after_a_word() -> None:
    assert shape("textroboters sportartikel artikels erstellte ki-generiert") == "a t x m a-m"


def test_several_words_that_are_one_entry_are_one_word() -> None:
    assert shape("mit künstlicher intelligenz") == "x a"
    assert shape("mit künstlicher-intelligenz") == "x a"
    assert shape("künstlicher, intelligenz; künstliche, gute intelligenz") == "x, x; x, x x"


def test_a_word_may_be_in_several_classes() -> None:
    lexicon = Lexicon({"a": "automat*,der automat", "b": "*mat"})
    assert lexicon.shape(Words.of("automat der automat")).data == b"ab ab"


@given(st.text("aeikrt ,-’über中\U0001f916", max_size=40))
def test_the_words_of_a_shape_are_found_again_in_the_text(text: str) -> None:
    found = LEXICON.shape(Words.of(text))
    assert len(found.starts) == len(found.spans)
    for start, (first, last) in zip(found.starts, found.spans, strict=True):
        assert text[first:last].strip(" ,-’") == text[first:last] != ""
        assert found.in_text(start, start + 1) == (first, last)
    assert [last for _, last in found.spans] == sorted(last for _, last in found.spans)


def test_a_shape_hits_the_words_it_stands_for() -> None:
    pack = rules(NOTE, head=HEAD)
    text = "Hinweis: Dieser Beitragstext wurde vorab erstellt von einem Sprachmodell der Firma."
    assert quotes(pack, text) == ["Beitragstext wurde vorab erstellt von einem Sprachmodell"]
    assert hit_ids(pack, "Dieser Text wurde von Hand erstellt. KI ist neu.") == []


def test_words_are_found_wherever_they_stand() -> None:
    pack = rules(
        "id: de.agent, label: ai_report, weight: 1.0, match: {words: [agent, made]}", head=HEAD
    )
    assert quotes(pack, "Ein Sprachmodell half.") == ["Sprachmodell"]
    assert pack.rules[0].atoms == ("erstellt", "generiert", "ki", "sprachmodell")


def test_any_word_and_a_word_of_no_class() -> None:
    pack = rules(
        "id: de.a, label: ai_report, weight: 1.0, match: {shape: '^<> <!made> <agent>$'}", head=HEAD
    )
    assert hit_ids(pack, "Text von KI") == ["de.a"]
    assert hit_ids(pack, "Text erstellt KI") == []


def test_languages_that_share_a_shape_do_not_share_their_words() -> None:
    english = HEAD.replace("KI, Sprachmodell*", "AI").replace("erstellt*, generiert*", "made")
    files = {
        name: f"version: 1\n{head}\nrules:\n  - {{{NOTE.replace('de.', name + '.')}, "
        "examples: {match: [x], no_match: [y]}}\n"
        for name, head in (("de", HEAD), ("en", english.replace("'*text", "'*copy")))
    }
    pack = parse(files["de"], name="de.yaml", en=files["en"]).pack
    assert hit_ids(pack, "The copy was made by AI") == ["en.note"]
    assert hit_ids(pack, "Der Text wurde erstellt von KI") == ["de.note"]


def test_words_in_fragments_yaml_are_every_files() -> None:
    shared = "version: 1\nwords: {agent: RoboWriter}\n"
    pack = parse(
        f"version: 1\n{HEAD}\nrules:\n  - {{{NOTE}, examples: {{match: [x], no_match: [y]}}}}\n",
        fragments=shared,
    ).pack
    assert hit_ids(pack, "Ein Text, erstellt von RoboWriter") == ["de.note"]


def test_compiled_rules_keep_their_words() -> None:
    pack = rules(NOTE, head=HEAD)
    kept = decode(encode(Compiled(pack.rules), "digest"), "digest")
    assert kept is not None
    assert kept.rules == pack.rules


@pytest.mark.parametrize("text", ["", "!?", "🤖 ", "«»"])
def test_a_text_without_words_is_its_own_shape(text: str) -> None:
    assert shape(text) == text


def test_a_shape_that_needs_no_word_is_refused() -> None:
    with pytest.raises(RuleError, match="matches the empty string"):
        rules("id: de.a, label: ai_report, weight: 1.0, match: {shape: '(?:<> )*'}", head=HEAD)
