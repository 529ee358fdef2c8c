"""Objections to a document as a whole: shares, counts, what machines declare."""

import pytest

from labeler.policy.schema import DeclaredWhen, When
from labeler.provenance import Declared
from tests.policy.made import findings, report, rule, segment

HALF_BOILERPLATE = report(
    segment("1234567890", label="boilerplate"),
    segment("abcde", label="human_article"),
    segment("fghij", label="ai_report"),
)
AI_IMAGE = Declared(
    signal="jsonld:imageobject.digitalSourceType",
    value="trainedAlgorithmicMedia",
    meaning="ai-generated",
    governs="image",
)


def said(page, when: When) -> str | None:
    """What a rule says of a document, after its message."""
    found = findings(page, rule(when))
    if not found:
        return None
    (finding,) = found
    assert (finding.segment, finding.span, finding.line) == (None, None, None)
    assert finding.content == "0123456789abcdef"
    return finding.message.removeprefix("made for a test: ")


@pytest.mark.parametrize(
    ("when", "message"),
    [
        (
            When(label="boilerplate", share_above=0.4),
            "50.0% of the characters, more than 40.0%",
        ),
        (When(label="boilerplate", share_above=0.5), None),
        (
            When(label="human_article", share_below=0.3),
            "25.0% of the characters, less than 30.0%",
        ),
        (When(label="human_article", share_below=0.25), None),
        (
            When(label="ai_report", share_of=("human_article", "ai_report"), share_above=0.4),
            "50.0% of the characters in human_article and ai_report, more than 40.0%",
        ),
        (When(label=("human_article", "ai_report"), count_above=1), "2 segments, more than 1"),
        (When(label=("human_article", "ai_report"), count_above=2), None),
        (When(label="image_caption", count_below=1), "0 segments, fewer than 1"),
        (When(label="ai_report", count_below=1), None),
    ],
)
def test_each_limit(when: When, message: str | None) -> None:
    assert said(HALF_BOILERPLATE, when) == message


def test_a_share_of_nothing_is_none() -> None:
    assert said(report(), When(label="ai_report", share_above=0.0)) is None
    message = "0.0% of the characters in ai_report, less than 50.0%"
    assert said(report(), When(basis="residue", share_of="ai_report", share_below=0.5)) == message


def test_what_a_machine_declares_is_said_with_its_carrier() -> None:
    when = When(declared=DeclaredWhen(governs=("image",), meaning=("ai-generated",)))

    page = report(segment(), declared=[AI_IMAGE])
    assert said(page, when) == "jsonld:imageobject.digitalSourceType says trainedAlgorithmicMedia"
    assert said(report(segment()), when) is None
    assert said(page, When(declared=DeclaredWhen(signal=("meta:*",)))) is None


def test_a_declaration_and_a_limit_must_both_hold() -> None:
    when = When(
        declared=DeclaredWhen(governs=("image",)),
        label="image_caption",
        basis="declared",
        count_below=1,
    )
    declared_caption = segment(label="image_caption", basis="declared")

    assert said(report(segment(), declared=[AI_IMAGE]), when) == (
        "jsonld:imageobject.digitalSourceType says trainedAlgorithmicMedia, "
        "0 segments, fewer than 1"
    )
    assert said(report(declared_caption, declared=[AI_IMAGE]), when) is None
    assert said(report(segment()), when) is None


def test_a_declaration_and_conditions_on_segments_need_a_segment_that_fits() -> None:
    when = When(declared=DeclaredWhen(), label="ai_report")

    assert said(report(segment(), declared=[AI_IMAGE]), when) is None
    assert said(report(segment(label="ai_report"), declared=[AI_IMAGE]), when) is not None
