"""Pages in the real browser that are watched: what a page must not do fails its test."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

Open = Callable[..., Any]

PATIENCE_MS = 30_000
"""Machines are busy; what never comes fails all the same."""


@contextmanager
def watched(browser: Any) -> Iterator[Open]:
    """A function that opens an address, of which everything asked for must begin with `own`.

    The block fails at its end if a page asked for anything else, raised an error, opened a dialog
    or, unless it may be `complaining`, wrote to the console.
    """
    contexts, complaints = [], []

    def asked(url: str, own: str) -> None:
        if not url.startswith(own):
            complaints.append(f"request for {url}")

    def opened(address: str, own: str, *, complaining: bool = False, **options: Any) -> Any:
        context = browser.new_context(**options)
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        if not complaining:
            page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: (complaints.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: asked(request.url, own))
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []
