"""What the segmenter makes of real pages whose blocks are known (research data)."""

import gzip
import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from labeler.read import read_html, read_text
from labeler.segment import segment

PAGES = Path(__file__).parents[3] / "shared/data/pages/fundus.jsonl.gz"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not PAGES.exists(), reason="needs ../shared/data"),
]


@pytest.fixture(scope="module")
def pages() -> list[dict[str, Any]]:
    with gzip.open(PAGES, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for _, line in zip(range(40), lines, strict=False)]


def test_segments_joined_by_blank_lines_are_found_again(pages: list[dict[str, Any]]) -> None:
    found = wanted = 0
    for page in pages:
        gold = [s["text"].strip() for s in page["segments"]]
        have = [s.text for s in segment(read_text("\n\n".join(gold)))]
        wanted += len(gold)
        found += sum(text in set(have) for text in gold)
    assert found >= 0.995 * wanted


def test_the_blocks_of_articles_are_found_in_html(pages: list[dict[str, Any]]) -> None:
    found = wanted = 0
    for page in pages:
        gold = [_bare(s["text"]) for s in page["segments"] if s["label"] != "boilerplate"]
        have = {_bare(s.text) for s in segment(read_html(page["html"]))}
        wanted += len(gold)
        found += sum(text in have for text in gold)
    assert found >= 0.995 * wanted


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower()
