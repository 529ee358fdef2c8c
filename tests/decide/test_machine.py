"""What markup, headers and pictures declare reaches the segments it speaks of, and no others."""

import pytest

from labeler.document import Lineage, Markup, Signal
from labeler.provenance import Declared
from labeler.provenance.signals import interpret
from labeler.verdict import Verdict
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

IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"
TRAINED = IPTC + "trainedAlgorithmicMedia"
COMPOSITE = IPTC + "compositeWithTrainedAlgorithmicMedia"
CREATION = IPTC + "digitalCreation"


def element(value: str, name: str = "ai-disclosure") -> Signal:
    return Signal(f"attribute:{name}", value)


def of(*signals: Signal) -> tuple[Declared, ...]:
    return interpret(signals)


def prose(said: Signal | None = None, **more: object) -> Block:
    return Block(PARAGRAPH, markup=markup(disclosure=said), **more)  # type: ignore[arg-type]


def caption(src: str, kind: str = "caption", **more: object) -> Block:
    return Block("A dam in winter", CAPTION, kind=kind, markup=markup(image=src), **more)  # type: ignore[arg-type]


def markup(disclosure: Signal | None = None, image: str | None = None) -> Markup:
    return Markup("p", "p", "", Lineage(("p",)), 0, 0, disclosure, image)


def facts(verdict: Verdict) -> tuple[object, ...]:
    return (
        verdict.label,
        verdict.digital_source_type,
        verdict.ai_disclosure,
        verdict.gb45438_label,
    )


PAGE = Signal("meta:ai-disclosure", "ai-generated")


class TestVocabularies:
    @pytest.mark.parametrize(
        ("name", "value", "source_type", "mode", "label"),
        [
            ("meta:ai-disclosure", "ai-autonomous", TRAINED, "machine-generated", "1"),
            ("meta:ai-disclosure", "ai-generated", TRAINED, "machine-generated", "1"),
            ("meta:ai-disclosure", "ai-assisted", COMPOSITE, "ai-modified", "2"),
            ("header:AI-Disclosure", "mode=ai-originated", TRAINED, "ai-originated", "1"),
            ("header:AI-Disclosure", "ai-modified, reviewed-by=x", COMPOSITE, "ai-modified", "2"),
            (
                "jsonld:Article.digitalSourceType",
                "algorithmicMedia",
                IPTC + "algorithmicMedia",
                "machine-generated",
                None,
            ),
            (
                "jsonld:Article.digitalSourceType",
                "dataDrivenMedia",
                IPTC + "dataDrivenMedia",
                "machine-generated",
                None,
            ),
        ],
    )
    def test_of_a_page_declared_to_be_ai(
        self, name: str, value: str, source_type: str, mode: str, label: str | None
    ) -> None:
        (verdict,) = decided(prose(), declared=of(Signal(name, value)))
        assert facts(verdict) == ("ai_report", source_type, mode, label)
        assert verdict.basis == "declared"

    def test_of_a_page_marked_by_gb_45438(self) -> None:
        marked = Signal("meta:AIGC", "{}", (("label", "1"),))
        (verdict,) = decided(prose(), declared=of(marked))
        assert facts(verdict) == ("ai_report", TRAINED, "machine-generated", "1")

    @pytest.mark.parametrize("label", ["2", "3"])
    def test_of_a_page_that_is_only_suspected_accuse_nobody(self, label: str) -> None:
        marked = Signal("meta:AIGC", "{}", (("label", label),))
        (verdict,) = decided(prose(), declared=of(marked))
        assert facts(verdict) == ("human_article", None, None, label)
        assert (verdict.basis, verdict.needs_review) == ("absence", True)
        assert verdict.review_reason == "the page's metadata suspects AI"

    def test_of_a_page_that_denies_ai(self) -> None:
        (verdict,) = decided(prose(), declared=of(Signal("meta:ai-disclosure", "none")))
        assert facts(verdict) == ("human_article", CREATION, "none", None)
        assert verdict.basis == "declared"

    def test_of_a_page_that_only_says_how_a_person_made_it(self) -> None:
        said = Signal("jsonld:Article.digitalSourceType", "humanEdits")
        (verdict,) = decided(prose(), declared=of(said))
        assert facts(verdict) == ("human_article", IPTC + "humanEdits", None, None)

    def test_of_prose_of_which_nothing_is_said(self) -> None:
        (verdict,) = decided(prose())
        assert facts(verdict) == ("human_article", None, None, None)

    def test_of_prose_that_claims_in_words_to_be_a_person_s(self) -> None:
        claim = rule("en.claim", label="human_article", role="human_claim", verdict="claim")
        (verdict,) = decided(prose(rules=(claim,)))
        assert facts(verdict) == ("human_article", None, "none", None)

    @pytest.mark.parametrize(
        ("aspect", "source_type", "mode", "label"),
        [
            ("full", TRAINED, "machine-generated", "1"),
            ("explanation", TRAINED, "machine-generated", "1"),
            ("summary", COMPOSITE, "ai-modified", "1"),
            ("translated", COMPOSITE, "ai-modified", "1"),
            ("drafted", COMPOSITE, "ai-modified", "1"),
            ("edited", COMPOSITE, "ai-modified", "2"),
            ("composite", COMPOSITE, "ai-modified", "2"),
            ("suspected", None, None, "3"),
        ],
    )
    def test_of_prose_under_a_disclosure_keep_its_degree(
        self, aspect: str, source_type: str | None, mode: str | None, label: str
    ) -> None:
        badge = Block("Machine-made text", FURNITURE, (disclosure(aspect=aspect),))
        verdict = decided(badge, prose())[1]
        assert facts(verdict) == ("ai_report", source_type, mode, label)
        assert verdict.aspect == aspect

    def test_of_prose_that_only_inherits_are_left_out(self) -> None:
        badge = Block("Machine-made text", FURNITURE, (disclosure(),))
        assert facts(decided(badge, prose(), prose())[2]) == ("ai_report", None, None, None)

    def test_of_residue_are_left_out_but_for_the_suspicion(self) -> None:
        leftover = rule("en.residue", label="ai_report", role="residue", verdict="residue")
        (verdict,) = decided(prose(rules=(leftover,)))
        assert facts(verdict) == ("ai_report", None, None, "3")


class TestReview:
    @pytest.mark.parametrize(
        ("wording", "reviewed", "mode"),
        [
            ("Machine-made text", None, "machine-generated"),
            ("Machine-made text, reviewed by our editors", True, "ai-originated"),
            ("Machine-made text, not reviewed by a human", False, "machine-generated"),
        ],
    )
    def test_in_a_badge_goes_with_the_text(
        self, wording: str, reviewed: bool | None, mode: str
    ) -> None:
        english = disclosure(aspect="full", languages=("en",))
        verdict = decided(Block(wording, FURNITURE, (english,)), prose())[1]
        assert (verdict.reviewed, verdict.ai_disclosure) == (reviewed, mode)

    def test_in_a_header_goes_with_the_page(self) -> None:
        header = Signal("header:AI-Disclosure", "machine-generated, reviewed-by=desk")
        (verdict,) = decided(prose(), declared=of(header))
        assert (verdict.reviewed, verdict.ai_disclosure) == (True, "ai-originated")


class TestElements:
    def test_declare_the_prose_in_them_alone(self) -> None:
        inside, outside = decided(
            prose(element("ai-generated")), prose(), declared=of(element("ai-generated"))
        )
        assert facts(inside) == ("ai_report", TRAINED, "machine-generated", "1")
        assert outside.label == "human_article"

    def test_go_before_the_page(self) -> None:
        none = element("none")
        inside, outside = decided(prose(none), prose(), declared=of(PAGE, none))
        assert facts(inside) == ("human_article", CREATION, "none", None)
        assert outside.label == "ai_report"

    def test_of_unknown_value_say_nothing(self) -> None:
        said = element("perhaps")
        assert decided(prose(said), declared=of(said))[0].label == "human_article"
        assert decided(prose(said), declared=of(PAGE, said))[0].label == "ai_report"

    def test_leave_furniture_and_captions_what_they_are(self) -> None:
        said = element("ai-generated")
        menu = Block("Sign in", FURNITURE, markup=markup(said))
        legend = Block("A dam", CAPTION, kind="caption", markup=markup(said))
        assert [v.label for v in decided(menu, legend, prose(said), declared=of(said))] == [
            "boilerplate",
            "image_caption",
            "ai_report",
        ]


class TestContradictions:
    def test_between_header_and_page_are_reviewed(self) -> None:
        header = Signal("header:AI-Disclosure", "none")
        (verdict,) = decided(prose(), declared=of(header, PAGE))
        assert verdict.label == "ai_report"
        assert verdict.conflicts == ("header:AI-Disclosure = none says that a person made it",)
        assert verdict.needs_review

    def test_between_words_and_metadata_are_reviewed(self) -> None:
        badge = Block("Machine-made text", FURNITURE, (disclosure(),))
        verdict = decided(badge, prose(), declared=of(Signal("meta:ai-generated", "false")))[1]
        assert (verdict.label, verdict.needs_review) == ("ai_report", True)
        assert verdict.conflicts == ("meta:ai-generated = false says that a person made it",)

    def test_between_statistics_and_metadata_are_reviewed(self) -> None:
        accused = prose(ai=0.99, accused=True)
        (verdict,) = decided(accused, declared=of(Signal("meta:ai-disclosure", "none")))
        assert (verdict.label, verdict.basis) == ("ai_report", "inferred")
        assert verdict.review_reason == (
            "reads as AI-generated, but meta:ai-disclosure = none says that a person made it"
        )
        assert verdict.digital_source_type is None


def picture(about: str, term: str = "trainedAlgorithmicMedia") -> Signal:
    return Signal("jsonld:ImageObject.digitalSourceType", term, about=about)


class TestPictures:
    @pytest.mark.parametrize("kind", ["caption", "alt"])
    def test_declared_ai_keep_their_caption_a_caption(self, kind: str) -> None:
        (verdict,) = decided(
            caption("a.png", kind)._replace(structure=ARTICLE), declared=of(picture("a.png"))
        )
        assert (verdict.label, verdict.basis) == ("image_caption", "declared")
        assert verdict.digital_source_type is None
        assert verdict.about_image is not None
        assert verdict.about_image.digital_source_type == TRAINED
        assert verdict.about_image.src == "a.png"
        (reason,) = (e for e in verdict.evidence if e.source == "metadata")
        assert (reason.name, reason.label) == (picture("").name, "image_caption")

    def test_of_other_making_are_told_and_change_nothing(self) -> None:
        (verdict,) = decided(caption("a.png"), declared=of(picture("a.png", "digitalCapture")))
        assert (verdict.label, verdict.basis) == ("image_caption", "inferred")
        assert verdict.about_image is not None
        assert verdict.about_image.digital_source_type == IPTC + "digitalCapture"

    def test_say_nothing_of_the_prose_around_them(self) -> None:
        text = Block(PARAGRAPH, markup=markup(image="a.png"))
        _, verdict = decided(caption("a.png"), text, declared=of(picture("a.png")))
        assert (verdict.label, verdict.about_image) == ("human_article", None)

    @pytest.mark.parametrize(
        ("about", "src", "same"),
        [
            ("https://example.org/img/a.png", "/img/a.png", True),
            ("https://example.org/img/a.png", "img/a.png?w=300", True),
            ("https://example.org/img/a.png", "a.png", True),
            ("https://example.org/img/a%20b.png", "../img/a b.png", True),
            ("https://example.org/a.png", "https://example.org/a-1024x683.png", True),
            ("//example.org/a.png", "https://example.org/a.png", True),
            ("https://example.org/img/a.png", "b.png", False),
            ("https://example.org/img/aa.png", "a.png", False),
            ("https://example.org/a.png", "https://example.net/a.png", False),
            ("https://example.org/x/a.png", "https://example.org/y/a.png", False),
            ("https://[broken", "a.png", False),
            ("#picture", "a.png", False),
        ],
    )
    def test_are_known_by_their_address(self, about: str, src: str, same: bool) -> None:
        (verdict,) = decided(caption(src), declared=of(picture(about)))
        assert (verdict.about_image is not None) is same

    def test_of_one_name_in_two_places_are_not_taken_for_each_other(self) -> None:
        declared = of(
            picture("https://example.org/x/a.png"), picture("https://example.org/y/a.png")
        )
        assert decided(caption("a.png"), declared=declared)[0].about_image is None

    def test_that_are_ai_to_one_and_photographs_to_another_are_a_conflict(self) -> None:
        xmp = Signal("xmp:digitalSourceType", "trainedAlgorithmicMedia", about="a.png")
        declared = of(picture("a.png", "digitalCapture"), xmp)
        (verdict,) = decided(caption("a.png"), declared=declared)
        assert verdict.about_image is not None
        assert verdict.about_image.declared_by == "xmp:digitalSourceType"
        assert len(verdict.conflicts) == 1

    @pytest.mark.parametrize(("aspect", "term"), [("full", TRAINED), ("altered", COMPOSITE)])
    def test_disclosed_in_words_are_told_with_their_degree(self, aspect: str, term: str) -> None:
        badge = disclosure("en.im", scope="adjacent_image", label="image_caption", aspect=aspect)
        legend, _ = decided(caption("a.png"), Block("Picture by machine", FURNITURE, (badge,)))
        assert legend.about_image is not None
        assert (legend.about_image.digital_source_type, legend.about_image.declared_by) == (
            term,
            "en.im",
        )

    def test_disclosed_by_their_own_caption_are_told_with_it(self) -> None:
        own = disclosure("en.im", scope="adjacent_image", label="image_caption", aspect="full")
        (legend,) = decided(caption("a.png", rules=(own,)))
        assert (legend.label, legend.role) == ("image_caption", "disclosure")
        assert legend.about_image is not None

    def test_whose_caption_alone_is_by_ai_are_not_told_to_be(self) -> None:
        own = disclosure("en.alt", scope="adjacent_image", label="image_caption", aspect="caption")
        assert decided(caption("a.png", rules=(own,)))[0].about_image is None
