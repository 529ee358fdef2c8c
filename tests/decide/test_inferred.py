"""Where nothing is declared, rules' votes and the classifier decide, and never accuse lightly."""

from math import exp, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.decide import FORMAT_VOTES, STRUCTURE, Asked, structures_with_votes
from labeler.document import Segment
from labeler.evidence import LABELS
from labeler.rules import Hit
from tests.decide.made import (
    ARTICLE,
    CAPTION,
    FURNITURE,
    PARAGRAPH,
    Block,
    decided,
    disclosure,
    rule,
)

DOUBTFUL = (0.2, 0.05, 0.75)
BYLINE = rule("en.byline", label="human_article", role="byline", weight=1.0)


def votes(*weights: tuple[str, float]) -> list[Hit]:
    return [
        Hit(rule(f"en.vote-{n}", label=label, weight=weight), 0, 0, 1)  # type: ignore[arg-type]
        for n, (label, weight) in enumerate(weights)
    ]


def odds(first: float, second: float) -> float:
    return log(first / second)


def voted(before: np.ndarray, hits: list[Hit]) -> np.ndarray:
    segments = [Segment(at, 0, 4, "Text", "paragraph") for at in range(len(before))]
    (structure,) = structures_with_votes([Asked(before, segments, hits, {})])
    return structure.voted


class TestVotes:
    def test_add_to_the_log_odds(self) -> None:
        before = np.array([ARTICLE], np.float32)
        after = voted(before, votes(("boilerplate", 2.0)))
        assert odds(after[0, 2], after[0, 0]) == pytest.approx(odds(0.06, 0.9) + 2.0, abs=1e-4)
        assert odds(after[0, 1], after[0, 0]) == pytest.approx(odds(0.04, 0.9), abs=1e-4)

    def test_of_several_rules_for_one_label_the_strongest_counts(self) -> None:
        before = np.array([ARTICLE], np.float32)
        many = voted(before, votes(*[("boilerplate", 1.0)] * 5, ("boilerplate", 2)))
        assert np.allclose(many, voted(before, votes(("boilerplate", 2.0))))

    def test_for_different_labels_all_count(self) -> None:
        after = voted(
            np.array([[0.4, 0.2, 0.4]], np.float32),
            votes(("boilerplate", 1.0), ("human_article", 1.0)),
        )
        odds_of_each = np.array([0.4 * exp(1), 0.2, 0.4 * exp(1)])
        assert after[0] == pytest.approx(odds_of_each / odds_of_each.sum(), abs=1e-5)

    def test_can_turn_a_classifier_that_is_quite_sure(self) -> None:
        cookie = rule("en.cookie", label="boilerplate", weight=5.0)
        (verdict,) = decided(Block("We value your choice.", ARTICLE, (cookie,)))
        assert (verdict.label, verdict.role) == ("boilerplate", "boilerplate")

    def test_on_who_wrote_it_do_not_change_what_it_is(self) -> None:
        before = np.array([ARTICLE], np.float32)
        assert np.array_equal(voted(before, votes(("ai_report", 9.0))), before)

    def test_none_leave_the_probabilities_as_they_are(self) -> None:
        before = np.array([ARTICLE, CAPTION], np.float32)
        assert np.array_equal(voted(before, []), before)

    def test_come_from_markdown_that_says_what_a_block_is(self) -> None:
        picture = Segment(0, 0, 4, "Text", "alt")
        before = np.array([ARTICLE], np.float32)
        votes = FORMAT_VOTES["text/markdown"]
        (structure,) = structures_with_votes([Asked(before, [picture], [], votes)])
        (after,) = structure.voted
        assert after.argmax() == 1

    def test_come_from_the_form_that_a_text_stands_in(self) -> None:
        field = Segment(0, 0, len(PARAGRAPH), PARAGRAPH, "label")
        before = np.array([ARTICLE], np.float32)
        votes = FORMAT_VOTES["text/html"]
        (structure,) = structures_with_votes([Asked(before, [field], [], votes)])
        (after,) = structure.voted
        assert after.argmax() == 2

    def test_do_not_reach_other_segments(self) -> None:
        after = voted(np.array([ARTICLE, CAPTION], np.float32), votes(("boilerplate", 3.0)))
        assert after[1].tolist() == pytest.approx(list(CAPTION), abs=1e-6)


class TestHeadline:
    def test_above_article_prose_is_article_and_says_why(self) -> None:
        headline, _ = decided(
            Block("Ferry stays in port after Sunday's storm", DOUBTFUL), Block(PARAGRAPH)
        )
        assert headline.label == "human_article"
        assert "headline" in {e.name for e in headline.evidence}

    def test_needs_prose_below_it(self) -> None:
        first, _ = decided(
            Block("Ferry stays in port after Sunday's storm", DOUBTFUL),
            Block(PARAGRAPH, FURNITURE),
        )
        assert first.label == "boilerplate"


MENU = Block("Menu", FURNITURE)


class TestProse:
    def test_without_anything_against_it_is_human_for_want_of_evidence(self) -> None:
        _, verdict = decided(MENU, Block(PARAGRAPH, ai=0.1))
        assert (verdict.label, verdict.basis) == ("human_article", "absence")
        assert not verdict.needs_review
        assert verdict.confidence == pytest.approx(0.9 * 0.9)

    def test_past_the_threshold_is_called_ai_and_reviewed(self) -> None:
        _, verdict = decided(MENU, Block(PARAGRAPH, ai=0.97, accused=True, suspected=True))
        assert (verdict.label, verdict.basis) == ("ai_report", "inferred")
        assert verdict.needs_review
        assert verdict.review_reason == "called AI-generated on statistics alone"
        assert verdict.confidence == pytest.approx(0.9 * 0.97)

    def test_below_the_threshold_is_not_called_ai_however_likely(self) -> None:
        (verdict,) = decided(Block(PARAGRAPH, ai=0.99))
        assert (verdict.label, verdict.needs_review) == ("human_article", False)

    def test_that_is_only_suspected_is_reviewed_but_not_accused(self) -> None:
        (verdict,) = decided(Block(PARAGRAPH, ai=0.6, suspected=True))
        assert (verdict.label, verdict.basis) == ("human_article", "absence")
        assert verdict.review_reason == "reads like AI-generated prose, not surely enough to say so"

    def test_in_an_unknown_language_is_never_accused_but_reviewed(self) -> None:
        (verdict,) = decided(
            Block(PARAGRAPH, ai=0.99, accused=True, suspected=True, known_language=False)
        )
        assert (verdict.label, verdict.needs_review) == ("human_article", True)

    def test_with_a_byline_that_reads_like_ai_is_a_conflict(self) -> None:
        (verdict,) = decided(
            Block(PARAGRAPH, ARTICLE, (BYLINE,), ai=0.97, accused=True, suspected=True)
        )
        assert verdict.conflicts == ("byline or agency slug",)
        assert verdict.review_reason == (
            "reads as AI-generated, but carries a byline or agency slug"
        )

    def test_with_a_byline_is_human_for_a_reason(self) -> None:
        (verdict,) = decided(Block(PARAGRAPH, ARTICLE, (BYLINE,)))
        assert (verdict.label, verdict.basis, verdict.role) == (
            "human_article",
            "inferred",
            "byline",
        )

    def test_that_may_not_be_prose_at_all_is_reviewed(self) -> None:
        _, verdict = decided(MENU, Block(PARAGRAPH, (0.4, 0.3, 0.3)))
        assert verdict.label == "human_article"
        assert verdict.review_reason == "what the block is on the page is unclear"

    def test_shows_both_heads_as_evidence(self) -> None:
        _, verdict = decided(MENU, Block(PARAGRAPH, ai=0.1))
        structure, authorship = verdict.evidence
        assert (structure.name, structure.label) == ("structure", "human_article")
        assert structure.weight == pytest.approx(odds(0.9, 0.1), abs=1e-4)
        assert (authorship.name, authorship.label) == ("authorship", "ai_report")
        assert authorship.weight == pytest.approx(odds(0.1, 0.9), abs=1e-4)
        assert authorship.message == "wording of 16 words of prose around here"

    def test_shows_weights_with_four_decimals(self) -> None:
        _, verdict = decided(MENU, Block(PARAGRAPH, (0.87654321, 0.1, 0.02345679), ai=0.1234567))
        for evidence in verdict.evidence:
            assert evidence.weight == round(evidence.weight, 4)


class TestALoneText:
    """Someone who gives one paragraph asks who wrote it, not what it is on a page."""

    def test_is_prose_though_no_page_is_like_it(self) -> None:
        (verdict,) = decided(Block(PARAGRAPH, FURNITURE))
        assert verdict.label == "human_article"
        assert "lone" in [evidence.name for evidence in verdict.evidence]

    def test_is_what_a_rule_says_it_is(self) -> None:
        cookies = rule("en.cookies", label="boilerplate", weight=2.0)
        (verdict,) = decided(Block(PARAGRAPH, FURNITURE, (cookies,)))
        assert verdict.label == "boilerplate"

    def test_above_a_line_that_a_rule_explains_is_prose(self) -> None:
        cookies = rule("en.cookies", label="boilerplate", weight=2.0)
        notice = Block("We use cookies.", FURNITURE, (cookies,))
        prose, furniture = decided(Block(PARAGRAPH, FURNITURE), notice)
        assert (prose.label, furniture.label) == ("human_article", "boilerplate")

    def test_that_is_no_sentence_may_be_furniture_among_furniture(self) -> None:
        cookies = rule("en.cookies", label="boilerplate", weight=2.0)
        notice = Block("We use cookies.", FURNITURE, (cookies,))
        first, _ = decided(Block("Welcome back to the Example Harbour Courier", FURNITURE), notice)
        assert first.label == "boilerplate"

    def test_of_a_word_or_two_is_not_prose(self) -> None:
        (verdict,) = decided(Block("Log in", FURNITURE))
        assert verdict.label == "boilerplate"

    def test_of_eight_ideographs_is(self) -> None:
        (verdict,) = decided(Block("渡轮因风暴停航。", FURNITURE))
        assert verdict.label == "human_article"


class TestAPageWithoutAnArticle:
    """An index of teasers, or a cookie wall: what looks like prose there is no article."""

    INDEX = (MENU,) * 30

    @pytest.mark.parametrize(
        "prose",
        [
            (Block("The ferry is back.", ARTICLE),),
            (Block(PARAGRAPH, (0.5, 0.1, 0.4)),) * 2,
            (Block("渡轮因风暴停航，岛上居民等候三日。", ARTICLE),) * 2,
        ],
        ids=["a line, however sure", "a few lines, none of them sure", "two lines of Chinese"],
    )
    def test_has_none_of_its_lines_taken_for_one(self, prose: tuple[Block, ...]) -> None:
        verdicts = decided(*self.INDEX, *prose, *self.INDEX)
        assert {verdict.label for verdict in verdicts} == {"boilerplate"}
        assert "stray" in [evidence.name for evidence in verdicts[30].evidence]
        assert "stray" not in [evidence.name for evidence in verdicts[0].evidence]

    @pytest.mark.parametrize(
        "page",
        [
            (*INDEX, *(Block(PARAGRAPH, ARTICLE),) * 3),
            (*INDEX, *(Block(PARAGRAPH, (0.5, 0.1, 0.4)),) * 30),
            (*(MENU,) * 9, Block("The ferry is back.", ARTICLE)),
        ],
        ids=["sure prose", "much prose, none of it sure", "a short document"],
    )
    def test_is_not_seen_in(self, page: tuple[Block, ...]) -> None:
        assert decided(*page)[-1].label == "human_article"

    def test_is_not_seen_in_a_format_that_says_what_is_article(self) -> None:
        segments = [Segment(at, 0, 4, "Ferry", "list_item") for at in range(30)]
        before = np.array([ARTICLE] * 30, np.float32)
        markdown = FORMAT_VOTES["text/markdown"]
        (structure,) = structures_with_votes([Asked(before, segments, [], markdown)])
        assert set(structure.labels) == {"human_article"}


class TestWhatReadsLikeArticleFarFromIt:
    """A footer in full sentences, or the summary of a teaser."""

    PROSE = (Block(PARAGRAPH, ARTICLE),) * 8
    UNSURE = Block(PARAGRAPH, (0.7, 0.0, 0.3))
    MENUS = (MENU,) * 30

    def test_is_furniture(self) -> None:
        verdicts = decided(self.UNSURE, *self.MENUS, *self.PROSE, *self.MENUS, self.UNSURE)
        for at in (0, -1):
            assert verdicts[at].label == "boilerplate"
            assert "apart" in [evidence.name for evidence in verdicts[at].evidence]
        assert {verdict.label for verdict in verdicts[31:39]} == {"human_article"}

    @pytest.mark.parametrize(
        "below",
        [
            (*MENUS, PROSE[0]),
            (*MENUS[1:], UNSURE),
            (*MENUS, *(UNSURE,) * 8),
        ],
        ids=["sure", "nearer by", "much of it"],
    )
    def test_may_be_article(self, below: tuple[Block, ...]) -> None:
        assert decided(*self.PROSE, *below)[-1].label == "human_article"


class TestATextThatIsAllArticle:
    """A letter, or an article without its page: a line or two that read like furniture are its."""

    PROSE = (Block(PARAGRAPH, ARTICLE),) * 20
    SUBHEADING = Block("Storm", (0.3, 0.0, 0.7))

    def test_keeps_its_subheadings(self) -> None:
        verdict = decided(*self.PROSE, self.SUBHEADING, *self.PROSE)[20]
        assert verdict.label == "human_article"
        assert "unbroken" in [evidence.name for evidence in verdict.evidence]

    @pytest.mark.parametrize(
        ("above", "line", "below"),
        [
            (PROSE, Block("Storm", FURNITURE), PROSE),
            (PROSE, SUBHEADING._replace(rules=(rule("en.x", label="boilerplate"),)), PROSE),
            (PROSE, SUBHEADING, ()),
            (PROSE[:2], SUBHEADING, PROSE[:2]),
            (PROSE, SUBHEADING, (*(MENU,) * 30, *PROSE)),
        ],
        ids=["sure", "named by a rule", "at the end", "little prose", "much furniture"],
    )
    def test_may_have_furniture(
        self, above: tuple[Block, ...], line: Block, below: tuple[Block, ...]
    ) -> None:
        assert decided(*above, line, *below)[len(above)].label == "boilerplate"


class TestALineAboveAList:
    ITEM = Block("- The ferry is back.", ARTICLE, kind="list_item")
    HEADING = Block("Key points", FURNITURE)

    def test_of_an_article_is_article(self) -> None:
        verdict = decided(MENU, self.HEADING, self.ITEM, self.ITEM)[1]
        assert verdict.label == "human_article"
        assert "list_heading" in [evidence.name for evidence in verdict.evidence]

    @pytest.mark.parametrize(
        ("heading", "items"),
        [
            (HEADING, (ITEM._replace(structure=FURNITURE),) * 2),
            (HEADING, (ITEM,)),
            (HEADING._replace(rules=(rule("en.related", label="boilerplate"),)), (ITEM, ITEM)),
            (HEADING._replace(text=PARAGRAPH * 2), (ITEM, ITEM)),
        ],
        ids=["a menu's", "one item alone", "named by a rule", "a paragraph"],
    )
    def test_of_anything_else_is_what_it_reads_like(
        self, heading: Block, items: tuple[Block, ...]
    ) -> None:
        assert decided(MENU, heading, *items)[1].label == "boilerplate"


class TestAHeadlineOfPictures:
    CREDIT = Block("The ferry in port. Photo: A. Sailor", CAPTION)
    UNSURE = (0.1, 0.05, 0.85)

    @pytest.mark.parametrize("line", ["The ferry in the storm", "渡轮因风暴停航三日"])
    def test_is_article(self, line: str) -> None:
        verdict = decided(Block(line, self.UNSURE), self.CREDIT, self.CREDIT)[0]
        assert verdict.label == "human_article"

    @pytest.mark.parametrize("line", ["Ferry", "渡轮停航", "The ferry is back on Sunday."])
    def test_is_not_a_word_or_a_sentence(self, line: str) -> None:
        verdict = decided(Block(line, self.UNSURE), self.CREDIT, self.CREDIT)[0]
        assert verdict.label == "boilerplate"

    def test_is_not_seen_above_anything_else(self) -> None:
        line = Block("The ferry in the storm", self.UNSURE)
        assert decided(line, self.CREDIT, MENU)[0].label == "boilerplate"


class TestOtherBlocks:
    @pytest.mark.parametrize(
        ("structure", "label"), [(CAPTION, "image_caption"), (FURNITURE, "boilerplate")]
    )
    def test_are_what_the_structure_head_says(
        self, structure: tuple[float, float, float], label: str
    ) -> None:
        (verdict,) = decided(Block("Harbour, 1931", structure))
        assert (verdict.label, verdict.basis) == (label, "inferred")
        assert verdict.confidence == pytest.approx(max(structure))
        assert [e.name for e in verdict.evidence] == ["structure"]

    def test_are_never_accused(self) -> None:
        (verdict,) = decided(Block("Harbour, 1931", CAPTION, ai=0.99, accused=True))
        assert (verdict.label, verdict.scores[LABELS.index("ai_report")]) == ("image_caption", 0)

    def test_are_reviewed_where_the_head_is_unsure(self) -> None:
        (verdict,) = decided(Block("Harbour, 1931", (0.3, 0.3, 0.4)))
        assert (verdict.label, verdict.needs_review) == ("boilerplate", True)

    def test_have_the_role_of_the_rule_that_agrees(self) -> None:
        credit = rule("en.credit", label="image_caption", role="credit", weight=2.0)
        assert decided(Block("Photo: A. Lind", CAPTION, (credit,)))[0].role == "credit"
        assert decided(Block("Photo: A. Lind", FURNITURE, (credit,)))[0].role is None


PROBABILITY = st.floats(0.001, 1)
BLOCKS = st.builds(
    lambda parts, ai, rules, accused, known: Block(
        PARAGRAPH,
        tuple(part / sum(parts) for part in parts),  # type: ignore[arg-type]
        tuple(rules),
        ai,
        accused,
        accused,
        known,
    ),
    st.tuples(PROBABILITY, PROBABILITY, PROBABILITY),
    st.floats(0, 1),
    st.lists(
        st.sampled_from(
            [
                BYLINE,
                disclosure(),
                disclosure("en.image", scope="adjacent_image", label="image_caption"),
                disclosure("en.this", scope="this"),
                rule("en.residue", label="ai_report", role="residue", verdict="residue"),
                rule("en.claim", role="human_claim", verdict="claim"),
                rule("en.cookie", label="boilerplate", weight=3.0),
                rule("en.credit", label="image_caption", role="credit", weight=1.5),
                rule("en.style", label="ai_report", role="article", weight=1.0),
            ]
        ),
        max_size=3,
        unique_by=lambda r: r.id,
    ),
    st.booleans(),
    st.booleans(),
)


@given(st.lists(BLOCKS, min_size=1, max_size=6))
def test_every_verdict_is_whole(blocks: list[Block]) -> None:
    verdicts = decided(*blocks)
    assert len(verdicts) == len(blocks)
    for position, verdict in enumerate(verdicts):
        assert verdict.evidence
        assert sum(verdict.scores) == pytest.approx(1, abs=1e-5)
        assert all(0 <= score <= 1 for score in verdict.scores)
        own = verdict.scores[LABELS.index(verdict.label)]
        assert verdict.confidence == pytest.approx(own, abs=1e-6)
        assert verdict.needs_review == (verdict.review_reason is not None)
        assert position not in verdict.governed_by
        assert position not in verdict.governs
        assert all(position in verdicts[marker].governs for marker in verdict.governed_by)
        if verdict.label == "ai_report" and verdict.basis == "inferred":
            assert blocks[position].accused
            assert blocks[position].known_language
            assert verdict.needs_review
        if verdict.digital_source_type:
            assert verdict.basis == "declared"


def test_the_structure_head_speaks_of_all_labels_but_who_wrote_it() -> None:
    assert set(STRUCTURE) == set(LABELS) - {"ai_report"}
