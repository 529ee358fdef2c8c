"""What the page shows and does, in a real browser."""

from typing import Any

import msgspec
import pytest

from tests.diff.made import judged
from tests.html.conftest import Open
from tests.html.made import found_report, full_report, long_report, objected
from tests.report.made import DISCLOSED, disclosed_report, report_on


def shown(page: Any) -> list[str]:
    """The texts of the segments in view."""
    return page.locator(".doc .t:visible").all_text_contents()


def selected(page: Any) -> str:
    return page.locator("[aria-current]").locator(".t").text_content()


MARKER, GOVERNED, WAITING = DISCLOSED.split("\n")


def test_without_javascript_all_of_it_can_be_read(open_page: Open):
    page = open_page(found_report(), report_on("Two."), java_script_enabled=False)

    assert shown(page) == [MARKER, GOVERNED, WAITING, "Two."]
    assert page.locator(".l:visible").all_text_contents() == [
        "· Boilerplate",
        "◆ AI report",
        "✎ Human article",
        "✎ Human article",
    ]
    assert page.get_by_text("AI text without a disclosure (1)").is_visible()
    assert page.get_by_text("37%").first.is_visible()
    assert page.locator(".js-only:visible").count() == 0


def test_labels_are_told_apart_without_colour(open_page: Open):
    page = open_page(disclosed_report())
    bars = page.evaluate(
        """[...document.querySelectorAll(".s")].map((s) =>
             getComputedStyle(s, "::before").backgroundImage.split("(")[0])"""
    )

    assert len(set(bars)) == 2  # lines, stripes; the third is solid
    fills = page.locator(".share rect").evaluate_all(
        "all => all.map((rect) => rect.getAttribute('fill'))"
    )
    patterns = {fill.removeprefix("url(").removesuffix(")") for fill in fills}
    assert len(patterns) == len(fills) == 3
    assert all(page.locator(f"pattern{pattern}").count() == 1 for pattern in patterns)


@pytest.mark.parametrize(
    ("box", "left"),
    [
        ("label=ai_report", [GOVERNED]),
        ("basis=absence", [WAITING]),
        ("review=on", [WAITING]),
        ("finding=on", [GOVERNED]),
    ],
)
def test_a_filter_leaves_what_it_names(open_page: Open, box: str, left: list[str]):
    page = open_page(found_report())
    name, value = box.split("=")

    selector = f"[name={name}]" + ("" if value == "on" else f"[value={value}]")
    page.locator(selector).check()

    assert shown(page) == left
    assert page.locator("#count").text_content() == "1 of 3 segments"
    page.get_by_role("button", name="Show all").click()
    page.get_by_text("3 segments", exact=True).wait_for()
    assert len(shown(page)) == 3


def test_filters_of_one_group_add_and_of_two_restrict(open_page: Open):
    page = open_page(found_report())

    page.locator("[value=ai_report]").check()
    page.locator("[value=human_article]").check()
    assert shown(page) == [GOVERNED, WAITING]
    page.locator("[name=review]").check()
    assert shown(page) == [WAITING]
    page.locator("[value=residue]").check()
    assert page.get_by_text("No segment matches.").is_visible()


def test_search_finds_words_of_the_text_whatever_their_case(open_page: Open):
    page = open_page(found_report())

    page.keyboard.press("/")
    page.keyboard.insert_text("TWO FERRIES")  # at once: some of the letters find it too
    page.get_by_text("1 of 3 segments").wait_for()

    assert shown(page) == [GOVERNED]
    assert page.evaluate("[...CSS.highlights.get('search')].map(String)") == ["Two ferries"]
    page.keyboard.press("Escape")
    page.get_by_text("3 segments", exact=True).wait_for()


def test_the_panel_says_why(open_page: Open):
    page = open_page(found_report())
    page.locator(".s").nth(1).click()

    why = page.locator("#why").inner_text()
    for words in (
        *("◆ AI report", "0.97", "The document says so.", "AI text without a disclosure (1)"),
        *("en.ai.test-marker", "+0.51", "the classifier says human_article", "0.9700"),
        *("2, column 1", "trainedAlgorithmicMedia"),
    ):
        assert words in why, words


def test_quotes_are_marked_in_the_panel_and_in_the_text(open_page: Open):
    page = open_page(found_report())
    page.locator(".s").first.click()

    assert page.locator("#why mark").all_text_contents() == [MARKER]
    assert page.evaluate("[...CSS.highlights.get('evidence')].map(String)") == [MARKER]


def test_a_quote_stands_in_its_context_counted_in_code_points(open_page: Open):
    report = disclosed_report()
    evidence = report.segments[0].evidence[0]
    span = msgspec.structs.replace(evidence.span, start=10, end=12)
    changed = msgspec.structs.replace(evidence, span=span)
    text = "Written \U0001f4f0 by a mach"
    page = open_page(judged(report, 0, text=text, evidence=(changed,)))

    page.keyboard.press("j")

    assert page.locator("#why mark").text_content() == "by"
    assert page.locator("#why blockquote").text_content() == text


def test_marker_and_governed_text_link_to_each_other(open_page: Open):
    page = open_page(found_report())
    page.locator(".s").nth(1).click()

    page.get_by_role("link", name=f"#0 {MARKER}").last.click()
    assert selected(page) == MARKER
    assert page.locator(".linked .t").all_text_contents() == [GOVERNED]
    page.get_by_role("link", name=f"#1 {GOVERNED}").click()
    assert selected(page) == GOVERNED
    page.keyboard.press("g")
    assert selected(page) == MARKER


def test_a_finding_leads_to_its_segment_even_when_that_is_filtered_out(open_page: Open):
    page = open_page(found_report())
    page.locator("[value=boilerplate]").check()

    page.get_by_role("link", name="AI text without a disclosure (1)").click()

    assert selected(page) == GOVERNED
    assert len(shown(page)) == 3


def test_hidden_characters_are_shown_and_the_text_stays_as_it_is(open_page: Open):
    page = open_page(found_report())

    assert page.locator(".s .h").evaluate_all("all => all.map(h => h.dataset.c)") == ["ZWSP"]
    assert shown(page)[2] == WAITING
    label = page.locator(".s .h").evaluate("h => getComputedStyle(h, '::before').content")
    assert "data-c" in label or "ZWSP" in label


def test_hidden_characters_are_shown_in_quotes_too_but_not_what_shapes_letters(open_page: Open):
    report = disclosed_report()
    first = report.segments[0].evidence[0]
    elsewhere = msgspec.structs.replace(
        first, span=None, quote="a\u200bb می\u200cخواهم\n" + "\1" * 9
    )
    page = open_page(judged(report, 0, evidence=(elsewhere,)))

    page.keyboard.press("j")

    marks = page.locator("#why mark .h")
    assert marks.evaluate_all("all => all.map(h => h.dataset.c)") == ["ZWSP", "U+0001 × 9"]


def test_keys_move_through_what_is_shown(open_page: Open):
    page = open_page(found_report())
    page.locator("[value=boilerplate]").check()
    page.locator("[value=human_article]").check()

    page.keyboard.press("j")
    assert selected(page) == MARKER
    page.keyboard.press("ArrowDown")
    assert selected(page) == WAITING
    page.keyboard.press("j")
    assert selected(page) == WAITING
    page.keyboard.press("k")
    assert selected(page) == MARKER
    assert page.evaluate("document.activeElement.matches('.s:focus-visible')")
    page.keyboard.press("Escape")
    assert page.locator("[aria-current]").count() == 0


def test_n_and_p_go_to_what_asks_for_a_look(open_page: Open):
    page = open_page(found_report())

    page.keyboard.press("n")
    assert selected(page) == GOVERNED
    page.keyboard.press("n")
    assert selected(page) == WAITING
    page.keyboard.press("p")
    assert selected(page) == GOVERNED


def test_enter_leads_into_the_panel_and_escape_back(open_page: Open):
    page = open_page(found_report())
    page.keyboard.press("j")

    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "why"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.matches('.s')")


def test_question_mark_shows_the_keys(open_page: Open):
    page = open_page(found_report())

    page.keyboard.press("?")
    assert page.get_by_role("dialog", name="Keys").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#help").is_visible()


def test_an_address_opens_its_segment(open_page: Open):
    report = long_report(500)
    page = open_page(report, address=f"#d0-{report.segments[400].id}")

    assert selected(page) == report.segments[400].text
    page.locator("[aria-current]").wait_for()
    assert page.locator("[aria-current]").evaluate(
        "s => s.getBoundingClientRect().top > 0 && s.getBoundingClientRect().bottom < innerHeight"
    )


def test_the_strip_leads_to_the_place_pointed_at(open_page: Open):
    page = open_page(long_report(100))
    box = page.locator(".along").bounding_box()

    page.mouse.click(box["x"] + 0.505 * box["width"], box["y"] + 8)

    assert selected(page).startswith(("Ferry 49 ", "Ferry 50 ", "Ferry 51 "))


def test_several_documents_have_an_index(open_page: Open):
    page = open_page(found_report(), report_on("A harbour.", path="harbour.txt"))

    assert shown(page) == []
    assert page.locator(".rows tbody th").all_text_contents() == ["page.txt", "harbour.txt"]
    page.get_by_role("link", name="harbour.txt").click()
    assert shown(page) == ["A harbour."]
    page.keyboard.press("[")
    assert len(shown(page)) == 3
    page.keyboard.press("u")
    assert page.locator(".rows").is_visible()


def test_the_index_is_filtered_by_text_name_and_label(open_page: Open):
    expect = pytest.importorskip("playwright.sync_api").expect
    page = open_page(found_report(), report_on("A harbour.", path="quay.txt"))
    rows = page.locator(".rows tbody tr:visible th")

    for words, left in (("harbour", ["quay.txt"]), ("page.t", ["page.txt"]), ("zebra", [])):
        page.locator("#query").fill(words)
        expect(rows).to_have_text(left)
    page.locator("#query").fill("")
    page.locator("[value=ai_report]").check()
    expect(rows).to_have_text(["page.txt"])
    expect(page.locator("#count")).to_have_text("1 of 2 documents")


def test_the_index_is_sorted_by_its_columns(open_page: Open):
    page = open_page(report_on("A.", path="first.txt"), found_report())
    rows = page.locator(".rows tbody th")

    page.get_by_role("button", name="Findings").click()
    assert rows.all_text_contents() == ["page.txt", "first.txt"]
    assert page.locator("th[aria-sort]").get_attribute("aria-sort") == "descending"
    page.get_by_role("button", name="Document").click()
    assert rows.all_text_contents() == ["first.txt", "page.txt"]


def test_without_texts_the_page_quotes_nothing(open_page: Open):
    page = open_page(objected(disclosed_report(), 1), include_text=False)
    page.keyboard.press("j")
    page.keyboard.press("j")

    assert shown(page) == ["text left out"] * 3
    assert "ferries" not in page.content()


def test_the_system_says_whether_it_is_dark_and_a_key_changes_it(open_page: Open):
    page = open_page(found_report(), color_scheme="dark")

    def brightness() -> int:
        colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
        return sum(int(part) for part in colour.strip("rgb()").split(","))

    assert brightness() < 150
    page.keyboard.press("t")
    assert brightness() > 600


@pytest.mark.parametrize(
    ("view", "scheme"),
    [("index", "light"), ("document", "light"), ("document", "dark"), ("narrow", "dark")],
)
def test_nothing_stands_in_the_way_of_anyone(open_page: Open, view: str, scheme: str):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    size = {"width": 390, "height": 844} if view == "narrow" else {"width": 1440, "height": 900}
    page = open_page(
        full_report(),
        found_report(),
        color_scheme=scheme,
        viewport=size,
        reduced_motion="reduce",
        bypass_csp=True,  # for axe alone, which is put into the page
    )
    if view != "index":
        page.locator(".rows a").first.click()
        page.keyboard.press("j")
        page.keyboard.press("j")

    results = axe.Axe().run(page)

    assert results.violations_count == 0, results.generate_report()


def test_print_shows_the_document_without_the_controls(open_page: Open):
    page = open_page(found_report())
    page.emulate_media(media="print")

    assert len(shown(page)) == 3
    for control in (".top", ".filters", "#why"):
        assert not page.locator(control).is_visible()


def test_a_narrow_window_shows_the_panel_below_and_never_scrolls_sideways(open_page: Open):
    page = open_page(full_report(), viewport={"width": 390, "height": 844})

    page.locator(".s").nth(1).click()

    assert page.locator("#why").bounding_box()["y"] > 200
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_twenty_thousand_segments_can_be_used(open_page: Open):
    page = open_page(long_report(20_000))

    page.keyboard.press("/")
    page.keyboard.type("ferry 19999 ")
    page.get_by_text("1 of 20,000 segments").wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("k")

    assert selected(page).startswith("Ferry 19999 ")
