"""Of several articles on a page the one that its title means is extracted."""

from labeler.extract.choose import choose
from labeler.extract.other_articles import other_articles
from tests.extract.made import OTHER_PROSE, PROSE, THIRD_PROSE, Block, kept, page

HEADLINE = "Island council repairs the old pier"
NEXT = "Harbour master retires after forty years"


def article(number: int, headline: str, level: str = "h1") -> list[Block]:
    path = f"html/body/main/article[{number}]"
    return [
        Block(headline, 0.9, f"{path}/{level}", "heading"),
        Block(f"{PROSE} {number}", 0.97, f"{path}/p[1]"),
        Block(f"{OTHER_PROSE} {number}", 0.97, f"{path}/p[2]"),
        Block(f"{THIRD_PROSE} {number}", 0.97, f"{path}/p[3]"),
    ]


def texts(*blocks: Block, title: str | None = f"{HEADLINE} | The Islander") -> list[str]:
    found = page(*blocks)
    return kept(found, choose(found, title))


def test_an_article_loaded_below_is_left_out():
    asked, below = article(1, HEADLINE), article(2, NEXT)
    assert texts(*asked, *below) == [block.text for block in asked]


def test_all_are_kept_where_the_title_means_none_or_both_of_them():
    both = [*article(1, HEADLINE), *article(2, NEXT)]
    for title in (None, "", "The Islander, news from the isles", f"{HEADLINE}. {NEXT}"):
        assert not other_articles(page(*both), title)


def test_posts_of_a_forum_are_kept():
    question, answer = article(1, HEADLINE), article(2, "")[1:]
    assert len(texts(*question, *answer)) == 7


def test_a_part_with_a_lesser_heading_is_kept():
    assert len(texts(*article(1, HEADLINE), *article(2, "What it costs", "h2"))) == 8
