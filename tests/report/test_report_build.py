"""What a report says about a document."""

import msgspec
import pytest

from labeler.document import Lineage, Markup, Segment
from labeler.provenance import Provenance
from labeler.report.build import ReportStream, Window
from tests.report.made import (
    PROSE,
    TOOL,
    build_report,
    disclosed_report,
    document,
    paragraphs,
    report_on,
    window,
)


def test_equal_input_gives_equal_bytes():
    assert msgspec.json.encode(disclosed_report()) == msgspec.json.encode(disclosed_report())


def test_input_and_tool_are_named():
    report = report_on("One line.")

    assert report.schema_version == 1
    assert report.tool == TOOL
    assert (report.input.path, report.input.media_type) == ("page.txt", "text/plain")
    assert (report.input.encoding, report.input.language) == ("utf-8", "en")


def test_segments_carry_text_and_place():
    first, second = report_on("Erste Zeile.\n\nZweite über Äpfel.").segments

    assert (first.index, first.line, first.column) == (0, 1, 1)
    assert (second.span.start, second.span.end) == (14, 32)
    assert (second.line, second.column, second.text) == (3, 1, "Zweite über Äpfel.")
    assert second.byte_span is not None
    assert (second.byte_span.start, second.byte_span.end) == (14, 34)


def test_floats_have_four_decimals():
    (segment,) = report_on("One line.").segments

    assert segment.confidence == 0.8765
    assert msgspec.to_builtins(segment.scores) == {
        "human_article": 0.8765,
        "ai_report": 0.1,
        "image_caption": 0.02,
        "boilerplate": 0.0035,
    }


def test_absent_facts_have_no_key():
    (segment,) = msgspec.to_builtins(report_on("One line.").segments)

    absent = {"role", "aspect", "path", "digital_source_type", "review_reason"}
    assert not absent & segment.keys()
    assert segment["governed_by"] == segment["governs"] == segment["conflicts"] == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Two  ferries\tran.", " two ferries\u3000RAN. "),
        ("ＡＩによる", "aiによる"),
        ("Straße", "STRASSE"),
        ("line\r\nend", "line end"),
    ],
)
def test_id_is_of_the_normalised_text(one, other):
    def hash_of(text: str) -> str:
        segment = Segment(0, 0, len(text), text, "paragraph")
        report = build_report(document(text), window([segment], [PROSE]), TOOL, Provenance())
        return report.segments[0].id

    assert hash_of(one) == hash_of(other)


def test_id_is_hash_and_ordinal():
    ids = [segment.id for segment in report_on("Share\nA story.\nshare\nSHARE").segments]

    assert ids[0].endswith("-1")
    assert [ids[2], ids[3]] == [ids[0][:-1] + "2", ids[0][:-1] + "3"]
    assert len(ids[0]) == 18
    assert ids[1] != ids[0]


def test_id_stays_when_other_text_moves():
    before = {s.text: s.id for s in report_on("First.\nSecond.\nThird.").segments}
    after = {s.text: s.id for s in report_on("New.\nThird.\nSecond.").segments}

    assert all(after[text] == before[text] for text in ("Second.", "Third."))


def test_governing_and_evidence_refer_to_ids():
    marker, governed, _ = disclosed_report().segments

    assert marker.governs == (governed.id,)
    assert governed.governed_by == (marker.id,)
    assert governed.evidence[0].marker == marker.id
    assert marker.evidence[0].quote == "Written by a machine"


def test_summary_counts_segments_and_characters():
    summary = disclosed_report().summary

    assert (summary.segments, summary.needs_review) == (3, 1)
    assert summary.labels.boilerplate.characters == len("Written by a machine")
    assert summary.labels.ai_report.segments == 1
    assert summary.labels.image_caption.segments == 0
    assert summary.characters == sum(
        count["characters"] for count in msgspec.to_builtins(summary.labels).values()
    )


def test_hidden_text_of_the_document_is_shown():
    (hidden,) = disclosed_report().document.hidden_text

    assert hidden.kind == "zero_width"


def test_html_has_paths_and_no_byte_spans():
    markup = Markup("p", "html/body/p[2]", "html/body", Lineage(("html", "body", "p")), 0, 0)
    page = msgspec.structs.replace(document("Text."), media_type="text/html")
    segment = Segment(0, 0, 5, "Text.", "paragraph", markup)
    report = build_report(page, window([segment], [PROSE]), TOOL, Provenance())

    (reported,) = report.segments
    assert (reported.path, reported.byte_span) == ("html/body/p[2]", None)
    assert report.input.language is None


def test_empty_document_has_an_empty_report():
    report = report_on("")

    assert report.segments == ()
    assert report.summary.characters == 0


def test_verdicts_must_belong_to_segments_one_by_one():
    segments = paragraphs("One.\nTwo.")

    with pytest.raises(ValueError, match="zip"):
        build_report(document("One.\nTwo."), window(segments, [PROSE]), TOOL, Provenance())


def windows_of(segments: list[Segment], size: int) -> list[Window]:
    return [
        window(part, [PROSE] * len(part))
        for start in range(0, len(segments), size)
        for part in [segments[start : start + size]]
    ]


def test_a_stream_of_windows_equals_the_report_made_at_once():
    text = "Same\nOther é\nSame\nSame\nEnd"
    whole = report_on(text)
    page = document(text)
    windows = windows_of(paragraphs(text), 2)
    stream = ReportStream(page, windows, TOOL, Provenance(), language="en")

    assert tuple(stream.segments) == whole.segments
    assert stream.summary == whole.summary
