"""Shortened regexes match what they matched before, where they did, and cost less to compile."""

import re2
from hypothesis import given
from hypothesis import strategies as st

from labeler.rules.engine import compiled
from labeler.rules.shorten import shorten

_ATOMS = st.sampled_from(
    ["a", "b", "ab", "[ab]", "[^a]", ".", r"\.", r"\d", "^", "$", r"\b", r"\p{L}", r"\Qa.b\E"]
)
_QUANTIFIERS = st.sampled_from(["?", "*", "+", "{0,2}", "{2}", "??", "*?", "{1,}"])


def _larger(part: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    group = part.map(lambda text: f"(?:{text})")
    return st.one_of(
        st.lists(part, min_size=2, max_size=5).map("|".join),
        st.lists(group, min_size=2, max_size=3).map("".join),
        st.tuples(group, _QUANTIFIERS).map("".join),
        st.tuples(part, st.lists(part, min_size=2, max_size=3)).map(
            lambda drawn: "|".join(f"(?:{head}){drawn[0]}{{0,2}}" for head in drawn[1])
        ),
    )


REGEXES = st.recursive(_ATOMS, _larger, max_leaves=12)


@given(REGEXES, st.text("ab.1 ", max_size=12))
def test_a_shortened_regex_has_the_same_matches(pattern: str, text: str) -> None:
    try:
        before = compiled(pattern)
    except re2.error:
        return  # `^*` and its like
    after = compiled(shorten(pattern))
    assert [m.span() for m in after.finditer(text)] == [m.span() for m in before.finditer(text)]


def test_what_neighbouring_alternatives_end_with_is_written_once() -> None:
    assert shorten("vest[a-z]{0,6}|naslov[a-z]{0,6}|kraj") == ("(?:vest|naslov)[a-z]{0,6}|kraj")


def test_alternatives_that_do_not_touch_keep_their_order() -> None:
    assert shorten("a[xy]|b|c[xy]") == "a[xy]|b|c[xy]"


def test_needless_groups_and_repeated_alternatives_go() -> None:
    assert shorten("(?:(?:ab)(?:c|(?:d|c)))+") == "(?:ab(?:c|d))+"


def test_regexes_with_flags_or_named_groups_stay() -> None:
    for pattern in ("(?i)a[x]|b[x]", "(?P<hit>a[x]|b[x])"):
        assert shorten(pattern) == pattern


def test_the_program_of_words_with_the_same_endings_gets_smaller() -> None:
    words = "|".join(f"{word}(?:[^ -@]){{0,6}}" for word in ("vest", "tekst", "objav", "titlov"))
    assert compiled(shorten(words)).programsize < compiled(words).programsize / 2
