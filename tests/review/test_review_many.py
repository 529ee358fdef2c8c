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
from tests.review.conftest import Open, Serve
from tests.review.made import waiting_report

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

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
    assert far == (DOCUMENTS, 3 * DOCUMENTS)
    (last,) = items(index, "ana", Filters(q="9999.txt", status="done"))
    assert next_document(index, "ana", last.doc) == 1
    desk.undo("ana")
    assert progress(index, "ana").done == 0


def test_ten_thousand_documents_are_reviewed_in_a_browser(serve: Serve, open_page: Open):
    server = serve(*copies())
    page = open_page(server.queue)
    playwright.expect(page.locator("main h2")).to_have_text("30,000 segments")
    playwright.expect(page.locator(".q")).to_have_count(PAGE)

    page.keyboard.press("2")
    playwright.expect(page.locator("#progress span")).to_have_text("1 of 30,000 decided")
    page.keyboard.press("A")
    playwright.expect(page.locator("#bulk")).to_contain_text("open segments with the same text")
    page.keyboard.press("Enter")
    playwright.expect(page.locator("#toast")).to_contain_text("segments decided")
    page.get_by_role("link", name="Next").first.click()
    page.wait_for_url("**page=2**")
    page.keyboard.press("/")
    page.keyboard.type("9998.txt")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=9998.txt**")
    page.locator(".q .where").first.click()

    playwright.expect(page.locator(".doc h2")).to_have_text("9998.txt")
    assert [len(one.targets) for one in server.kept()] in ([1, DOCUMENTS], [1, DOCUMENTS - 1])
