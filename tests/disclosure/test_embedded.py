"""Disclosures are found where pages carry them, and speak for what they stand for and no more."""

from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec
import pytest
import yaml

from labeler import Labeler
from labeler.report.schema import ReportSegment
from labeler.rules import RulePack, load_pack, match
from labeler.rules.check import example_document
from labeler.rules.schema import Example


class Layout(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    what: str
    text: str
    marker: str
    rule: str = ""
    format: Literal["text", "html", "markdown"] = "text"
    governs: tuple[str, ...] = ()
    spares: tuple[str, ...] = ()


LAYOUTS = msgspec.convert(
    yaml.safe_load((Path(__file__).parent / "embedded.yaml").read_text(encoding="utf-8")),
    list[Layout],
)
MATCHED = [layout for layout in LAYOUTS if layout.rule]
SCANNED = [layout for layout in LAYOUTS if layout.governs]


@cache
def pack() -> RulePack:
    return load_pack()


@cache
def labeler() -> Labeler:
    return Labeler()


def scan(text: str, layout: Layout, folder: Path) -> dict[str, ReportSegment]:
    """Return the segments of a page by their text; of equal ones the first."""
    suffix = {"text": "txt", "html": "html", "markdown": "md"}[layout.format]
    path = folder / f"page.{suffix}"
    path.write_text(text, encoding="utf-8")
    (report,) = labeler().scan_path(path)
    return {str(s.text): s for s in reversed(report.segments)}


@pytest.mark.parametrize("layout", MATCHED, ids=lambda layout: layout.what)
def test_the_marker_is_found_and_nothing_else(layout: Layout) -> None:
    document, segments = example_document(Example(layout.text))
    hits = [
        hit
        for hit in match(pack(), document, segments).hits
        if hit.rule.role in ("disclosure", "residue")
    ]
    assert {segments[hit.segment].text for hit in hits} == {layout.marker}
    assert any(fnmatchcase(hit.rule.id, layout.rule) for hit in hits), [h.rule.id for h in hits]


@pytest.mark.parametrize("layout", MATCHED, ids=lambda layout: layout.what)
def test_the_page_without_its_marker_discloses_nothing(layout: Layout) -> None:
    document, segments = example_document(Example(layout.text.replace(layout.marker, "")))
    hits = match(pack(), document, segments).hits
    assert [h.rule.id for h in hits if h.rule.role in ("disclosure", "residue")] == []


@pytest.mark.parametrize("layout", SCANNED, ids=lambda layout: layout.what)
def test_the_marker_speaks_for_its_segments_and_spares_the_others(
    layout: Layout, tmp_path: Path
) -> None:
    segments = scan(layout.text, layout, tmp_path)
    assert {t for t, s in segments.items() if s.role == "disclosure"} == {layout.marker}
    for text in layout.governs:
        governed = segments[text]
        picture = governed.kind in ("caption", "alt")
        assert governed.label == ("image_caption" if picture else "ai_report"), text
        assert governed.basis == "declared", text
        assert governed.governed_by, text
    for text in layout.spares:
        assert segments[text].governed_by == (), text
        assert segments[text].label != "ai_report", text


@pytest.mark.parametrize("layout", SCANNED, ids=lambda layout: layout.what)
def test_the_scanned_page_without_its_marker_is_not_accused(layout: Layout, tmp_path: Path) -> None:
    segments = scan(layout.text.replace(layout.marker, ""), layout, tmp_path)
    assert [t for t, s in segments.items() if s.basis == "declared"] == []


def test_a_claim_to_be_made_without_ai_is_a_claim_and_no_disclosure() -> None:
    document, segments = example_document(Example("Written without AI"))
    assert {hit.rule.role for hit in match(pack(), document, segments).hits} == {"human_claim"}


def test_the_corpus_is_broad() -> None:
    assert len(LAYOUTS) >= 150
    assert len({layout.what for layout in LAYOUTS}) == len(LAYOUTS)
