"""Literals that every match of a regex contains: a text without them need not be searched."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.rules.regex import required_literals
from labeler.rules.syntax import literal_characters


@pytest.mark.parametrize(
    ("pattern", "literals"),
    [
        ("ai-generated", {"ai-gener"}),
        ("(?:made|written) by ai", {"made by ", "written "}),
        ("colou?r", {"color", "colour"}),
        (r"^[^\p{L}]{0,3}image[^\p{L}]*$", {"image"}),
        ("gr[ae]y", {"gray", "grey"}),
        (r"\x{751f}\Q成.\E", {"生成."}),
        ("(?i)AI-Text", {"ai-text"}),
        ("(?P<hit>foo)+ .* (?:longest literal|of them all)", {" longest", " of them"}),
        ("a{2}bcd{0,1}", {"bc"}),
        ("x{1,2", {"x{1,2"}),
        ("note[[:]ab", {"note[ab", "note:ab"}),  # no class of POSIX: no `:]` ends it
        ("read(?: more| all)?", {"read"}),  # what contains another literal adds nothing
    ],
)
def test_literals_that_every_match_contains(pattern: str, literals: set[str]) -> None:
    assert required_literals(pattern) == literals


@pytest.mark.parametrize("pattern", [r"\d+:\d\d", "(?:foo)?", "foo|.", "[a-z]+", "a|b", "(?:foo)*"])
def test_patterns_without_a_literal(pattern: str) -> None:
    assert required_literals(pattern) is None


pieces = st.recursive(
    st.sampled_from(["ab", "c", "[de]", "[^f]", ".", "gh", "\\.", "^", "[a-c]"]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda p: f"(?:{p[0]}|{p[1]})"),
        st.tuples(inner, st.sampled_from(["?", "*", "+", "{2}", "{0,2}", "+?"])).map(
            lambda p: f"(?:{p[0]}){p[1]}"
        ),
    ),
    max_leaves=8,
)


@given(pieces, st.text("abcdefgh.", max_size=12))
def test_no_match_is_without_a_required_literal(pattern: str, text: str) -> None:
    literals = required_literals(pattern)
    if re.search(pattern, text) and literals is not None:
        assert any(literal in text for literal in literals)


def test_literal_characters_are_told_apart_from_classes() -> None:
    assert literal_characters(r"Ab\p{Lu}[Xa-z\d]\x41(?P<Name>c)") == (("A", "b", "A", "c"), ("X",))
