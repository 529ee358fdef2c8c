"""The view that rules match on: folded, trimmed, and every span of it leads back to the text."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from labeler.rules.normalize import VARIANTS, normalize, normalize_all, raw_span

SPICE = (
    "aAiIßİıςΣéΆΐيىكأُAΑАІоЖя가각ᄀᆨ…：（ﬁ½ｶﾞ゙　 \u00a0\n\t"
    "\u200b\u200d\u00ad\ufe0f\ufeff\u0301\u0327\0\ud800生成ก็ि"
)
texts = st.text(st.sampled_from(SPICE) | st.characters(), max_size=40)


@pytest.mark.parametrize(
    ("raw", "view"),
    [
        ("AI-Generated", "ai-generated"),
        ("  two \n\t words\u00a0\u3000here ", "two words here"),
        ("ge\u00adne\u200briert", "generiert"),
        ("ＡＩ生成：画像（１）…", "ai生成:画像(1)..."),
        ("STRASSE Straße", "strasse strasse"),
        ("ΛΟΓΟΣ ΛΌΓΟΣ λόγος", "λογοσ λογοσ λογοσ"),
        ("YAPILDI yapıldı İLE ile", "yapildi yapildi ile ile"),
        ("كُتِبَ كتب أُعدّ", "کتب کتب اعد"),
        ("كـتـب", "کتب"),
        ("נִכְתַּב נכתב", "נכתב נכתב"),
        ("cafe\u0301", "café"),
        ("\U000e0041\ufeffX\ufe0f", "x"),
    ],
)
def test_the_view_is_folded(raw: str, view: str) -> None:
    assert normalize(raw) == view


@pytest.mark.parametrize(
    ("raw", "view"),
    [
        ("\u0410I-generated", "ai-generated"),  # Cyrillic A
        ("g\u0435ner\u0430ted", "generated"),
        ("сгенeрировано", "сгенерировано"),  # Latin e
        ("ΑI report", "ai report"),  # Greek Alpha
        ("ИИ и AI", "ии и ai"),
        ("Жizn", "жizn"),  # neither script has all the letters
    ],
)
def test_lookalikes_are_folded_inside_mixed_words_only(raw: str, view: str) -> None:
    assert normalize(raw) == view


@given(st.lists(texts))
def test_many_at_once_are_as_each_alone(raws: list[str]) -> None:
    assert normalize_all(raws) == [normalize(raw) for raw in raws]


@given(texts)
def test_the_view_is_trimmed_and_single_spaced(raw: str) -> None:
    view = normalize(raw)
    assert view == view.strip(" ")
    assert not set("\n\t\0\u00a0") & set(view)
    assert "  " not in view


@given(texts)
@example("e\u200b\u0301x")
@example("각\u1160")
@example("i\u0307İ")
def test_spans_lie_within_the_text_and_follow_its_order(raw: str) -> None:
    view = normalize(raw)
    spans = [raw_span(raw, view, i, i + 1) for i in range(len(view))]
    assert all(0 <= start < end <= len(raw) for start, end in spans)
    assert [start for start, _ in spans] == sorted(start for start, _ in spans)
    assert [end for _, end in spans] == sorted(end for _, end in spans)


@given(texts)
def test_a_span_covers_what_its_characters_came_from(raw: str) -> None:
    view = normalize(raw)
    if view:
        start, end = raw_span(raw, view, 0, len(view))
        # Only white space and invisible characters may lie outside.
        assert normalize(raw[:start]) == normalize(raw[end:]) == ""


def test_a_word_hidden_by_invisible_characters_is_found_where_it_is() -> None:
    raw = "Text: K\u200bI-\u00adgeneriert\u2060."
    view = normalize(raw)
    start = view.index("ki-generiert")
    assert raw_span(raw, view, start, start + 12) == (6, 20)


def test_every_character_is_folded_as_unicode_says_unless_it_is_left_out() -> None:
    units = "㎂㎲㏁"  # Latin and Greek letters in one: taken for look-alikes
    for char in map(chr, (*range(1, 0xD800), *range(0xE000, 0x20000))):
        view = normalize(f"0{char}0")[1:-1]
        if view not in ("", " ") and char not in units:
            composed = unicodedata.normalize("NFKC", f"0{char}0").translate(VARIANTS)
            assert view == composed.casefold()[1:-1], hex(ord(char))
        elif char not in units:
            assert (
                unicodedata.category(char)[0] in "CZ"
                or char in "\u034f\u115f\u1160\u3164\uffa0\u0640"
                or (unicodedata.name(char).split()[0] in ("VARIATION", "KHMER", "MONGOLIAN"))
                or (unicodedata.name(char).split()[0] in ("ARABIC", "HEBREW") and _is_mark(char))
            ), hex(ord(char))


def _is_mark(char: str) -> bool:
    return unicodedata.category(char) == "Mn"
