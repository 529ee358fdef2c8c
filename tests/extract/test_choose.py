"""Which segments extraction keeps: the whole article, and nothing where there is none."""

from hypothesis import given
from hypothesis import strategies as st

from labeler.extract.choose import choose
from tests.extract.made import OTHER_PROSE, PROSE, THIRD_PROSE, Block, kept, page

STORY = (
    Block(PROSE, 0.97, "html/body/main/p[1]"),
    Block(OTHER_PROSE, 0.95, "html/body/main/p[2]"),
    Block(THIRD_PROSE, 0.96, "html/body/main/p[3]"),
)


def texts(*blocks: Block, html: bool = True) -> list[str]:
    found = page(*blocks, html=html)
    return kept(found, choose(found, None))


def test_what_the_scan_calls_article_is_kept_and_furniture_is_not():
    menu = Block("Home", 0.02, "html/body/nav/a", link_chars=4)
    assert texts(menu, *STORY) == [block.text for block in STORY]


def test_a_doubtful_paragraph_among_the_article_is_kept():
    doubtful = Block("He thanked them all.", 0.42, "html/body/main/p[4]")
    assert doubtful.text in texts(*STORY, doubtful)


def test_the_same_paragraph_far_from_the_article_is_not():
    doubtful = Block("He thanked them all.", 0.6, "html/body/aside/p")
    assert doubtful.text not in texts(*STORY, doubtful)


def test_a_lead_right_before_the_article_is_kept():
    lead = Block("The pier will be repaired before winter.", 0.6, "html/body/header/p")
    assert lead.text in texts(lead, *STORY)


def test_a_line_that_is_all_link_needs_more():
    line = "Read more about the pier"
    linked = Block(line, 0.6, "html/body/main/p[4]", link_chars=len(line))
    assert line not in texts(*STORY, linked)
    assert line in texts(*STORY, linked._replace(link_chars=0))


def test_an_unsure_page_is_kept_whole_rather_than_not_at_all():
    posts = [
        Block(text, 0.45 - at / 100, f"html/body/ol/li[{at + 1}]/div")
        for at, text in enumerate([PROSE, OTHER_PROSE, THIRD_PROSE] * 3)
    ]
    assert len(texts(*posts)) == len(posts)


def test_comments_are_left_out_of_an_article_but_are_all_of_a_forum():
    comment = Block(OTHER_PROSE, 0.97, "html/body/main/div/p", tokens=("0:text", "2:comment-list"))
    assert texts(*STORY, comment) == [block.text for block in STORY]
    assert texts(*[comment] * 3) == [OTHER_PROSE] * 3


def test_a_name_like_comments_open_on_the_article_itself_says_nothing():
    story = [block._replace(tokens=("1:post", "1:comments-open")) for block in STORY]
    assert texts(*story, Block(PROSE, 0.9, "html/body/main/p[4]")) == [
        *(block.text for block in STORY),
        PROSE,
    ]


def test_a_list_of_teasers_is_left_out_of_an_article_but_is_all_of_an_index():
    def teaser(number: int, prose: str) -> list[Block]:
        path = f"html/body/main/div/div[{number}]"
        headline = f"Another story, number {number}"
        return [
            Block(headline, 0.3, f"{path}/h3", "heading", link_chars=len(headline)),
            Block(prose, 0.97, f"{path}/p"),
        ]

    listed = [
        block
        for number, prose in enumerate((PROSE, OTHER_PROSE, THIRD_PROSE), 1)
        for block in teaser(number, f"More than a year ago. {prose}")
    ]
    assert texts(*STORY, *listed) == [block.text for block in STORY]
    assert texts(*STORY, *listed[:2]) == [*(block.text for block in STORY), listed[1].text]
    assert [block.text for block in listed[1::2]] == [
        text for text in texts(*listed) if text.startswith("More than")
    ]


def test_captions_and_alt_texts_are_no_article():
    caption = Block("The old pier in 1962.", 0.3, "html/body/main/figure/p", caption=0.6)
    alt = Block("Waves at a pier", 0.9, "html/body/main/p/img", kind="alt")
    assert texts(*STORY, caption, alt) == [block.text for block in STORY]


def test_an_element_called_related_needs_more():
    related = Block("The bridge nobody wanted.", 0.4, "html/body/main/p[4]")
    assert related.text in texts(*STORY, related)
    assert related.text not in texts(*STORY, related._replace(tokens=("1:related-stories",)))


def test_no_article_is_made_of_a_cookie_wall():
    wall = [
        Block("We and our partners store cookies on your device.", 0.3, "html/body/div/p[1]"),
        Block("You can change your mind at any time.", 0.35, "html/body/div/p[2]"),
        Block("Accept all", 0.02, "html/body/div/button", kind="button"),
    ]
    assert texts(*wall) == []


def test_a_few_words_that_read_like_article_on_a_page_of_other_things_are_none():
    teasers = [Block(f"{OTHER_PROSE} {at}", 0.02, f"html/body/ul/li[{at}]/p") for at in range(1, 9)]
    assert texts(*teasers, Block("Ferries sail again.", 0.6, "html/body/p")) == []


def test_a_short_page_that_is_all_article_is_kept():
    assert texts(Block("Two ferries ran on Sunday.", 0.6)) == ["Two ferries ran on Sunday."]


def test_a_short_report_below_the_page_s_title_is_kept():
    menu = [Block(f"Ferries {at}", 0.02, f"html/body/nav/a[{at}]") for at in range(1, 9)]
    headline = Block("Island council repairs the old pier", 0.3, "html/body/main/h1", "heading")
    report = Block(PROSE, 0.3, "html/body/main/p[1]")
    whole = page(*menu, headline, report)
    assert kept(whole, choose(whole, "Island council repairs the old pier - Islander")) == [PROSE]
    assert kept(whole, choose(whole, None)) == []
    assert kept(whole, choose(whole, "The Islander: news from the isles")) == []
    little = page(*menu, headline, report._replace(text="Members may log in here to read on."))
    assert kept(little, choose(little, headline.text)) == []


def test_a_text_without_markup_is_chosen_by_probability():
    found = texts(*STORY, Block("Subscribe now", 0.05), html=False)
    assert found == [block.text for block in STORY]


BLOCKS = st.lists(
    st.builds(
        Block,
        st.text("ab \n", min_size=1, max_size=200),
        st.floats(0, 1),
        st.sampled_from(["html/body/p", "html/body/div[2]/p[1]", "html", "html/body/.../p"]),
        tokens=st.sampled_from([(), ("0:comments", "2:wide")]),
    ),
    max_size=12,
)


@given(BLOCKS, st.booleans())
def test_every_page_gets_one_decision_a_segment(blocks: list[Block], html: bool):
    found = page(*blocks, html=html)
    assert len(choose(found, None)) == len(found)


@given(BLOCKS)
def test_nothing_the_scan_rules_out_is_kept(blocks: list[Block]):
    found = page(*blocks)
    assert not any(
        keep and c.probability == 0 for c, keep in zip(found, choose(found, None), strict=True)
    )
