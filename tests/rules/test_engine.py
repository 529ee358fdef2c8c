"""Compiled regexes are kept while there is room for them."""

import pytest

from labeler.rules import engine
from labeler.rules.clues import clue_to
from labeler.rules.engine import compiled, is_compiled, spans
from labeler.rules.leaf import Leaf

LARGE = "|".join(f"word{n}" for n in range(400))


@pytest.fixture
def little_room(monkeypatch: pytest.MonkeyPatch) -> None:
    room = compiled(LARGE).programsize + compiled("older").programsize
    monkeypatch.setattr(engine, "_kept", engine.OrderedDict())
    monkeypatch.setattr(engine, "_instructions", 0)
    monkeypatch.setattr(engine, "_MOST_INSTRUCTIONS", room)


@pytest.mark.usefixtures("little_room")
def test_the_regex_that_was_asked_for_longest_ago_makes_room() -> None:
    for pattern in ("older", "newer", "older", LARGE):
        compiled(pattern)

    assert [p for p in ("older", "newer", LARGE) if is_compiled(p)] == ["older", LARGE]


@pytest.mark.usefixtures("little_room")
def test_a_rule_whose_regex_made_room_still_matches() -> None:
    leaf = Leaf.of(f"a (?:{LARGE})", clue_to(f"a (?:{LARGE})"))

    for _ in range(2):
        assert leaf.may_match(b"a word7")
        assert spans(leaf.regex, b"a word7") == [(0, 7)]
        compiled(LARGE)  # there is no room beside it
        assert not is_compiled(leaf.pattern)
        assert not leaf.may_match(b"a letter")
