"""JSON by template is that of the structs."""

import json
from collections.abc import Iterator

import pytest

from labeler.decide import Verdicts
from labeler.document import Document
from labeler.provenance import Provenance
from labeler.read import read_html, read_path, read_text
from labeler.report.build import Judged, ReportStream, Window, whole
from labeler.report.encode import compact_pieces
from labeler.scanner import Labeler
from tests.decide.made import PARAGRAPH, Block, verdicts_on
from tests.decide.test_columns import BYLINE, PAGE
from tests.report.made import TOOL

PERCENT = '100 % of "it", 5 %d and %(name)s\u2028 by \x07 and \ud800'
MARKUP = (
    "<html lang=en><title>Pier</title><body><article><h1>The pier closes</h1>"
    f"<p class='by'>By Anna Lind</p><p>{PARAGRAPH} {PARAGRAPH}</p>"
    "<figure><img src=a.jpg alt='The pier'><figcaption>The pier. Photo: R. Moen</figcaption>"
    "</figure>"
    "</article><footer><a href=/p>Privacy policy</a></footer>"
)


def both(stream: "ReportStream", again: "ReportStream", *, include_text: bool) -> list[bytes]:
    """The JSON made by template, and that of the structs."""
    return [
        b"".join(compact_pieces(report, include_text=include_text))
        for report in (stream, whole(again))
    ]


def stream_of(document: Document, verdicts: Verdicts) -> ReportStream:
    segments = verdicts._page.segments
    views = [segment.text.encode("utf-8", "replace") for segment in segments]
    window = Window(segments, verdicts, ["en"] * len(segments), views)
    return ReportStream(document, (window,), TOOL, Provenance())


def documents() -> Iterator[Document]:
    """The samples, and what JSON and templates might stumble over."""
    for found in read_path("samples"):
        assert isinstance(found, Document)
        yield found
    yield read_html(MARKUP)
    yield read_text(f"{PERCENT}\n\n{PARAGRAPH}\n\nCopyright 2024 100 % Ltd")
    yield read_text("")


@pytest.fixture(scope="module")
def judged() -> list[tuple[Labeler, Judged]]:
    labeler = Labeler()
    found = labeler.judge_each(documents())
    return [(labeler, one) for one in found if isinstance(one, Judged)]


@pytest.mark.parametrize("include_text", [True, False], ids=["text", "no text"])
def test_samples_read_the_same(judged: list[tuple[Labeler, Judged]], include_text: bool) -> None:
    assert len(judged) > 12
    for labeler, one in judged:
        by_template, by_struct = both(
            labeler.report_on(one), labeler.report_on(one), include_text=include_text
        )

        assert by_template == by_struct


def test_all_kinds_of_verdicts_read_the_same() -> None:
    blocks = (*PAGE, Block("50 % off by us", (0.1, 0.1, 0.8), (BYLINE,)))
    document = read_text("\n\n".join(block.text for block in blocks))

    by_template, by_struct = both(
        *(stream_of(document, verdicts_on(*blocks)) for _ in range(2)), include_text=True
    )

    assert by_template == by_struct
    reasons = {segment.get("review_reason") for segment in json.loads(by_template)["segments"]}
    assert len(reasons) > 4, "the page has all that statistics can say"


def test_most_segments_need_no_struct(judged: list[tuple[Labeler, Judged]]) -> None:
    plain = [bool(p) for _, one in judged for w in one.windows for p in w.verdicts.plain]  # type: ignore[attr-defined]

    assert sum(plain) > 0.6 * len(plain)
