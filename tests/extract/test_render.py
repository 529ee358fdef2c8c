"""Articles as plain text and Markdown."""

import html
import io
import re

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from labeler.document import Kind, Span
from labeler.extract import Article, Piece
from labeler.extract.render import markdown_of, text_of
from labeler.extract.writers import WRITERS


def piece(text: str, kind: Kind = "paragraph", level: int = 0, row: str = "") -> Piece:
    return Piece(kind, "human_article", Span(0, len(text)), text, level, row)


def article(*pieces: Piece, title: str | None = "The old pier") -> Article:
    return Article("pier.html", title, "en", pieces)


MIXED = article(
    piece("It will be repaired."),
    piece("Who pays", "heading", 3),
    piece("the county", "list_item"),
    piece("the village", "list_item"),
    piece("Oak", "table", row="t/tr[1]"),
    piece("40", "table", row="t/tr[1]"),
    piece("Pine", "table", row="t/tr[2]"),
    piece("12", "table", row="t/tr[2]"),
    piece("pay --all", "code"),
    piece("At last.", "quote"),
    Piece("caption", "image_caption", Span(0, 4), "Dusk"),
)


def test_plain_text():
    assert text_of(MIXED) == (
        "The old pier\n\nIt will be repaired.\n\nWho pays\n\n- the county\n- the village\n\n"
        "Oak | 40\nPine | 12\n\npay --all\n\nAt last.\n\nDusk\n"
    )


def test_markdown():
    assert markdown_of(MIXED) == (
        "# The old pier\n\nIt will be repaired.\n\n### Who pays\n\n- the county\n- the village\n\n"
        "| Oak | 40 |\n| --- | --- |\n| Pine | 12 |\n\n```\npay --all\n```\n\n> At last.\n\n"
        "*Dusk*\n"
    )


def test_a_table_of_one_column_is_paragraphs():
    layout = article(
        piece("First.", "table", row="t/tr[1]"), piece("Second.", "table", row="t/tr[2]")
    )
    assert markdown_of(layout) == "# The old pier\n\nFirst.\n\nSecond.\n"


def test_no_article_is_no_text():
    assert text_of(article(title=None)) == ""
    assert markdown_of(article(title=None)) == ""


def test_code_with_a_fence_in_it_gets_a_longer_one():
    assert markdown_of(article(piece("```\nx\n```", "code"), title=None)) == (
        "````\n```\nx\n```\n````\n"
    )


def shown(markdown: str) -> str:
    """What a reader of the rendered Markdown sees, white space apart."""
    rendered = MarkdownIt().enable("table").render(markdown)
    return "".join(html.unescape(re.sub(r"<[^>]*>", "", rendered)).split())


TEXTS = st.text(st.sampled_from("a1 *_`#>-+=.)(<&;[]|~\\!:\"'\n"), min_size=1, max_size=20).map(
    lambda text: f"x{text}y"
)
KINDS = st.sampled_from(["paragraph", "heading", "list_item", "quote"])


@given(st.lists(st.tuples(TEXTS, KINDS), min_size=1, max_size=4))
def test_markdown_shows_the_text_and_nothing_else(pieces: list[tuple[str, Kind]]):
    made = article(*(piece(text, kind) for text, kind in pieces), title=None)
    assert shown(markdown_of(made)) == "".join("".join(text for text, _ in pieces).split())


@given(st.text(st.sampled_from("#>-+=1.)*~:| a"), min_size=1, max_size=8))
def test_no_line_begins_like_a_mark(text: str):
    wanted = "".join(text.split())
    if wanted:
        assert shown(markdown_of(article(piece(text), title=None))) == wanted


def test_a_path_ends_no_comment():
    stream = io.BytesIO()
    writer = WRITERS["markdown"](stream, True)
    writer.write(
        Article(
            "a--->b.html", "One", "en", (Piece("paragraph", "human_article", Span(0, 3), "two"),)
        )
    )
    writer.close()
    (comment,) = re.findall("<!--(.*?)-->", stream.getvalue().decode())
    assert comment == " a- - ->b.html "
