"""A disclosure in a document reaches the report, in any language."""

import pytest

from labeler.report.schema import ReportSegment
from tests.scanner.made import COOKIES, MARKERS, PARAGRAPH, SECOND, labeler


def scan(*paragraphs: str) -> tuple[ReportSegment, ...]:
    return labeler().scan_text("\n\n".join(paragraphs)).segments


@pytest.mark.parametrize("language", MARKERS)
def test_a_marker_above_a_paragraph_declares_it_ai_generated(language: str) -> None:
    line, paragraph = MARKERS[language]
    marker, prose = scan(line, paragraph)

    assert (marker.label, marker.role, marker.basis) == ("boilerplate", "disclosure", "declared")
    assert marker.governs == (prose.id,)
    assert (prose.label, prose.basis, prose.governed_by) == ("ai_report", "declared", (marker.id,))
    assert prose.confidence == 0.99
    assert not prose.needs_review
    assert prose.digital_source_type is not None
    assert prose.digital_source_type.endswith("trainedAlgorithmicMedia")
    assert prose.language == language


@pytest.mark.parametrize("language", MARKERS)
def test_the_evidence_quotes_the_marker(language: str) -> None:
    line, paragraph = MARKERS[language]
    marker, prose = scan(line, paragraph)
    quoted = marker.evidence[0].quote
    assert quoted is not None
    assert quoted in line
    reason = next(e for e in prose.evidence if e.verdict == "declared")
    assert (reason.marker, reason.via) == (marker.id, "direct")


@pytest.mark.parametrize("language", MARKERS)
def test_without_the_marker_the_same_paragraph_is_not_accused(language: str) -> None:
    (prose,) = scan(MARKERS[language][1])
    assert (prose.label, prose.governed_by) == ("human_article", ())


def test_the_next_paragraph_only_inherits() -> None:
    marker, first, second = scan(MARKERS["en"][0], PARAGRAPH, SECOND)
    assert (first.needs_review, second.needs_review) == (False, True)
    assert second.label == "ai_report"
    assert second.confidence < 0.9
    assert marker.governs == (first.id, second.id)


def test_furniture_below_a_marker_stays_furniture() -> None:
    _, prose, furniture = scan(MARKERS["en"][0], PARAGRAPH, COOKIES)
    assert prose.label == "ai_report"
    assert (furniture.label, furniture.governed_by) == ("boilerplate", ())


def test_a_marker_below_the_article_does_not_reach_up() -> None:
    above, marker = scan(PARAGRAPH, MARKERS["en"][0])
    assert above.label == "human_article"
    assert marker.governs == ()


def test_an_image_marker_in_a_caption_leaves_the_article_alone() -> None:
    markup = (
        f"<article><p>{PARAGRAPH}</p><figure><img src='a.png'><figcaption>The pier. Zymbopic"
        f"</figcaption></figure><p>{SECOND}</p></article>"
    )
    first, caption, second = labeler().scan_html(markup).segments
    assert (caption.label, caption.role, caption.basis) == (
        "image_caption",
        "disclosure",
        "declared",
    )
    assert first.label == second.label == "human_article"


def test_hidden_characters_in_a_marker_hide_nothing() -> None:
    _, prose = scan("Zym\u200bbotext", PARAGRAPH)
    assert (prose.label, prose.basis) == ("ai_report", "declared")
