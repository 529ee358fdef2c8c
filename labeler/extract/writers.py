"""The formats of `labeler extract --format`: articles written one by one as they come."""

import re
from collections.abc import Callable
from typing import Any, BinaryIO, NamedTuple, Protocol

import msgspec

from labeler.extract.article import Article
from labeler.extract.render import markdown_of, text_of


class Writer(Protocol):
    """Writes articles as they come; of the first it waits for the second, or the end."""

    def write(self, article: Article) -> None:
        """Write one article."""

    def close(self) -> None:
        """Write what is left. The stream stays open."""


class _Format(NamedTuple):
    """How one article is written, and what stands around several."""

    body: Callable[[Article], str]
    head: Callable[[Article], str]
    before: str
    between: str
    after: str


def _json(article: Article) -> str:
    pieces = [_json_piece(msgspec.to_builtins(piece)) for piece in article.pieces]
    fields = {
        "path": article.path,
        "title": article.title,
        "language": article.language,
        "text": article.text,
        "pieces": pieces,
    }
    return msgspec.json.format(msgspec.json.encode(fields), indent=2).decode()


def _json_piece(piece: dict[str, Any]) -> dict[str, Any]:
    piece.pop("row", None)
    return piece


_TEXT = _Format(text_of, lambda a: f"==> {a.path} <==\n", "", "\n", "")
_MARKDOWN = _Format(
    markdown_of, lambda a: f"<!-- {re.sub('-(?=-)', '- ', a.path)} -->\n\n", "", "\n", ""
)
_JSON = _Format(_json, lambda a: "", "[\n", ",\n", "\n]\n")


class _StreamWriter:
    def __init__(self, form: _Format, stream: BinaryIO, several: bool) -> None:
        self._form = form
        self._stream = stream
        self._several = several
        self._waiting: Article | None = None
        self._count = 0

    def write(self, article: Article) -> None:
        if self._waiting is not None:
            first, self._waiting = self._waiting, None
            self._put(first)
        elif not self._count and not self._several:
            self._waiting = article
            return
        self._put(article)

    def close(self) -> None:
        form = self._form
        if self._waiting is not None:
            body = form.body(self._waiting)
            self._say(body if body.endswith("\n") or not body else body + "\n")
        elif self._count:
            self._say(form.after)
        elif self._several:
            self._say(form.before.rstrip() + form.after.lstrip())

    def _put(self, article: Article) -> None:
        form = self._form
        self._say(form.between if self._count else form.before)
        self._count += 1
        self._say(form.head(article) + form.body(article))

    def _say(self, text: str) -> None:
        self._stream.write(text.encode("utf-8", "surrogatepass"))


def _writer_of(form: _Format) -> Callable[[BinaryIO, bool], Writer]:
    return lambda stream, several: _StreamWriter(form, stream, several)


WRITERS: dict[str, Callable[[BinaryIO, bool], Writer]] = {
    "text": _writer_of(_TEXT),
    "markdown": _writer_of(_MARKDOWN),
    "json": _writer_of(_JSON),
}
"""Each takes the stream and whether more than one article is to be expected."""
