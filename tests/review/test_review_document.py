"""The document and its panel, in a real browser."""

import re
from pathlib import Path
from typing import Any

import pytest

from labeler import Labeler, Report
from tests.report.made import disclosed_report, report_on
from tests.review.conftest import Open, Serve
from tests.review.made import needing, waiting_report

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

MARKER = "This article was written by artificial intelligence."
STORY = (
    "The harbour board met on Tuesday and decided that the old fer\u200bry would sail for one more "
    "winter, since nobody had found the money for a new one."
)
PAGE = (
    "<html lang=en><head><title>Two ferries back</title>{head}</head><body>"
    "<nav><a href=/>Home</a></nav><main><article><h1>Two ferries back</h1>{marker}"
    f"<p>{STORY}</p></article></main></body></html>"
)
SIGNAL = '<meta name="digitalSourceType" content="trainedAlgorithmicMedia">'


def scanned(name: str, content: str) -> Report:
    Path(name).write_text(content, "utf-8")
    (report,) = Labeler().scan_path(name)
    return report


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def segment(page: Any, text: str) -> Any:
    return page.locator(".s", has_text=text)


def section(page: Any, title: str) -> Any:
    """A part of the panel."""
    return page.locator("#why section", has=page.get_by_role("heading", name=title, exact=True))


def test_the_panel_tells_of_rules_quotes_families_and_the_place(serve: Serve, open_page: Open):
    report = scanned("page.html", PAGE.format(head="", marker=f"<p>{MARKER}</p>"))
    page = open_page(serve(report).home + "document/1")

    segment(page, MARKER).click()

    assert section(page, "Evidence").locator("mark").text_content() == MARKER
    playwright.expect(section(page, "Place")).to_contain_text("html/body/main/article/p[1]")
    families = section(page, "What makes it boilerplate").locator("th")
    playwright.expect(families).to_have_text(
        ["its length and marks", "its words", "what is beside it", "the page around it",
         "its element"]
    )  # fmt: skip
    assert page.evaluate("CSS.highlights.get('evidence').size") == 1


def test_the_marker_and_what_it_governs_lead_to_each_other(serve: Serve, open_page: Open):
    report = scanned("page.html", PAGE.format(head="", marker=f"<p>{MARKER}</p>"))
    page = open_page(serve(report).home + "document/1")

    segment(page, "The harbour board").click()
    playwright.expect(segment(page, MARKER)).to_have_class(re.compile("linked"))
    page.keyboard.press("g")

    assert page.locator(".s[aria-current] .t").text_content() == MARKER
    playwright.expect(section(page, "Governs")).to_contain_text("The harbour board")


def test_machine_signals_are_told_of_the_segment_and_of_the_whole(serve: Serve, open_page: Open):
    report = scanned("page.html", PAGE.format(head=SIGNAL, marker=""))
    page = open_page(serve(report).home + "document/1")

    segment(page, "The harbour board").click()

    playwright.expect(section(page, "Evidence")).to_contain_text("meta:digitalsourcetype")
    playwright.expect(page.locator(".declared")).to_contain_text("trainedAlgorithmicMedia")


def test_a_report_of_another_model_says_that_its_families_are_not_known(
    serve: Serve, open_page: Open
):
    page = open_page(serve(waiting_report(2)).home + "document/1")

    playwright.expect(page.locator("#why")).to_contain_text("another model made this report")


def test_hidden_characters_can_be_seen_in_the_queue_and_in_the_document(
    serve: Serve, open_page: Open
):
    report = needing(report_on("Fer\u200bries \u202eran\u202c on time.\nA family 👩‍👧 می‌رود"))
    server = serve(report)
    for place in ("queue", "document/1"):
        page = open_page(server.home + place)
        first, second = page.locator(".t").all()
        named = first.locator(".h").evaluate_all("all => all.map(one => one.dataset.c)")
        assert named == ["ZWSP", "RLO", "PDF"]
        assert first.text_content() == report.segments[0].text
        assert second.locator(".h").count() == 0  # joiners that shape what stands around them


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("العبّارة تغادر الآن 12 مرة", "rtl"),
        ("שלום, the ferry leaves", "rtl"),
        ("渡し船は3便", "ltr"),
    ],
)
def test_text_runs_in_its_own_direction(serve: Serve, open_page: Open, text: str, direction: str):
    server = serve(needing(report_on(f"Before it.\n{text}\nAfter it.")))
    for place in ("queue", "document/1"):
        page = open_page(server.home + place)
        line = page.locator(".t", has_text=text[:5]).first
        assert line.evaluate("one => getComputedStyle(one).direction") == direction
        glyphs = line.evaluate("one => one.getBoundingClientRect().height")
        assert glyphs > 10


def test_brackets_lead_to_the_next_document_in_which_something_waits(serve: Serve, open_page: Open):
    fine = report_on("Nothing to see.", path="b.txt")
    page = open_page(
        serve(waiting_report(1, "a.txt"), fine, waiting_report(1, "c.txt")).home + "document/1"
    )

    page.keyboard.press("]")
    page.wait_for_url("**/document/3**")
    page.keyboard.press("[")
    page.wait_for_url("**/document/1**")
    page.keyboard.press("a")
    playwright.expect(page.locator(".said")).to_have_text("✓ accepted")
    page.keyboard.press("]")
    page.wait_for_url("**/document/3**")
    page.keyboard.press("a")
    playwright.expect(page.locator(".said")).to_have_text("✓ accepted")
    page.keyboard.press("]")

    page.wait_for_url("**/queue")
    playwright.expect(page.locator(".none")).to_contain_text("Nothing waits for you")


def test_rules_and_equal_texts_are_accepted_from_the_panel(serve: Serve, open_page: Open):
    reports = [needing(report_on("Advertisement", path=f"{n}.txt")) for n in range(3)]
    server = serve(*reports)
    page = open_page(server.home + "document/1")

    page.get_by_role("button", name="Accept 3: the same text").click()
    playwright.expect(page.locator("#bulk")).to_contain_text("3 open segments with the same text")
    page.get_by_role("button", name="Accept them").click()

    playwright.expect(page.locator("#progress span")).to_have_text("3 of 3 decided")
    (kept,) = server.kept()
    assert [one.path for one in kept.targets] == ["0.txt", "1.txt", "2.txt"]


def test_two_thousand_segments_can_be_gone_through(serve: Serve, open_page: Open):
    lines = "\n".join(f"Note {n} on the ferry." for n in range(2000))
    server = serve(needing(report_on(lines), 1990))
    page = open_page(server.home + "document/1")

    playwright.expect(page.locator(".s[aria-current] .t")).to_contain_text("Note 1990")
    page.keyboard.press("a")
    playwright.expect(page.locator(".said")).to_have_text("✓ accepted")
    page.keyboard.press("/")
    page.keyboard.type("note 7 on")
    playwright.expect(page.locator("#count")).to_contain_text("1 of")


def test_t_turns_light_to_dark_and_the_next_page_remembers(serve: Serve, open_page: Open):
    server = serve(disclosed_report())
    page = open_page(server.queue, color_scheme="light")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)

    page.keyboard.press("t")
    dark = page.evaluate(paper)
    page.goto(server.home + "document/1")

    assert page.evaluate(paper) == dark != light
