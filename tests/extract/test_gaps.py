"""What stands in a gap of the article belongs to it: lists, and single blocks."""

from labeler.extract.gaps import without_gaps
from tests.extract.made import PROSE, Block, kept, page

MAIN = "html/body/main"
BEFORE, AFTER = Block(PROSE, 0.97, f"{MAIN}/p[1]"), Block(PROSE, 0.95, f"{MAIN}/p[2]")


def filled(*blocks: Block, chosen: str) -> str:
    """Which blocks are chosen after gaps are closed: `+` for each that is, `-` for others."""
    found = page(*blocks)
    made = without_gaps(found, [sign == "+" for sign in chosen])
    assert len(kept(found, made)) == sum(made)
    return "".join("+" if keep else "-" for keep in made)


def items(*texts: str, link: bool = False, path: str = f"{MAIN}/ol") -> list[Block]:
    return [
        Block(text, 0.1, f"{path}/li[{at}]", "list_item", link_chars=len(text) if link else 0)
        for at, text in enumerate(texts, 1)
    ]


def test_a_list_between_paragraphs_is_article():
    listed = items("Oak, 40 planks", "Nails, 6 kg", "Tar")
    assert filled(BEFORE, *listed, AFTER, chosen="+---+") == "+++++"


def test_a_list_of_links_is_not():
    listed = items("Home", "Ferries", "Weather", link=True)
    assert filled(BEFORE, *listed, AFTER, chosen="+---+") == "+---+"


def test_a_list_below_the_article_is_only_where_its_end_was_chosen():
    listed = items("Oak, 40 planks", "Nails, 6 kg", "Tar")
    assert filled(BEFORE, *listed, chosen="+---") == "+---"
    assert filled(BEFORE, *listed, chosen="+-+-") == "+++-"
    assert filled(BEFORE, *listed, chosen="+--+") == "++++"


def test_a_list_of_another_element_is_not():
    listed = items("Oak", "Nails", path="html/body/aside/ol")
    assert filled(BEFORE, *listed, AFTER, chosen="+--+") == "+--+"


def test_a_single_doubtful_block_is_article():
    doubtful = Block("He thanked them all.", 0.05, f"{MAIN}/blockquote/p")
    assert filled(BEFORE, doubtful, AFTER, chosen="+-+") == "+++"
    assert filled(BEFORE, doubtful, doubtful, AFTER, chosen="+--+") == "+--+"


def test_a_block_that_leads_away_or_is_surely_furniture_is_not():
    text = "More about the pier"
    for block in (
        Block(text, 0.1, f"{MAIN}/p[3]", link_chars=len(text)),
        Block(text, 0.1, f"{MAIN}/p[3]", tokens=("0:related",)),
        Block(text, 0.005, f"{MAIN}/p[3]"),
        Block(text, 0.1, "html/body/aside/p"),
    ):
        assert filled(BEFORE, block, AFTER, chosen="+-+") == "+-+"


def test_pictures_part_nothing_and_are_not_chosen():
    alt = Block("Waves at a pier", 0.0, f"{MAIN}/p[3]/img", "alt")
    doubtful = Block("He thanked them all.", 0.05, f"{MAIN}/p[4]")
    assert filled(BEFORE, alt, doubtful, AFTER, chosen="+--+") == "+-++"
