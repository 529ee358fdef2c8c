"""A page's blocks become segments as they are; only very long ones are cut."""

from labeler.read import read_html
from labeler.segment import segment

SENTENCE = "The ferry leaves at nine and comes back at noon. "


def test_every_block_is_a_segment_with_its_kind_and_markup() -> None:
    document = read_html(
        "<h1>Ferry</h1><p>It leaves<br>at nine.</p><img alt='The ferry' src=f.png>"
    )
    found = segment(document)
    assert [(s.index, s.kind, s.text) for s in found] == [
        (0, "heading", "Ferry"),
        (1, "paragraph", "It leaves"),
        (2, "paragraph", "at nine."),
        (3, "alt", "The ferry"),
    ]
    assert [s.markup for s in found] == [block.markup for block in document.blocks]
    assert all(document.text[s.start : s.end] == s.text for s in found)


def test_a_block_of_zero_width_characters_is_no_segment() -> None:
    assert segment(read_html("<p>&#8203;&#8204;</p><p>seen</p>"))[0].text == "seen"


def test_a_very_long_block_is_cut_at_sentence_ends() -> None:
    found = segment(read_html(f"<p>{SENTENCE * 200}</p>"))
    assert len(found) > 2
    assert all(s.text.endswith(".") and s.markup is not None for s in found)


def test_a_block_of_4_000_characters_stays_whole() -> None:
    assert len(segment(read_html(f"<p>{(SENTENCE * 80)[:3990]}</p>"))) == 1
