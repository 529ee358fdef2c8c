"""Real pages and texts in 124 languages hide nothing above a note (research data)."""

import gzip
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from labeler.provenance import inspect
from labeler.read import read_html, read_text

DATA = Path(__file__).parents[3] / "shared/data"
SETS = sorted(path.name for path in (DATA / "pages").glob("*.jsonl.gz"))
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SETS, reason="needs ../shared/data"),
]
SAMPLED = 30
"""One in so many, to be quick; all of them gave the same (docs/provenance.md)."""


def rows(path: Path, step: int) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, islice(lines, None, None, step))


def alarms(text: str, *, html: bool = False) -> list[str]:
    document = (read_html if html else read_text)(text)
    return [h.message for h in inspect(document).hidden_text if h.severity != "note"]


@pytest.mark.parametrize("name", SETS)
def test_pages_raise_no_alarm(name: str) -> None:
    for page in rows(DATA / "pages" / name, SAMPLED):
        assert alarms(page["html"], html=True) == [], page["page_id"]
        assert alarms("\n".join(s["text"] for s in page["segments"])) == [], page["page_id"]


@pytest.mark.skipif(not (DATA / "multilingual").exists(), reason="needs ../shared/data")
def test_texts_in_many_languages_raise_no_alarm() -> None:
    for row in rows(DATA / "multilingual/human.jsonl.gz", SAMPLED):
        assert alarms(row["text"]) == [], row["doc_id"]
