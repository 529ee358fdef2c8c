"""From text to report, with the shipped model and rules of the tests' own."""

import gc
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from labeler import scanner
from labeler.document import Document
from labeler.errors import InputError
from labeler.read import read_text
from labeler.report.build import ReportStream
from labeler.report.encode import compact_pieces
from labeler.report.schema import Report
from labeler.scanner import Labeler
from tests.scanner.made import COOKIES, PARAGRAPH, SECOND, labeler, own_rules

PAGE = f"Pier to be repaired\n\n{PARAGRAPH}\n\n{SECOND}\n\n{COOKIES}\n"
MARKUP = f"""<html lang="en"><head><title>Pier</title></head><body>
<nav><a href="/">Home</a> <a href="/a">Archive</a></nav>
<article><h1>Pier to be repaired</h1><p>{PARAGRAPH}</p>
<figure><img src="p.jpg" alt="A pier"><figcaption>The pier. Photo: A. Lind</figcaption></figure>
<p>{SECOND}</p></article><footer><p>{COOKIES}</p></footer></body></html>"""


def as_json(report: Report | ReportStream) -> bytes:
    return b"".join(compact_pieces(report, include_text=True))


def assert_whole(report: Report, document_text: str) -> None:
    """Segments are in order, apart, and cover everything but white space."""
    spans = [(s.span.start, s.span.end) for s in report.segments]
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    covered = "".join(document_text[start:end] for start, end in spans)
    assert "".join(covered.split()) == "".join(document_text.split())
    assert [s.text for s in report.segments] == [document_text[a:b] for a, b in spans]
    assert [s.index for s in report.segments] == list(range(len(spans)))
    assert len({s.id for s in report.segments}) == len(spans)
    assert all(s.evidence for s in report.segments)
    assert report.summary.segments == len(spans)


class TestPlainText:
    def test_prose_is_article_and_furniture_boilerplate(self) -> None:
        report = labeler().scan_text(PAGE)
        assert_whole(report, PAGE)
        assert [s.label for s in report.segments[1:]] == [
            "human_article",
            "human_article",
            "boilerplate",
        ]
        assert {s.basis for s in report.segments[1:3]} == {"absence"}
        assert report.input.language == "en"

    def test_the_same_text_gives_the_same_bytes(self) -> None:
        first = as_json(labeler().scan_text(PAGE))
        other = Labeler()
        other._pack = own_rules()
        assert first == as_json(labeler().scan_text(PAGE)) == as_json(other.scan_text(PAGE))

    @pytest.mark.parametrize("end", ["\r\n", "\r"])
    def test_line_ends_change_positions_and_nothing_else(self, end: str) -> None:
        text = PAGE.replace("\n", end)
        report = labeler().scan_text(text)
        assert_whole(report, text)
        plain = labeler().scan_text(PAGE)
        assert [(s.id, s.label, s.confidence) for s in report.segments] == [
            (s.id, s.label, s.confidence) for s in plain.segments
        ]

    def test_pages_one_after_another_are_each_covered(self) -> None:
        text = PAGE * 4
        report = labeler().scan_text(text)
        assert_whole(report, text)
        assert [s.label for s in report.segments].count("human_article") >= 8
        assert [s.label for s in report.segments].count("boilerplate") >= 4

    @pytest.mark.parametrize("text", ["", " ", "\n\r\n\t", "\u200b", "\u00a0\u3000", "\ufeff"])
    def test_nothing_to_read_is_no_segment(self, text: str) -> None:
        report = labeler().scan_text(text)
        assert report.segments == ()
        assert json.loads(as_json(report))["summary"]["segments"] == 0

    @pytest.mark.parametrize(
        "text", ["a", ".", "7", "字", "😀", "\ud800", "a\0b", "x\u0301", "\u202e!", "-\n-\n-"]
    )
    def test_hardly_anything_is_still_labelled(self, text: str) -> None:
        report = labeler().scan_text(text)
        assert report.segments
        assert all(0 < s.confidence <= 1 for s in report.segments)
        json.loads(as_json(report))

    def test_half_a_surrogate_pair_does_not_matter(self) -> None:
        text = PAGE.replace("council", "coun\ud800cil")
        report = labeler().scan_text(text)
        assert [s.label for s in report.segments] == [
            s.label for s in labeler().scan_text(PAGE).segments
        ]

    @settings(max_examples=40)
    @given(st.text(st.characters(), max_size=60), st.sampled_from(["", PAGE]))
    @example("\ud800\n\n\udfff", PAGE)
    def test_any_text_gives_a_report(self, text: str, around: str) -> None:
        report = labeler().scan_text(around + text)
        scores = [s.scores for s in report.segments]
        for score in scores:
            whole = score.human_article + score.ai_report + score.image_caption + score.boilerplate
            assert whole == pytest.approx(1, abs=3e-4)  # four rounded to four decimals
        json.loads(as_json(report))


class TestHtml:
    def test_blocks_are_labelled_with_their_paths(self) -> None:
        report = labeler().scan_html(MARKUP)
        by_text = {s.text: s for s in report.segments}
        assert by_text[PARAGRAPH].label == by_text[SECOND].label == "human_article"
        assert by_text[COOKIES].label == "boilerplate"
        caption = by_text["The pier. Photo: A. Lind"]
        assert (caption.label, caption.kind) == ("image_caption", "caption")
        assert caption.path is not None
        assert caption.path.endswith("figure/figcaption")

    def test_the_same_markup_gives_the_same_bytes(self) -> None:
        first, second = labeler().scan_html(MARKUP), labeler().scan_html(MARKUP)
        assert as_json(first) == as_json(second)

    @pytest.mark.parametrize("markup", ["", "<p></p>", "<script>x</script>", "<!-- no -->"])
    def test_nothing_visible_is_no_segment(self, markup: str) -> None:
        assert labeler().scan_html(markup).segments == ()

    def test_a_declaration_that_cannot_be_read_is_an_error_of_the_report(self) -> None:
        broken = "<script type='application/ld+json'>{</script>"
        assert labeler().scan_html(MARKUP).errors == ()
        (error,) = labeler().scan_html(broken + MARKUP).errors
        assert "JSON-LD" in error

    def test_a_page_that_declares_itself_generated(self) -> None:
        declared = MARKUP.replace(
            "<title>", '<meta name="ai-disclosure" content="ai-generated"><title>'
        )
        by_text = {s.text: s for s in labeler().scan_html(declared).segments}
        assert (by_text[PARAGRAPH].label, by_text[PARAGRAPH].basis) == ("ai_report", "declared")
        assert by_text[PARAGRAPH].digital_source_type is not None
        assert by_text[COOKIES].label == "boilerplate"
        assert by_text["The pier. Photo: A. Lind"].label == "image_caption"


class TestFiles:
    def test_a_path_gives_a_report_a_document(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text(PAGE, "utf-8")
        (tmp_path / "b.html").write_text(MARKUP, "utf-8")
        (tmp_path / "c.jsonl").write_text(json.dumps({"text": PAGE}), "utf-8")
        reports = labeler().scan_path(tmp_path)
        assert [Path(r.input.path).name for r in reports] == ["a.txt", "b.html", "c.jsonl#1"]
        assert reports[0].segments[1].label == reports[2].segments[1].label == "human_article"

    def test_the_first_unreadable_input_is_raised(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match=r"none\.txt"):
            labeler().scan_path(tmp_path / "none.txt")

    def test_an_unreadable_input_leaves_memory_whole(self, tmp_path: Path) -> None:
        path = tmp_path / "deep.html"
        path.write_text("<div>" * 5_000, "utf-8")
        with suppress(InputError):
            labeler().scan_path(path)  # what is loaded once
        gc.collect()
        gc.disable()
        try:
            with suppress(InputError):
                labeler().scan_path(path)
            assert gc.collect() == 0
        finally:
            gc.enable()

    def test_an_unreadable_input_does_not_stop_the_others(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text(PAGE, "utf-8")
        paths = [str(tmp_path / "none.txt"), str(tmp_path / "a.txt")]
        error, report = labeler().scan_documents(paths)
        assert isinstance(error, InputError)
        assert isinstance(report, Report)

    @pytest.mark.parametrize("document", [InputError("a.jsonl, line 1: not JSON"), read_text("a")])
    def test_documents_of_hardly_any_text_are_not_gathered_without_end(
        self, document: Document | InputError
    ) -> None:
        read: list[Document | InputError] = []

        def documents() -> Iterator[Document | InputError]:
            for _ in range(20_000):
                read.append(document)
                yield document

        next(labeler().judge_each(documents()))
        assert len(read) < 10_000

    def test_a_huge_document_is_streamed_with_ids_of_its_own(self, tmp_path: Path) -> None:
        number = scanner._WINDOW + 500
        path = tmp_path / "log.txt"
        path.write_text("".join(f"Ferry {n % 700} left\n\n" for n in range(number)), "utf-8")

        (report,) = labeler().scan_documents([str(path)])

        assert isinstance(report, ReportStream)
        written = json.loads(as_json(report))
        assert [s["index"] for s in written["segments"]] == list(range(number))
        assert len({s["id"] for s in written["segments"]}) == number
        assert written["summary"]["segments"] == number

    def test_windows_link_disclosures_to_their_own_segments(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "long.txt"
        story = f"Zymbotext\n\n{PARAGRAPH}\n\n{COOKIES}\n\n{SECOND}\n\n"
        path.write_text(story * 3, "utf-8")
        monkeypatch.setattr(scanner, "_WINDOW", 4)

        (report,) = labeler().scan_documents([str(path)])

        segments = json.loads(as_json(report))["segments"]
        assert len(segments) == 12
        for first in (0, 4, 8):
            assert segments[first + 1]["governed_by"] == [segments[first]["id"]]
            assert segments[first + 1]["label"] == "ai_report"
            assert segments[first + 1]["evidence"][0]["marker"] == segments[first]["id"]


def test_rules_of_a_folder_are_added_to_the_shipped_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped, own = tmp_path / "shipped", tmp_path / "own"
    shipped.mkdir()
    own.mkdir()
    monkeypatch.setattr("labeler.rules.load.shipped", lambda _: shipped)
    (shipped / "few.yaml").write_text(
        "version: 1\nrules:\n  - id: en.cookies\n    match: {phrase: we use cookies}\n"
        "    label: boilerplate\n    weight: 6.0\n"
        "    examples: {match: [We use cookies], no_match: [Other]}\n",
        "utf-8",
    )
    (own / "own.yaml").write_text(
        "version: 1\nrules:\n  - id: en.own-badge\n    match: {phrase: zymbotext}\n"
        "    label: ai_report\n    role: disclosure\n    verdict: declared\n"
        "    scope: {target: next}\n    examples: {match: [Zymbotext], no_match: [Other]}\n",
        "utf-8",
    )
    with_own = Labeler(rules=[own])
    _, prose, cookies = with_own.scan_text(f"Zymbotext\n\n{PARAGRAPH}\n\n{COOKIES}").segments
    assert prose.evidence[0].name == "en.own-badge"
    assert cookies.evidence[0].name == "en.cookies"
    assert with_own.tool.rules_sha256 != Labeler().tool.rules_sha256


def test_a_scan_imports_neither_scikit_learn_nor_scipy(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAGE, "utf-8")
    (tmp_path / "b.html").write_text(MARKUP, "utf-8")
    code = (
        "import sys\nfrom tests.scanner.made import labeler\n"
        f"labeler().scan_path({str(tmp_path)!r})\n"
        "print([m for m in ('sklearn', 'scipy', 'joblib') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
        cwd=Path(__file__).parents[2],
    )
    assert done.stdout.strip() == "[]"


def test_a_document_needs_no_file() -> None:
    document = Document(PAGE, "mail", "text/plain", "utf-8", "utf-8", "0" * 64)
    assert labeler().scan_document(document).segments[1].label == "human_article"
