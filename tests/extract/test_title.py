"""The title of an article: as the page shows it, else as its metadata give it."""

import pytest

from labeler.extract.title import find_title
from tests.extract.made import OTHER_PROSE, PROSE, Block, page

HEADLINE = "The old pier will be repaired"
BODY = (Block(PROSE), Block(OTHER_PROSE))


def title(declared: str | None, *blocks: Block, html: bool = True) -> str | None:
    found = page(*blocks, html=html)
    return find_title(declared, found, [c.probability > 0.5 for c in found])


def heading(text: str, tag: str = "h1", article: float = 0.8) -> Block:
    return Block(text, article, f"html/body/{tag}", "heading")


@pytest.mark.parametrize(
    "declared",
    [
        HEADLINE,
        f"{HEADLINE} | Island Post",
        f"Island Post – News – {HEADLINE}",
        f"{HEADLINE}: Island Post",
        HEADLINE.upper(),
    ],
)
def test_the_site_name_is_left_out_where_the_page_shows_the_headline(declared: str):
    assert title(declared, heading("Island Post"), heading(HEADLINE, "h2"), *BODY) == HEADLINE


def test_a_headline_needs_no_heading_element():
    assert title(f"{HEADLINE} | Island Post", Block(HEADLINE, 0.1), *BODY) == HEADLINE


def test_a_site_name_alone_is_not_the_title():
    declared = f"{HEADLINE} | The Island Post"
    assert title(declared, Block("The Island Post", 0.1), *BODY) == declared


def test_a_paragraph_that_begins_like_the_title_is_not_the_title():
    assert title(HEADLINE, Block(f"{HEADLINE}. {PROSE}"[:250]), *BODY) == HEADLINE


def test_the_only_h1_is_the_title_if_it_may_be_article():
    assert title("Start page", heading(HEADLINE), *BODY) == HEADLINE
    assert title("Start page", heading(HEADLINE, article=0.0), *BODY) == "Start page"
    assert title(None, heading(HEADLINE), heading(HEADLINE), *BODY) == HEADLINE


def test_the_declared_title_will_do():
    assert title(" The pier \n again ", *BODY) == "The pier again"


def test_the_first_line_of_a_text_is_its_title_if_it_reads_like_one():
    first = Block(HEADLINE, 0.9)
    assert title(None, first, *BODY, html=False) == HEADLINE
    assert title(None, first._replace(text=f"{HEADLINE}."), *BODY, html=False) is None
    assert title(None, first, html=False) is None
    assert title(None, first, *BODY) is None
    assert title(None) is None
