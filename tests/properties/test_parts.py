"""What stands in one document is judged by itself, wherever it is cut and whatever comes along.

Labels may differ between a whole and its parts, since the classifier looks at neighbours. Segments,
what rules find in them and how far a disclosure reaches may not.
"""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from labeler.document import Segment
from labeler.read import read_text
from labeler.report.schema import Report
from labeler.rules import match
from labeler.segment import segment
from tests.properties.made import SENTENCES, lines, texts
from tests.scanner.made import COOKIES, MARKERS, PARAGRAPH, SECOND, labeler, own_rules

BREAKS = ("\f", "\n\f", "\f\n\n", "\n\f\r\n")


def segmented(text: str) -> list[Segment]:
    return segment(read_text(text))


def spans(text: str, offset: int = 0) -> list[tuple[int, int]]:
    return [(s.start + offset, s.end + offset) for s in segmented(text)]


def hits(text: str, offset: int = 0) -> list[tuple[str, int, int]]:
    found = match(own_rules(), read_text(text), segmented(text)).hits
    return sorted((hit.rule.id, hit.start + offset, hit.end + offset) for hit in found)


@given(texts, texts, st.sampled_from(BREAKS))
def test_a_form_feed_parts_segments_and_what_rules_find(
    first: str, second: str, form_feed: str
) -> None:
    whole, offset = first + form_feed + second, len(first + form_feed)

    assert spans(whole) == spans(first) + spans(second, offset)
    assert hits(whole) == sorted(hits(first) + hits(second, offset))


blocks = st.lists(
    st.sampled_from([PARAGRAPH, SECOND, COOKIES, *(mark for mark, _ in MARKERS.values())]) | lines,
    max_size=6,
).map("\n\n".join)


@settings(max_examples=60)
@given(blocks, blocks)
def test_no_disclosure_reaches_over_a_heading(above: str, below: str) -> None:
    report = labeler().scan_text(f"{above}\n\n# The other part\n\n{below}")
    place = {s.id: s.span.start for s in report.segments}
    headings = [s.span.start for s in report.segments if s.kind == "heading"]

    for governed in report.segments:
        for marker in governed.governed_by or ():
            start, end = sorted((place[marker], governed.span.start))
            between = [at for at in headings if start < at < end]
            # A badge may stand above the headline of what it speaks about.
            assert len(between) <= 1
            assert not between or text_between(report, start, between[0]) == ""


def text_between(report: Report, start: int, end: int) -> str:
    """What stands between the segment at `start` and the one at `end`."""
    return "".join(s.text or "" for s in report.segments if start < s.span.start < end)


@settings(max_examples=30)
@given(st.lists(texts, min_size=2, max_size=6))
@example([f"{SECOND}\n\n", f"{SENTENCES[0]}\n\n" * 2 + "この記事はＡＩが作成しました。"])
def test_documents_judged_together_are_as_each_alone(documents: list[str]) -> None:
    read = [read_text(text, f"{number}.txt") for number, text in enumerate(documents)]
    together = list(labeler().scan_each(read))

    for report, document in zip(together, read, strict=True):
        assert isinstance(report, Report)
        alone = labeler().scan_document(document)
        assert without_figures(report) == without_figures(alone)
        # Matrices are multiplied in another order, which may change the last digit.
        assert figures(report) == pytest.approx(figures(alone), abs=2e-4)


def without_figures(report: Report) -> list[object]:
    return [
        (s.id, s.span, s.label, s.basis, s.governed_by, [(e.name, e.label) for e in s.evidence])
        for s in report.segments
    ]


def figures(report: Report) -> list[float]:
    return [
        figure
        for segment in report.segments
        for figure in (segment.confidence, *(e.weight or 0.0 for e in segment.evidence))
    ]
