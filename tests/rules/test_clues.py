"""A clue to a regex never says no where the regex matches, and says no where its words are not."""

import pytest
import re2
from hypothesis import given
from hypothesis import strategies as st

from labeler.rules import load_pack
from labeler.rules.clues import Needs, clue_to
from labeler.rules.engine import compiled, spans
from labeler.rules.leaf import Leaf
from labeler.rules.schema import Node
from tests.rules.test_shorten import REGEXES

LONG = "(?:" + "|".join(f"word{n}" for n in range(400)) + ")"
"""Long enough for a clue."""


def clue(pattern: str) -> bytes:
    found = clue_to(f"(?:{pattern})(?:{LONG})*")
    assert found, "the regex tells something"
    return found


@pytest.mark.parametrize("large", [f"%s|{LONG}", f"^[ .]*(?:%s)(?:{LONG})*"], ids=["or", "begins"])
@given(pattern=REGEXES, text=st.text("ab.1 ", max_size=12))
def test_where_a_regex_matches_its_clue_holds(large: str, pattern: str, text: str) -> None:
    try:
        regex = compiled(large % pattern)
    except re2.error:
        return
    found = clue_to(large % pattern)
    if found and spans(regex, text.encode()) is not None:
        assert Needs(found).all(text.encode())


def test_a_text_that_begins_with_another_word_does_not_match() -> None:
    found = clue_to(f"^[-• ]*(?:this|the) (?:text|note)(?:{LONG})*")

    assert Needs(found).all("• the text".encode())
    assert not Needs(found).all(b"then the text")
    assert not Needs(found).all(b"see the text")


def test_marks_between_words_are_marks_whichever_they_are() -> None:
    found = clue_to(f"^a[-.,:;/ ]+b(?:{LONG})*")

    assert Needs(found).all(b"(a - b")
    assert not Needs(found).all(b"ab")


def test_an_opening_that_any_letter_may_be_tells_nothing() -> None:
    found = clue_to(f"^[^0-9]?the (?:text|note)(?:{LONG})*")

    assert Needs(found).all(b"xthe text")


def test_a_text_in_another_script_does_not_match_whether_the_regex_is_compiled_or_not() -> None:
    leaf = Leaf.of(pattern := f"ai (?:заметка|{LONG}с)", clue_to(pattern))

    for _ in range(2):
        assert leaf.may_match("ai заметка".encode())
        assert not leaf.may_match("ai σημείωση note".encode())
        assert leaf.regex


def test_all_words_of_a_chain_are_asked_for() -> None:
    found = clue("made (?:entirely )?by (?:a|the) machine")

    assert Needs(found).all(b"it was made by a machine")
    assert not Needs(found).all(b"it was made by hand")
    assert not Needs(found).all(b"it stands by a machine")


def test_one_word_of_a_choice_is_enough() -> None:
    found = clue("(?:written|drawn|made with (?:paint|ink)) here")

    assert Needs(found).all(b"drawn here")
    assert Needs(found).all(b"made with ink, and here")
    assert not Needs(found).all(b"made with care, and here")


def test_short_regexes_and_those_that_can_match_without_any_word_have_no_clue() -> None:
    assert clue_to("made by a machine") == b""
    assert clue_to(f"[0-9]+|{LONG}") == b""
    assert clue_to(f"(?:{LONG})*[0-9]") == b""


def test_a_shipped_rule_says_no_without_its_words() -> None:
    def leaves(node: Node) -> list[Leaf]:
        below = [leaf for child in (*node.any, *node.all, *node.none) for leaf in leaves(child)]
        return [node.leaf, *below] if node.leaf else below

    large = [leaf for rule in load_pack().rules for leaf in leaves(rule.match) if leaf.has_clue]

    assert len(large) > 300
    assert not any(leaf.may_match(b"7 h 40") for leaf in large)
