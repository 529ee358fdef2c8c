"""Reviewing in a real browser."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from labeler.corrections.log import CorrectionsLog
from tests.corrections.made import said
from tests.html.test_html_hostile import PAYLOADS
from tests.report.made import disclosed_report, report_on
from tests.review.conftest import Open, Serve, Server
from tests.review.made import needing, waiting_report

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")


def settled(page: Any, done: int, of: int) -> None:
    """Wait until the page says how many are decided."""
    playwright.expect(page.locator("#progress span")).to_have_text(f"{done} of {of} decided")


def labels_kept(server: Server) -> list[str]:
    return [one.label or one.kind for one in server.kept()]


def test_thirty_segments_take_thirty_keys(serve: Serve, open_page: Open):
    server = serve(waiting_report(30))
    reports = server.corrections.with_name("reports.jsonl")
    before = reports.read_bytes()
    page = open_page(server.queue)
    keys = "a2aua3aaa4" * 3

    for key in keys:
        page.keyboard.press(key)

    settled(page, 30, 30)
    playwright.expect(page.locator(".none")).to_contain_text("Nothing waits for you")
    given = {"a": "human_article", "2": "ai_report", "3": "image_caption", "4": "boilerplate"}
    assert labels_kept(server) == [given.get(key, "unsure") for key in keys]
    assert len({one.targets[0].segment for one in server.kept()}) == 30
    assert reports.read_bytes() == before


def test_the_document_is_reviewed_by_keyboard_too(serve: Serve, open_page: Open):
    server = serve(waiting_report(4))
    page = open_page(server.queue)

    page.keyboard.press("Enter")
    page.wait_for_url("**/document/1#*")
    for key in "a2ua":
        page.keyboard.press(key)

    settled(page, 4, 4)
    marks = page.locator(".said").all_text_contents()
    assert marks == ["✓ accepted", "→ AI report", "? unsure", "✓ accepted"]


def test_segments_that_need_nobody_are_passed_over(serve: Serve, open_page: Open):
    report = report_on("\n".join(f"Line {n} of the story." for n in range(6)))
    server = serve(needing(report, 1, 4))
    page = open_page(server.home + "document/1")

    page.keyboard.press("a")
    page.keyboard.press("a")

    settled(page, 2, 2)
    decided = {one.targets[0].segment for one in server.kept()}
    assert decided == {report.segments[1].id, report.segments[4].id}


def test_undo_takes_back_one_decision_after_the_other(serve: Serve, open_page: Open):
    server = serve(waiting_report(3))
    page = open_page(server.queue)
    page.keyboard.press("2")
    page.keyboard.press("3")
    settled(page, 2, 3)

    page.keyboard.press("z")
    settled(page, 1, 3)
    playwright.expect(page.locator("[aria-current] .t")).to_contain_text("Note 1")
    page.keyboard.press("z")
    settled(page, 0, 3)
    page.keyboard.press("z")

    playwright.expect(page.locator("#toast")).to_have_text("Nothing to undo.")


def test_keys_go_through_the_queue_without_deciding(serve: Serve, open_page: Open):
    server = serve(waiting_report(4))
    page = open_page(server.queue)
    at = page.locator(".q[aria-current] .t")

    for key, expected in (("j", 1), ("ArrowDown", 2), ("k", 1), ("ArrowUp", 0), ("ArrowUp", 0)):
        page.keyboard.press(key)
        playwright.expect(at).to_contain_text(f"Note {expected} ")
    page.keyboard.press("/")
    page.keyboard.type("a2")
    page.keyboard.press("Escape")
    page.keyboard.press("j")

    playwright.expect(at).to_contain_text("Note 1 ")
    assert server.kept() == []


def test_a_mouse_does_what_keys_do(serve: Serve, open_page: Open):
    server = serve(waiting_report(3))
    page = open_page(server.queue)

    page.locator(".q").nth(1).click()
    page.get_by_role("button", name="AI report").click()
    settled(page, 1, 3)
    page.get_by_role("button", name="Undo").click()
    settled(page, 0, 3)

    assert server.kept()[0].targets[0].segment == waiting_report(3).segments[1].id


def test_a_note_is_kept_with_the_reviewers_name(serve: Serve, open_page: Open):
    server = serve(waiting_report(2))
    page = open_page(server.home + "document/1")

    page.keyboard.press("n")
    page.keyboard.type("quoted in an interview, aunt z2 says")
    page.keyboard.press("Control+Enter")

    playwright.expect(page.locator("#toast")).to_have_text("Note kept.")
    page.reload()
    playwright.expect(page.locator("#why")).to_contain_text("quoted in an interview")
    (kept,) = server.kept()
    assert (kept.kind, kept.reviewer) == ("note", "ana")


def test_equal_texts_are_accepted_together_and_undone_together(serve: Serve, open_page: Open):
    reports = [
        needing(report_on(f"Advertisement\nStory {n} of the day.", path=f"{n}.txt"), 0)
        for n in range(5)
    ]
    server = serve(*reports)
    page = open_page(server.queue)

    page.keyboard.press("A")
    playwright.expect(page.locator("#bulk")).to_contain_text("5 open segments with the same text")
    page.keyboard.press("Enter")
    settled(page, 5, 5)
    (kept,) = server.kept()
    assert (kept.scope, len(kept.targets)) == ("identical", 5)
    page.keyboard.press("z")
    settled(page, 0, 5)


def test_all_that_one_rule_says_is_accepted_together(serve: Serve, open_page: Open):
    server = serve(disclosed_report())
    page = open_page(server.queue + "?rule=en.ai.test-marker&need=all&label=ai_report")

    page.locator("#accept-rule").click()
    yes = page.locator("#bulk-yes")
    playwright.expect(yes).to_be_focused()  # a key that loads the page anew may hang the browser
    yes.click()
    settled(page, 1, 2)
    page.wait_for_load_state("load")  # closing it amid loading may hang the browser as well

    assert server.kept()[0].rule == "en.ai.test-marker"


def test_a_killed_server_loses_nothing(serve: Serve, open_page: Open):
    server = serve(waiting_report(8))
    page = open_page(server.queue, complaining=True)
    for key in "2a3":
        page.keyboard.press(key)
    settled(page, 3, 8)

    server.kill()
    page.keyboard.press("a")
    playwright.expect(page.locator("#toast")).to_contain_text("Not saved")
    page.clock.install()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    playwright.expect(page.locator("#toast.gone")).to_contain_text("does not answer")
    page.clock.run_for(3900)  # between two looks of the page it stays
    playwright.expect(page.locator("#toast.gone")).to_contain_text("does not answer")
    again = serve()

    page = open_page(again.queue)
    settled(page, 3, 8)
    assert labels_kept(again) == ["ai_report", "human_article", "image_caption"]
    page.keyboard.press("z")
    settled(page, 2, 8)


def test_what_cannot_be_written_is_not_shown_as_decided(serve: Serve, open_page: Open):
    server = serve(waiting_report(3))
    page = open_page(server.queue, complaining=True)
    server.corrections.mkdir()  # in its place a file cannot be opened

    page.keyboard.press("2")

    playwright.expect(page.locator("#toast")).to_contain_text("Not saved: ")
    playwright.expect(page.locator("#toast")).to_contain_text("cannot be written")
    assert page.locator(".said").all_text_contents() == [""] * 3
    server.corrections.rmdir()
    page.locator(".q").first.click()
    page.keyboard.press("2")
    settled(page, 1, 3)
    assert labels_kept(server) == ["ai_report"]


def test_an_answer_comes_when_the_decision_is_on_the_disk(serve: Serve, open_page: Open):
    server = serve(waiting_report(12))
    page = open_page(server.queue, complaining=True)
    for key in "23" * 6:
        page.keyboard.press(key)
    page.locator(".said", has_text=re.compile("→")).nth(3).wait_for()

    server.kill()

    shown = page.locator(".said", has_text=re.compile("→")).count()
    assert shown >= 4
    assert len(server.kept()) >= shown


def test_two_reviewers_on_two_servers_lose_nothing(serve: Serve, open_page: Open):
    ana, ben = serve(waiting_report(10)), serve(reviewer="ben")
    one, other = open_page(ana.queue), open_page(ben.queue)

    for first, second in ("2a", "32", "a3", "44", "uu", "22"):
        one.keyboard.press(first)
        other.keyboard.press(second)

    settled(one, 6, 10)
    settled(other, 6, 10)
    for who in ("ana", "ben"):
        assert len([kept for kept in ana.kept() if kept.reviewer == who]) == 6
    again = serve(reviewer="ben")
    settled(open_page(again.queue), 6, 10)


def test_two_tabs_see_and_keep_each_others_decisions(serve: Serve, open_page: Open):
    server = serve(waiting_report(12))
    one, other = open_page(server.queue), open_page(server.queue)

    other.locator(".q").nth(6).click()
    for _ in range(4):
        one.keyboard.press("2")
        other.keyboard.press("3")

    settled(one, 8, 12)
    settled(other, 8, 12)
    assert sorted(labels_kept(server)) == ["ai_report"] * 4 + ["image_caption"] * 4


def test_a_second_reviewer_decides_unaware_of_the_first(serve: Serve, open_page: Open):
    first = serve(waiting_report(4))
    page = open_page(first.queue)
    for key in "aa22":
        page.keyboard.press(key)
    settled(page, 4, 4)

    second = serve(reviewer="ben")
    page = open_page(second.home + "document/1")
    settled(page, 0, 4)
    assert "ana" not in page.locator("main").inner_text()
    for key in "aaa2":
        page.keyboard.press(key)
    settled(page, 4, 4)
    playwright.expect(page.locator(".said").nth(2)).to_have_text("✓ accepted · ana: AI report")

    page.get_by_role("link", name="Agreement").click()
    text = page.locator("main").inner_text()
    assert "the same on 3 of 4 segments" in text
    assert "κ 0.50" in text
    assert re.search(r"AI report\s+2\s+1\s+1\s+0\.50", text)
    page.get_by_role("link", name="1 segment on which reviewers differ").click()
    playwright.expect(page.locator(".q")).to_have_count(1)


def test_filters_and_search_leave_what_is_asked_for(serve: Serve, open_page: Open):
    server = serve(waiting_report(10, "a.txt"), waiting_report(10, "b.txt"), disclosed_report())
    page = open_page(server.queue)

    page.locator("#f-label").select_option("ai_report")
    page.wait_for_url("**label=ai_report**")
    playwright.expect(page.locator(".q")).to_have_count(1)
    page.goto(server.queue)
    page.keyboard.press("/")
    page.keyboard.type("LANTERN of b")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=LANTERN**")
    assert page.locator(".q .t").all_text_contents() == [
        "Note 2 on the lantern of b.txt.",
        "Note 8 on the lantern of b.txt.",
    ]


def test_a_hostile_document_runs_nothing(serve: Serve, open_page: Open):
    lines = "\n".join(one.replace("\n", " ") for one in PAYLOADS.values())
    name = PAYLOADS["script"].replace("/", "") + PAYLOADS["attribute"]
    report = needing(report_on(lines, path=name))
    server = serve(report, reviewer="'\"><img src=x onerror=window.ran=1>")
    page = open_page(server.queue)
    elements = page.evaluate("document.querySelectorAll('body > *').length")

    for segment, shown in zip(report.segments, page.locator(".q .t").all(), strict=True):
        assert shown.text_content() == segment.text
    page.keyboard.press("n")
    page.keyboard.insert_text(PAYLOADS["image"])
    page.keyboard.press("Control+Enter")
    playwright.expect(page.locator("#toast")).to_have_text("Note kept.")
    page.keyboard.press("a")
    settled(page, 1, len(report.segments))
    page.goto(server.home + "document/1")
    for _ in report.segments:
        page.keyboard.press("k")
    playwright.expect(page.locator("#why")).to_contain_text("onerror")
    assert page.evaluate("document.querySelectorAll('body > *').length") >= elements
    page.goto(server.home + "agreement")

    assert page.evaluate("window.ran") is None
    assert page.locator("main :is(img, iframe, svg[onload])").count() == 0


VIEWS = {
    "queue": ("queue?need=all&status=any", ()),
    "document": ("document/2", ("j", "j")),
    "agreement": ("agreement", ()),
    "keys": ("queue", ("?",)),
    "note": ("queue", ("n",)),
    "bulk": ("queue?need=all", ("A",)),
    "nothing": ("queue?q=nowhere", ()),
}
"""Where each view is, and the keys that open it."""


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 390)])
def test_axe_finds_no_serious_violation(serve: Serve, open_page: Open, scheme: str, width: int):
    server = serve(waiting_report(3), disclosed_report())
    decide_as_two(server)
    page = open_page(server.queue, color_scheme=scheme, viewport={"width": width, "height": 800})
    for name, (place, keys) in VIEWS.items():
        page.goto(server.home + place)
        for key in keys:
            page.keyboard.press(key)
        if name in ("keys", "note", "bulk"):
            page.locator("dialog[open]").wait_for()
        # Colours that are still changing have no contrast to speak of.
        page.evaluate("Promise.all(document.getAnimations().map(one => one.finished))")
        found = Axe().run(page).response["violations"]
        serious = [one for one in found if one["impact"] in ("serious", "critical")]
        assert [(one["id"], one["nodes"][0]["html"]) for one in serious] == [], name


def decide_as_two(server: Server) -> None:
    """Decisions of ana and ben on the first document, among them one on which they differ."""
    log = CorrectionsLog(server.corrections)
    report = waiting_report(3)
    log.append(said(report, 0, "human_article"))
    log.append(said(report, 1, "ai_report"))
    log.append(said(report, 0, "boilerplate", "ben"))
    log.append(said(report, 1, "ai_report", "ben"))


def test_no_window_is_so_narrow_that_a_view_scrolls_sideways(serve: Serve, open_page: Open):
    long = "Donaudampfschifffahrtsgesellschaft" * 12
    report = needing(report_on(f"{long}\nShort.", path=f"{long}.txt"))
    server = serve(report, disclosed_report(), reviewer="a reviewer with quite a long name")
    page = open_page(server.queue)
    for place, keys in VIEWS.values():
        page.goto(server.home + place)
        for key in keys:
            page.keyboard.press(key)
        for width in (390, 700, 1024, 1280):
            page.set_viewport_size({"width": width, "height": 700})
            wider = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            cut = page.locator(".top > :visible").evaluate_all(
                "all => all.filter(one => one.getBoundingClientRect().right > innerWidth + 1)"
                ".map(one => one.outerHTML)"
            )
            assert (wider, cut) == (0, []), (place, width)
