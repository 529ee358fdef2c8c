"""What a text must begin with for an anchored regex to match it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.rules.starts import EDGES, anchored_needs, start_of


@pytest.mark.parametrize(
    ("pattern", "lines", "starts", "atoms"),
    [
        ("^[- ]*(?:home|about(?: us)?)[:. ]*$", {"home", "about", "about us"}, set(), set()),
        ("^(?:share|share on .*)$", {"share"}, {"share on"}, set()),
        ("^(?:follow us)(?:[ ,.]|$)", set(), {"follow u"}, set()),
        ("^(?:home|[0-9]+ replies)$", {"home"}, set(), {" replies"}),
        (r"^«?u[.]s[.]$", set(), {"u.s."}, set()),
        ("^(?P<hit>home)$", set(), {"home"}, set()),
        ("^(?i)home$", set(), {"home"}, set()),
        (r"^home\b", set(), {"home"}, set()),
    ],
)
def test_what_an_anchored_regex_needs(
    pattern: str, lines: set[str], starts: set[str], atoms: set[str]
) -> None:
    needs = anchored_needs(pattern)
    assert needs is not None
    assert (set(needs.lines), set(needs.starts), set(needs.atoms)) == (lines, starts, atoms)


@pytest.mark.parametrize("pattern", ["home", "^.*a", "^[a-z]+$", "^home|away", "(?:^|x)home"])
def test_regexes_that_are_not_anchored_to_a_beginning(pattern: str) -> None:
    assert anchored_needs(pattern) is None


pieces = st.recursive(
    st.sampled_from(["ab", "c", "[de]", ".", "gh", "[.]", "[a-c]", "-", "$", "[^x]"]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda p: f"(?:{p[0]}|{p[1]})"),
        st.tuples(inner, st.sampled_from(["?", "*", "+", "{2}", "{0,2}"])).map(
            lambda p: f"(?:{p[0]}){p[1]}"
        ),
    ),
    max_leaves=8,
)


@given(pieces, st.sampled_from(["", "[- ]*"]), st.sampled_from(["", "$", "[.:]*$"]), st.data())
def test_it_tells_what_matches(piece: str, lead: str, tail: str, data: st.DataObject) -> None:
    pattern = f"^{lead}(?:{piece}){tail}"
    needs = anchored_needs(pattern)
    if needs is None:
        return
    text = data.draw(st.text("abcdegh.-", max_size=8) | st.sampled_from(sorted(needs.lines or "a")))
    text = data.draw(st.sampled_from(["", "- "])) + text + data.draw(st.sampled_from(["", ".:"]))
    core = text.strip(EDGES)
    before, _, after = text.partition(core) if core else (text, "", "")
    is_line = core in needs.lines and not before.strip(needs.lead) and not after.strip(needs.tail)
    if re.search(pattern, text):
        begun = text.lstrip(EDGES)
        starts = any(begun.startswith(start) for start in needs.starts)
        assert is_line or starts or any(atom in text for atom in needs.atoms)
    else:
        assert not is_line


def test_the_start_of_a_line_is_cut_to_a_length_that_is_looked_up() -> None:
    assert [start_of(t) for t in ("- -", "»ab", "abcde", "Read more about")] == [
        "", "ab", "abcd", "read more ab",
    ]  # fmt: skip
