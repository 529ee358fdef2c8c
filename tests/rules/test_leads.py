"""What is told of the letters that a match holds is true of every match."""

from hypothesis import given
from hypothesis import strategies as st

from labeler.rules.engine import compiled, spans
from labeler.rules.leads import leads
from labeler.rules.syntax import parse_regex

_PARTS = st.recursive(
    st.sampled_from(["a", "é", "и", "ж", "中", "[aи]", "[иж]", "[^и]", "."]),
    lambda part: st.one_of(
        st.lists(part, min_size=1, max_size=3).map("".join),
        st.lists(part, min_size=2, max_size=3).map(lambda parts: f"(?:{'|'.join(parts)})"),
        st.tuples(part, st.sampled_from("*+?")).map(lambda of: f"(?:{of[0]}){of[1]}"),
    ),
    max_leaves=6,
)


def first_bytes(pattern: str) -> frozenset[int]:
    return leads(parse_regex(pattern).tree)


@given(pattern=_PARTS, text=st.text("aéиж中", max_size=8))
def test_a_match_holds_one_of_the_first_bytes(pattern: str, text: str) -> None:
    needed = first_bytes(pattern)
    if needed and spans(compiled(pattern), text.encode()) is not None:
        assert not needed.isdisjoint(text.encode())


def test_a_word_of_another_script_is_needed_and_one_in_ascii_is_not() -> None:
    assert first_bytes("ai (?:生成|写)") == frozenset({"生".encode()[0], "写".encode()[0]})
    assert first_bytes("ai (?:生成|made)") == frozenset()
    assert first_bytes("ai(?:生成)?") == frozenset()


def test_of_several_words_the_one_that_fewest_texts_hold_is_told() -> None:
    assert first_bytes("[éи]中") == frozenset({"中".encode()[0]})
