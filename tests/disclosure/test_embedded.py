"""Disclosures are found where pages carry them, and the prose around them is not taken for one."""

from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import msgspec
import pytest
import yaml

from labeler.rules import RulePack, load_pack, match
from labeler.rules.check import example_document
from labeler.rules.schema import Example


class Layout(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    what: str
    text: str
    marker: str
    rule: str


LAYOUTS = msgspec.convert(
    yaml.safe_load((Path(__file__).parent / "embedded.yaml").read_text(encoding="utf-8")),
    list[Layout],
)


@cache
def pack() -> RulePack:
    return load_pack()


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.what)
def test_the_marker_is_found_and_nothing_else(layout: Layout) -> None:
    document, segments = example_document(Example(layout.text))
    hits = [
        hit
        for hit in match(pack(), document, segments).hits
        if hit.rule.role in ("disclosure", "residue")
    ]
    assert {segments[hit.segment].text for hit in hits} == {layout.marker}
    assert any(fnmatchcase(hit.rule.id, layout.rule) for hit in hits), [h.rule.id for h in hits]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.what)
def test_the_page_without_its_marker_discloses_nothing(layout: Layout) -> None:
    document, segments = example_document(Example(layout.text.replace(layout.marker, "")))
    hits = match(pack(), document, segments).hits
    assert [h.rule.id for h in hits if h.rule.role in ("disclosure", "residue")] == []


def test_a_claim_to_be_made_without_ai_is_a_claim_and_no_disclosure() -> None:
    document, segments = example_document(Example("Written without AI"))
    assert {hit.rule.role for hit in match(pack(), document, segments).hits} == {"human_claim"}
