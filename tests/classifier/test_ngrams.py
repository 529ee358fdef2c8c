"""Which n-grams a text has: its own, and the same ones however it is dressed up."""

import hashlib
import itertools

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from labeler.classifier.encode import GAP, encode
from labeler.classifier.hashing import HashSettings, groups
from tests.classifier.made import SMALL, made_tables, ngrams

ANY_TEXT = st.text(st.characters(exclude_characters="\0"), max_size=40)  # surrogates too
LETTERS = "abcdefghijklmnopqrstuvwxyzäöéñçşżбгджзлфцшяδθλξπσφψω"  # none looks like another
WORDS = st.lists(st.text(LETTERS, min_size=1, max_size=8), min_size=1, max_size=6)
WHITE = st.text(" \t\n\r\u00a0\u2003\u3000", min_size=1, max_size=3)
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff\ufe0f"
SENTENCE = "The harbour council opens a second ferry line to the island before winter comes."
CYRILLIC = dict(zip("aceijopsxyTHM", "асеіјорѕхуТНМ", strict=True))


@given(st.lists(ANY_TEXT, min_size=1, max_size=5))
@example(["a", "", "b"])
@example(["", ""])
@example(["one two", "three"])
@example([" ", "x", " "])
def test_they_do_not_depend_on_the_texts_encoded_with_it(texts: list[str]) -> None:
    assert ngrams(texts) == [ngrams([text])[0] for text in texts]


@given(WORDS, st.data())
def test_runs_of_white_space_count_as_one_space(words: list[str], data: st.DataObject) -> None:
    dressed = words[0] + "".join(data.draw(WHITE) + word for word in words[1:])
    assert ngrams([dressed]) == ngrams([" ".join(words)])


@given(st.text(LETTERS + " .,'", max_size=30), st.data())
@example("a  b", None)
def test_invisible_characters_count_as_nothing(text: str, data: st.DataObject | None) -> None:
    hidden = st.text(INVISIBLE, max_size=2)
    dressed = "".join((data.draw(hidden) if data else "\u200b") + character for character in text)
    assert ngrams([dressed + "\u200b"]) == ngrams([text])


@given(WORDS)
def test_capitals_count_as_small_letters(words: list[str]) -> None:
    text = " ".join(words)
    assert ngrams([text.upper()]) == ngrams([text.title()]) == ngrams([text])


@pytest.mark.parametrize(
    ("dressed", "plain"),
    [
        ("“Yes”, ‘no’ and «never»", '"Yes", \'no\' and "never"'),
        ("ten – or twelve — hours", "ten - or twelve - hours"),
        ("room ４２, ٤٢", "room 00, 00"),
        ("ＮＥＷＳ", "news"),
        ("first\u2028second", "first second"),
        ("a \u200b \u00ad b", "a b"),
    ],
)
def test_typography_counts_as_what_a_keyboard_gives(dressed: str, plain: str) -> None:
    assert ngrams([dressed]) == ngrams([plain])


@given(st.sets(st.integers(0, len(SENTENCE) - 1)))
@example(set(range(len(SENTENCE))))
def test_letters_that_look_latin_count_as_latin_in_a_latin_text(swapped: set[int]) -> None:
    dressed = "".join(CYRILLIC.get(c, c) if n in swapped else c for n, c in enumerate(SENTENCE))
    assert ngrams([dressed]) == ngrams([SENTENCE])


@pytest.mark.parametrize(
    "text",
    [
        "мост через реку открыт",
        "Совет купил ноутбук Nokia у соседа",
        "НОВОСТИ НА РУССКОМ Russian",
        "ΤΕΛΕΥΤΑΙΑ ΝΕΑ - OIKONOMIA",
        "Το λιμάνι έκλεισε, FC Porto και Ajax",
    ],
)
def test_a_text_in_another_script_keeps_its_letters(text: str) -> None:
    folded = encode([text], made_tables()).folded[GAP:-GAP]
    assert "".join(map(chr, folded)) == text.lower()


def test_each_text_of_a_batch_is_in_a_script_of_its_own() -> None:
    mixed = ["рост цен", SENTENCE.replace("e", "е")]
    assert ngrams(mixed) == [ngrams(["рост цен"])[0], ngrams([SENTENCE])[0]]


@given(st.lists(ANY_TEXT, min_size=1, max_size=4))
@example(["\ud800", "\udfff\ud800"])
@example(["😀", "𝒳𠀀\U0010ffff", "\U000e0041"])
@example([" ", "\n\t", "\u200b"])
def test_every_position_belongs_to_one_text(texts: list[str]) -> None:
    encoded = encode(texts, made_tables())
    assert len(encoded.starts) == len(texts) + 1
    assert (encoded.starts[0], encoded.starts[-1] + GAP) == (0, len(encoded.folded))
    assert (np.diff(encoded.starts) >= 0).all()
    for group in groups(encoded, SMALL):
        assert len(group.starts) == len(texts) + 1
        assert (group.starts[0], group.starts[-1]) == (0, len(group.bins))
        assert (np.diff(group.starts) >= 0).all()
        assert (group.bins < 1 << SMALL.bits).all()


def test_no_text_has_no_n_grams() -> None:
    made = groups(encode([], made_tables()), SMALL)
    assert [(len(group.bins), group.starts.tolist()) for group in made] == [(0, [0])] * 8


def test_emoji_differ_but_tag_characters_are_invisible() -> None:
    assert ngrams(["good 😀"]) != ngrams(["good 😡"])
    assert ngrams(["good\U000e0041\U000e0042"]) == ngrams(["good"])


def test_there_is_one_group_an_order_characters_first() -> None:
    settings = HashSettings(12, (2, 4), (1, 3))
    text_bins = ngrams(["one two three"], settings)[0]
    assert [len(bins) for bins in text_bins] == [GAP + 13, GAP + 13, 3, 3]


def test_word_n_grams_are_those_of_word_order() -> None:
    words = HashSettings(20, (), (1, 2, 3))
    (one, two, three), (_, swapped, _) = ngrams(["red fish ran", "fish red ran"], words)
    assert len(set(one)) == len(set(two)) == len(set(three)) == 3
    assert set(two) != set(swapped)


def test_orders_and_lengths_do_not_share_bins_by_construction() -> None:
    wide = HashSettings(24, (1, 2, 3, 4, 5), (1, 2, 3))
    bins = [set(order) for order in ngrams([SENTENCE], wide)[0]]
    assert all(len(a & b) <= 1 for a, b in itertools.combinations(bins, 2))


def test_bins_stay_what_they_were_since_models_hold_weights_for_them() -> None:
    found = ngrams([SENTENCE, "Größe 42 “ß” 日本語 😀 мост"], HashSettings(18, (1, 3, 5), (1, 2)))
    digest = hashlib.sha256(repr(found).encode()).hexdigest()
    assert digest[:16] == "d83d4fffc14adcc5"
