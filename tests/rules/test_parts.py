"""Texts kept as parts come back as they were, and what they share is kept once."""

import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.rules.parts import IN_JSON, IN_REGEX, Parts, whole

WORDS = "(?:" + "|".join(f"word{n}" for n in range(20)) + ")"
PIECES = st.sampled_from(["(", ")", "[", "]", "\\", '"', WORDS])
MORE = f"(?:{WORDS} and {WORDS})"


@pytest.mark.parametrize("brackets", [IN_REGEX, IN_JSON])
@given(texts=st.lists(st.lists(PIECES).map("".join)))
def test_texts_come_back_as_they_were(brackets: re.Pattern[str], texts: list[str]) -> None:
    parts = Parts()
    kept = parts.keep(texts, brackets)
    assert [whole(one, parts.kept) for one in kept] == texts


def test_what_texts_share_is_kept_once() -> None:
    parts = Parts()
    kept = parts.keep([f"^{MORE}$", f"made by {MORE}", "made by ai"], IN_REGEX)
    assert [msgspec.json.decode(one) for one in kept] == [
        ["^", 1, "$"],
        ["made by ", 1, ""],
        "made by ai",
    ]
    assert b"".join(parts.kept).count(b"word19") == 1


def test_a_bracket_in_a_class_or_behind_a_backslash_opens_nothing() -> None:
    parts = Parts()
    parts.keep([rf"a[(]{WORDS}", rf"b\({WORDS}"], IN_REGEX)
    assert [msgspec.json.decode(one) for one in parts.kept] == [WORDS]


def test_parts_of_two_sorts_of_texts_have_their_own_numbers() -> None:
    parts = Parts()
    regexes = parts.keep([f"a{WORDS}", f"b{WORDS}"], IN_REGEX)
    listed = '["' + '","'.join(WORDS) + '"]'
    lists = parts.keep([f"[{listed}]", f"[1,{listed}]"], IN_JSON)
    assert [whole(one, parts.kept) for one in (*regexes, *lists)] == [
        f"a{WORDS}",
        f"b{WORDS}",
        f"[{listed}]",
        f"[1,{listed}]",
    ]
