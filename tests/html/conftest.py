"""A real browser for the pages that `--format html` writes."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from labeler.errors import InputError
from labeler.report.html import HtmlWriter
from labeler.report.writer import AnyReport, Sink

Open = Callable[..., Any]


@pytest.fixture
def open_page(browser: Any, tmp_path: Path) -> Iterator[Open]:
    """Opens the page on some reports; the test fails if it complains or asks for anything."""
    contexts, complaints = [], []

    def opened(
        *reports: AnyReport | InputError,
        address: str = "",
        include_text: bool = True,
        **options: Any,
    ) -> Any:
        file = tmp_path / f"report{len(contexts)}.html"
        file.write_bytes(page_of(*reports, include_text=include_text))
        context = browser.new_context(**options)
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: (complaints.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: asked(request.url, file.as_uri()))
        page.goto(file.as_uri() + address)
        return page

    def asked(url: str, own: str) -> None:
        if not url.startswith(own):
            complaints.append(f"request for {url}")

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def page_of(*reports: AnyReport | InputError, include_text: bool = True) -> bytes:
    """The page that holds `reports` and names what could not be read."""
    stream = io.BytesIO()
    writer = HtmlWriter(Sink(stream, include_text=include_text))
    for report in reports:
        if isinstance(report, InputError):
            writer.write_error(report)
        else:
            writer.write(report)
    writer.close()
    return stream.getvalue()
