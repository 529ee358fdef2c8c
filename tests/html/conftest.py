"""A real browser for the pages that `--format html` writes."""

import io
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from labeler.errors import InputError
from labeler.report.html import HtmlWriter
from labeler.report.writer import AnyReport, Sink
from tests.watched import Open, watched


@pytest.fixture
def open_page(browser: Any, tmp_path: Path) -> Iterator[Open]:
    """Opens the page on some reports; the test fails if it complains or asks for anything."""
    numbers = count()
    with watched(browser) as watch:

        def opened(
            *reports: AnyReport | InputError,
            address: str = "",
            include_text: bool = True,
            **options: Any,
        ) -> Any:
            file = tmp_path / f"report{next(numbers)}.html"
            file.write_bytes(page_of(*reports, include_text=include_text))
            return watch(file.as_uri() + address, file.as_uri(), **options)

        yield opened


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
