"""What a document declares about itself stands, whatever the classifier says."""

import pytest

from labeler.evidence import LABELS
from labeler.provenance import Declared
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

BADGE = Block("Machine-made text", FURNITURE, (disclosure(aspect="full"),))
IMAGE_BADGE = disclosure("en.ai.image", scope="adjacent_image", label="image_caption")
TRAINED = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
COMPOSITE = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"
WHOLE_PAGE = Declared(
    signal="meta:ai-disclosure",
    value="ai-generated",
    meaning="ai-generated",
    governs="document",
    digital_source_type=TRAINED,
)


class TestProseUnderADisclosure:
    def test_is_a_declared_ai_report_however_human_it_reads(self) -> None:
        _, verdict = decided(BADGE, Block(PARAGRAPH, ai=0.001))
        assert (verdict.label, verdict.basis, verdict.confidence) == ("ai_report", "declared", 0.99)
        assert not verdict.needs_review

    def test_names_its_marker_aspect_and_source_type(self) -> None:
        _, verdict = decided(BADGE, Block(PARAGRAPH))
        assert (verdict.governed_by, verdict.aspect) == ((0,), "full")
        assert verdict.digital_source_type == TRAINED
        (reason,) = (e for e in verdict.evidence if e.verdict == "declared")
        assert (reason.name, reason.via, reason.marker) == ("en.ai.badge", "direct", 0)

    def test_further_down_only_inherits_and_waits_for_review(self) -> None:
        _, first, second = decided(BADGE, Block(PARAGRAPH), Block(PARAGRAPH))
        assert first.confidence > 0.9 > second.confidence
        assert (second.label, second.basis, second.governed_by) == ("ai_report", "declared", (0,))
        assert second.needs_review
        assert second.review_reason == "the disclosure above may not reach this far"
        assert second.digital_source_type is None
        assert [e.via for e in second.evidence if e.verdict] == ["inherited"]

    def test_is_as_sure_as_the_rule_says_where_it_inherits(self) -> None:
        sure = Block("Machine-made text", FURNITURE, (disclosure(inherit_confidence=0.8),))
        assert decided(sure, Block(PARAGRAPH), Block(PARAGRAPH))[2].confidence == 0.8

    def test_takes_the_surest_of_several_disclosures(self) -> None:
        whole = Block("All by machine", FURNITURE, (disclosure("en.all", scope="document"),))
        verdicts = decided(whole, BADGE, Block(PARAGRAPH), Block(PARAGRAPH))
        assert verdicts[3].confidence == 0.99
        assert verdicts[3].governed_by == (0, 1)
        assert not verdicts[3].needs_review

    @pytest.mark.parametrize(
        ("aspect", "source_type"), [("full", TRAINED), ("edited", COMPOSITE), (None, TRAINED)]
    )
    def test_has_the_source_type_of_its_aspect(self, aspect: str, source_type: str) -> None:
        badge = Block("Machine-made text", FURNITURE, (disclosure(aspect=aspect),))
        assert decided(badge, Block(PARAGRAPH))[1].digital_source_type == source_type

    def test_with_a_byline_is_a_conflict_to_review(self) -> None:
        byline = rule("en.byline", label="human_article", role="byline", weight=1.0)
        _, verdict = decided(BADGE, Block(PARAGRAPH, ARTICLE, (byline,)))
        assert verdict.label == "ai_report"
        assert verdict.conflicts == ("en.byline: speaks for a human author",)
        assert verdict.needs_review
        assert verdict.review_reason == (
            "declared AI-generated, but en.byline: speaks for a human author"
        )

    def test_that_claims_a_human_author_is_a_conflict_too(self) -> None:
        claim = rule(
            "en.claim", role="human_claim", verdict="claim", message="says a person wrote it"
        )
        _, verdict = decided(BADGE, Block(PARAGRAPH, ARTICLE, (claim,)))
        assert verdict.conflicts == ("en.claim: says a person wrote it",)
        assert verdict.needs_review


class TestTheMarker:
    def test_is_boilerplate_with_the_role_of_a_disclosure(self) -> None:
        marker, _ = decided(BADGE, Block(PARAGRAPH))
        assert (marker.label, marker.role, marker.basis) == (
            "boilerplate",
            "disclosure",
            "declared",
        )
        assert (marker.governs, marker.governed_by, marker.aspect) == ((1,), (), "full")

    def test_is_boilerplate_even_where_the_classifier_sees_prose(self) -> None:
        assert decided(BADGE._replace(structure=ARTICLE), Block(PARAGRAPH))[0].label == (
            "boilerplate"
        )

    def test_governs_all_it_covers(self) -> None:
        marker, *_ = decided(BADGE, *[Block(PARAGRAPH)] * 3)
        assert marker.governs == (1, 2, 3)

    def test_that_stands_alone_governs_nothing(self) -> None:
        (marker,) = decided(BADGE)
        assert (marker.label, marker.governs) == ("boilerplate", ())

    def test_may_have_another_label_if_its_rule_says_so(self) -> None:
        shy = disclosure(scope="next", marker_label="image_caption")
        assert decided(Block("Machine-made", FURNITURE, (shy,)))[0].label == "image_caption"

    def test_of_the_highest_priority_speaks(self) -> None:
        weak = disclosure("en.a", marker_label="image_caption")
        strong = disclosure("en.b", priority=5)
        assert decided(Block("Machine-made", FURNITURE, (weak, strong)))[0].label == "boilerplate"

    def test_inside_a_long_paragraph_makes_the_paragraph_an_ai_report(self) -> None:
        sentence = disclosure(scope="this")
        (verdict,) = decided(Block(PARAGRAPH * 3, ARTICLE, (sentence,)))
        assert (verdict.label, verdict.role, verdict.governed_by) == ("ai_report", "disclosure", ())
        assert (verdict.basis, verdict.confidence) == ("declared", 0.99)

    def test_inside_a_long_paragraph_still_governs_what_follows(self) -> None:
        long, after = decided(Block(PARAGRAPH * 3, ARTICLE, BADGE.rules), Block(PARAGRAPH))
        assert (long.label, long.role, long.governs) == ("ai_report", "disclosure", (1,))
        assert (after.label, after.governed_by) == ("ai_report", (0,))


class TestImages:
    def test_a_marker_in_a_caption_is_the_caption(self) -> None:
        (verdict,) = decided(Block("A dam. Picture by machine", CAPTION, (IMAGE_BADGE,)))
        assert (verdict.label, verdict.role, verdict.basis) == (
            "image_caption",
            "disclosure",
            "declared",
        )

    def test_a_marker_beside_a_caption_is_boilerplate_and_governs_it(self) -> None:
        caption, marker = decided(
            Block("A dam in winter", CAPTION, kind="caption"),
            Block("Picture by machine", FURNITURE, (IMAGE_BADGE,)),
        )
        assert (marker.label, marker.governs) == ("boilerplate", (0,))
        assert (caption.label, caption.basis) == ("image_caption", "declared")
        assert caption.governed_by == (1,)

    def test_say_nothing_of_the_prose_around_them(self) -> None:
        _, _, prose = decided(
            Block("A dam in winter", CAPTION, kind="caption"),
            Block("Picture by machine", FURNITURE, (IMAGE_BADGE,)),
            Block(PARAGRAPH),
        )
        assert (prose.label, prose.basis, prose.governed_by) == ("human_article", "absence", ())


class TestMetadataOnTheWholeDocument:
    page = (Block(PARAGRAPH), Block("A dam in winter", CAPTION), Block("Sign in", FURNITURE))

    def test_governs_its_prose_and_neither_captions_nor_furniture(self) -> None:
        prose, caption, furniture = decided(*self.page, declared=[WHOLE_PAGE])
        assert (prose.label, prose.basis) == ("ai_report", "declared")
        assert (caption.label, furniture.label) == ("image_caption", "boilerplate")
        assert {caption.basis, furniture.basis} == {"inferred"}

    def test_is_quoted_as_the_evidence(self) -> None:
        prose = decided(*self.page, declared=[WHOLE_PAGE])[0]
        (reason,) = (e for e in prose.evidence if e.source == "metadata")
        assert (reason.name, reason.quote) == ("meta:ai-disclosure", "ai-generated")
        assert (prose.aspect, prose.digital_source_type) == ("full", TRAINED)

    def test_of_assistance_is_a_composite(self) -> None:
        assisted = Declared(
            signal="meta:ai-disclosure",
            value="ai-assisted",
            meaning="ai-assisted",
            governs="document",
            digital_source_type=COMPOSITE,
        )
        prose = decided(Block(PARAGRAPH), declared=[assisted])[0]
        assert (prose.aspect, prose.digital_source_type) == ("composite", COMPOSITE)

    @pytest.mark.parametrize(
        ("meaning", "governs"),
        [
            ("mixed", "document"),
            ("unknown", "document"),
            ("ai-generated", "image"),
            ("ai-generated", "unknown"),
        ],
    )
    def test_of_another_meaning_or_subject_accuses_nothing(
        self, meaning: str, governs: str
    ) -> None:
        said = Declared(signal="meta:x", value="y", meaning=meaning, governs=governs)  # type: ignore[arg-type]
        prose = decided(Block(PARAGRAPH), declared=[said])[0]
        assert (prose.label, prose.basis) == ("human_article", "absence")

    def test_beside_a_byline_is_a_conflict_to_review(self) -> None:
        byline = rule("en.byline", label="human_article", role="byline", weight=1.0)
        (verdict,) = decided(Block(PARAGRAPH, ARTICLE, (byline,)), declared=[WHOLE_PAGE])
        assert verdict.label == "ai_report"
        assert verdict.conflicts == ("en.byline: speaks for a human author",)
        assert verdict.needs_review


class TestResidue:
    leftover = rule("en.residue", label="ai_report", role="residue", verdict="residue")

    def test_makes_an_ai_report_that_a_person_should_check(self) -> None:
        (verdict,) = decided(Block(PARAGRAPH, ARTICLE, (self.leftover,), ai=0.01))
        assert (verdict.label, verdict.basis, verdict.role) == ("ai_report", "residue", "residue")
        assert verdict.needs_review
        assert 0.5 < verdict.confidence < 0.99

    def test_yields_to_a_disclosure(self) -> None:
        _, verdict = decided(BADGE, Block(PARAGRAPH, ARTICLE, (self.leftover,)))
        assert (verdict.basis, verdict.confidence) == ("declared", 0.99)


def test_scores_put_the_confidence_on_the_label_and_share_the_rest() -> None:
    for verdict in decided(BADGE, Block(PARAGRAPH), Block(PARAGRAPH)):
        assert sum(verdict.scores) == pytest.approx(1)
        assert verdict.scores[LABELS.index(verdict.label)] == verdict.confidence
