"""Nothing in a document becomes markup or runs, in a real browser."""

from pathlib import Path
from typing import Any

import pytest

from labeler.errors import InputError
from tests.html.conftest import Open, page_of
from tests.html.made import full_report, saying
from tests.report.made import report_on

PAYLOADS = {
    "script": "<script>window.ran = 1</script>",
    "end of data": "</script><script>window.ran = 1</script>",
    "comment in data": "<!--<script>window.ran = 1",
    "image": "<img src=x onerror='window.ran = 1'>",
    "svg": "'\"><svg onload=window.ran=1>",
    "attribute": '" onfocus=window.ran=1 autofocus tabindex=1 x="',
    "attribute in single quotes": "' onmouseover='window.ran=1' style='position:fixed;inset:0",
    "end of the page": "</title></style></textarea></article></main></body>",
    "frame": "<iframe srcdoc='<script>parent.ran = 1</script>'></iframe>",
    "address": "javascript:window.ran=1",
    "entity": "&lt;script&gt;window.ran = 1&lt;/script&gt; &#60;b&#62;",
    "template": "${window.ran=1} {{7*7}} %s {0}",
}
FOREIGN = "main :is(script:not([type='application/json']), img, iframe, style, object, form, base)"
SHOWN_AT = (
    *("h2", ".problem", ".declared q", ".declared b", ".t"),
    *(".finding a", ".finding q", ".finding code", ".accepted"),
)
SHOWN_IN_PANEL = (".box", ".evidence code", ".evidence p:nth-child(2)", "li", ".place")


@pytest.mark.parametrize("bypass_csp", [False, True], ids=["policy", "escaping alone"])
def test_payloads_in_every_field_run_nothing(open_page: Open, bypass_csp: bool):
    reports = [saying(full_report(), payload) for payload in PAYLOADS.values()]
    page = open_page(*reports, bypass_csp=bypass_csp)
    elements = page.evaluate("document.querySelectorAll('body > *').length")

    for payload in PAYLOADS.values():
        page.keyboard.press("/")
        page.keyboard.insert_text(payload)
        page.keyboard.press("Escape")
    page.locator(".rows a").first.click()
    for report in reports:
        for segment in report.segments:
            page.keyboard.press("j")
            number = page.locator("#why-content .number").text_content()
            assert number == f"Segment {segment.index}×"
        page.keyboard.press("]")

    assert page.evaluate("window.ran") is None
    assert page.locator(FOREIGN).count() == 0
    assert page.evaluate("document.querySelectorAll('body > *').length") == elements


def test_what_is_hostile_is_shown_as_it_is(open_page: Open):
    page = open_page(*(saying(full_report(), payload) for payload in PAYLOADS.values()))
    page.locator(".rows a").first.click()

    for number, payload in enumerate(PAYLOADS.values()):
        page.keyboard.press("j")
        places = [f"#d{number} {place}" for place in SHOWN_AT]
        places += [f"#why-content {place}" for place in SHOWN_IN_PANEL]
        said = {place: page.locator(place).first.text_content() or "" for place in places}
        page.keyboard.press("j")  # to a segment whose evidence stands elsewhere
        said["mark"] = page.locator("#why-content mark").first.text_content() or ""

        page.keyboard.press("]")

        assert {place: words for place, words in said.items() if payload not in words} == {}


def test_a_hostile_name_is_the_title_as_it_is(open_page: Open):
    payload = PAYLOADS["end of the page"]

    assert open_page(report_on("One.", path=payload)).title() == payload


def test_the_policy_stops_a_script_that_got_in(browser: Any, tmp_path: Path):
    (tmp_path / "page.html").write_bytes(page_of(report_on("One.")))
    page = browser.new_page()
    page.goto((tmp_path / "page.html").as_uri())

    stopped = page.evaluate(
        """() => new Promise((resolve) => {
          document.addEventListener("securitypolicyviolation", (e) => resolve(e.blockedURI));
          const script = document.createElement("script");
          script.textContent = "window.ran = 1";
          document.body.append(script);
        })"""
    )
    ran = page.evaluate("window.ran")
    page.close()

    assert (stopped, ran) == ("inline", None)


def test_an_unreadable_input_with_a_hostile_name_is_named(open_page: Open):
    page = open_page(InputError("<script>window.ran = 1</script>.txt: cannot be read"))

    assert page.locator("main > .problem").text_content().endswith("</script>.txt: cannot be read")
    assert page.evaluate("window.ran") is None


def test_equal_reports_give_equal_pages():
    assert page_of(full_report()) == page_of(full_report())
