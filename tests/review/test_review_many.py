"""Ten thousand documents."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from labeler.corrections.log import CorrectionsLog
from labeler.report.schema import Report
from labeler.review.desk import Ask, Desk
from labeler.review.index import build_index
from labeler.review.queue import PAGE, Filters, items, next_document, progress
from tests.review.made import waiting_report

DOCUMENTS = 10_000


def copies() -> Iterator[Report]:
    """Documents of the same three paragraphs, of which one is everywhere the most doubtful."""
    one = waiting_report(3)
    for number in range(DOCUMENTS):
        about = msgspec.structs.replace(one.input, path=f"{number}.txt", sha256=f"{number:064x}")
        yield msgspec.structs.replace(one, input=about)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> sqlite3.Connection:
    file = tmp_path_factory.mktemp("many") / "reports.jsonl"
    with file.open("wb") as stream:
        stream.writelines(msgspec.json.encode(one) + b"\n" for one in copies())
    return build_index([file], Path("none.jsonl"))


def test_ten_thousand_documents_are_queued_decided_and_counted(
    index: sqlite3.Connection, tmp_path: Path
):
    desk = Desk(index, CorrectionsLog(tmp_path / "c.jsonl"))

    page = items(index, "ana", Filters())
    assert len(page) == PAGE
    _, rows = desk.decide("ana", page[0].row, Ask("label", scope="identical"))
    assert len(rows) == DOCUMENTS
    far = progress(index, "ana")
    assert (far.done, far.needing, far.documents) == (DOCUMENTS, 3 * DOCUMENTS, DOCUMENTS)
    (last,) = items(index, "ana", Filters(q="9999.txt", status="done"))
    assert next_document(index, "ana", last.doc) == 1
    desk.undo("ana")
    assert progress(index, "ana").done == 0
