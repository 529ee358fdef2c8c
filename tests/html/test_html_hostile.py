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
    *("#d0 h2", "#d0 .problem", "#d0 .declared q", "#d0 .declared b"),
    *("#d0 .finding a", "#d0 .finding q", "#d0 .finding code", "#d0 .accepted", "#d0 .t"),
    *("#why-content .box", "#why-content .evidence code"),
    *("#why-content .evidence p:nth-child(2)", "#why-content li", "#why-content .place"),
)


@pytest.mark.parametrize("bypass_csp", [False, True], ids=["policy", "escaping alone"])
@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_a_payload_in_every_field_runs_nothing(open_page: Open, payload: str, bypass_csp: bool):
    hostile = saying(full_report(), payload)
    page = open_page(hostile, report_on(payload, path=payload), bypass_csp=bypass_csp)
    elements = page.evaluate("document.querySelectorAll('body > *').length")

    page.keyboard.press("/")
    page.keyboard.insert_text(payload)
    page.keyboard.press("Escape")
    page.locator(".rows a").first.click()
    for segment in hostile.segments:
        page.keyboard.press("j")
        assert page.locator("#why-content .number").text_content() == f"Segment {segment.index}×"

    assert page.evaluate("window.ran") is None
    assert page.locator(FOREIGN).count() == 0
    assert page.evaluate("document.querySelectorAll('body > *').length") == elements


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_what_is_hostile_is_shown_as_it_is(open_page: Open, payload: str):
    page = open_page(saying(full_report(), payload))
    page.keyboard.press("j")

    missing = [p for p in SHOWN_AT if payload not in (page.locator(p).first.text_content() or "")]

    page.keyboard.press("j")  # to a segment whose evidence has no place in it
    assert missing == []
    assert page.locator("#why-content .evidence mark").first.text_content() == payload
    assert page.title() == payload


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
