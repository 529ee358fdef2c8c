"""What a finding says: where it stands, by what it is known, in which words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from labeler import Labeler
from labeler.document import Span
from labeler.policy import Policy, audit, auditor
from labeler.policy.schema import C2paWhen, HiddenTextWhen, When
from labeler.provenance import C2paFinding, HiddenText
from tests.policy.made import findings, report, rule, segment, text_id

ANY = When(label=("human_article", "ai_report", "image_caption", "boilerplate"))
HIDDEN = rule(When(hidden_text=HiddenTextWhen(severity=("error",))), id="hidden-payload")


def payload(start: int, decoded: str | None = None) -> HiddenText:
    return HiddenText(
        kind="tag_characters",
        severity="error",
        span=Span(start, start + 3),
        count=3,
        message="3 × tag character",
        decoded=decoded,
    )


def test_a_finding_has_the_place_of_its_segment() -> None:
    (_, second) = findings(report(segment("one"), segment("two\nlines")), rule(ANY))

    assert second.span == Span(5, 14)
    assert (second.line, second.column) == (3, 1)
    assert (second.end_line, second.end_column) == (4, 6)
    assert (second.segment, second.content) == (text_id("two\nlines"), text_id("two\nlines")[:16])
    assert (second.quote, second.status, second.justification) == ("two\nlines", "new", None)


def test_a_long_text_is_quoted_by_its_beginning() -> None:
    (finding,) = findings(report(segment("long " * 100)), rule(ANY))
    assert finding.quote == "long " * 32


def test_without_texts_the_end_is_left_out() -> None:
    page = report(segment())
    bare = replace(page, segments=tuple(replace(s, text=None) for s in page.segments))
    (finding,) = findings(bare, rule(ANY))
    assert (finding.line, finding.end_line, finding.quote) == (1, None, None)


@given(st.text(alphabet="ab \n\r"))
def test_findings_end_where_a_walk_over_the_text_ends(text: str) -> None:
    (finding,) = findings(report(segment(text)), rule(ANY))

    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert (finding.end_line, finding.end_column) == (len(lines), len(lines[-1]) + 1)


@pytest.mark.parametrize(
    ("when", "fields", "particulars"),
    [
        (When(needs_review=True), {"review_reason": "unclear"}, " (unclear)"),
        (When(conflicts=True), {"conflicts": ("a byline", "a slug")}, " (a byline; a slug)"),
        (When(basis="inferred"), {"basis": "inferred", "confidence": 0.934}, " (confidence 0.93)"),
        (When(label="ai_report"), {}, ""),
    ],
)
def test_particulars_of_a_segment_follow_the_message(when, fields, particulars) -> None:
    one = segment(**{"label": "ai_report", "needs_review": True, **fields})
    (finding,) = findings(report(one), rule(when))
    assert finding.message == "made for a test" + particulars


def test_hidden_text_is_found_in_its_segment() -> None:
    (finding,) = findings(
        report(segment("one"), segment("two and\nmore"), hidden_text=[payload(14, "hi")]), HIDDEN
    )
    assert finding.message == "made for a test: 3 × tag character, they spell 'hi'"
    assert finding.segment == text_id("two and\nmore")
    assert (finding.line, finding.column, finding.end_line, finding.end_column) == (4, 2, 4, 5)
    assert finding.span == Span(14, 17)
    assert finding.quote is None


def test_hidden_text_between_segments_and_after_the_last_is_found_too() -> None:
    page = report(segment("one"), segment("two"), hidden_text=[payload(3), payload(9), payload(20)])
    found = findings(page, HIDDEN)
    assert [(f.span.start, f.segment, f.line) for f in found if f.span] == [
        *((3, None, None), (9, None, None), (20, None, None))
    ]


def test_hidden_text_is_known_by_what_it_hides_too() -> None:
    """A segment's id does not depend on invisible characters: the content of these must."""

    def content(decoded: str) -> str:
        page = report(segment("one"), hidden_text=[payload(0, decoded)])
        return findings(page, HIDDEN)[0].content

    assert content("buy") == content("buy") != content("sell")


def test_only_the_severities_asked_for() -> None:
    slight = rule(When(hidden_text=HiddenTextWhen(severity=("note",), kind=("zero_width",))))
    assert findings(report(segment("one"), hidden_text=[payload(0)]), slight) == ()


def test_a_manifest_without_a_place_is_a_finding_about_the_document() -> None:
    broken = C2paFinding(
        kind="html", status="malformed", verification="unverified", message="an empty link"
    )
    when = When(c2pa=C2paWhen(status=("malformed",)))
    (finding,) = findings(report(segment(), c2pa=[broken]), rule(when))

    assert (finding.message, finding.segment) == ("made for a test: an empty link", None)
    assert findings(report(segment(), c2pa=[broken]), rule(When(c2pa=C2paWhen(("several",))))) == ()


def test_findings_about_the_document_come_first_then_all_by_place() -> None:
    found = findings(
        report(segment("one"), segment("two"), hidden_text=[payload(1)]),
        rule(ANY, id="any"),
        HIDDEN,
        rule(When(label="human_article", count_above=1), id="whole"),
    )
    assert [f.rule for f in found] == ["whole", "any", "hidden-payload", "any"]


def test_of_very_many_findings_the_number_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auditor, "MOST", 2)
    further, *kept = findings(report(*(segment(t) for t in "abcde")), rule(ANY))

    assert [f.quote for f in kept] == ["a", "b"]
    assert (further.message, further.segment) == ("made for a test: 3 more in this document", None)


def test_findings_are_the_same_each_time_they_are_asked_for() -> None:
    page = Labeler().scan_text("As an AI language model, I cannot check the timetable.")
    first = audit(page, Policy())

    assert [f.rule for f in first.findings] == ["chatbot-residue"]
    assert audit(page, Policy()).findings == first.findings == audit(first, Policy()).findings
    assert page.findings == ()
