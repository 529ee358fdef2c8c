"""Style and scripts of the review page. It wears what the HTML report wears, and adds its own."""

from functools import cache
from importlib.resources import files
from typing import NamedTuple

from labeler.report.html.page import SCRIPTS, one_scope

_OWN = "labeler.review"
_REPORT = "labeler.report.html"


class Asset(NamedTuple):
    """A file as the server gives it."""

    content: str
    media_type: str


@cache
def asset(name: str) -> Asset | None:
    """The file with that name; None if the page has no such file."""
    if name == "page.css":
        return Asset(_read(_REPORT, "page.css") + _read(_OWN, "review.css"), "text/css")
    if name == "icon.svg":
        return Asset(_read(_OWN, "icon.svg"), "image/svg+xml")
    if name == "early.js":
        return _script(_read(_REPORT, "early.js"))
    if name == "plain.js":
        return _script(one_scope([_read(_OWN, "plain.js")]))
    if name == "queue.js":
        return _script(one_scope(_read(_OWN, one) for one in ("plain.js", "decide.js", "queue.js")))
    if name == "document.js":
        shared = [_read(_REPORT, one) for one in SCRIPTS]
        return _script(one_scope([*shared, _read(_OWN, "decide.js"), _read(_OWN, "document.js")]))
    return None


def _script(content: str) -> Asset:
    return Asset(content, "text/javascript")


def _read(package: str, name: str) -> str:
    return files(package).joinpath("assets", name).read_text("utf-8")
