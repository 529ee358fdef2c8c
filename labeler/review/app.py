"""The page's addresses. All of them lie below `/TOKEN/REVIEWER/`.

| address | gives |
|---|---|
| `queue` | the queue, filtered by its query string |
| `document/N` | a document with its segments |
| `agreement` | how far the reviewers agree, and where they do not |
| `marks?document=N` or `?rows=1,2` | what stands decided, as JSON |
| `about?row=N` | its notes, and how many open segments a bulk decision would take in, as JSON |
| `why?row=N` | which families of features the classifier's answers rest on, as JSON |
| `decide`, `undo` (POST, JSON) | records a decision; the answer comes when it is on the disk |
| `/TOKEN/assets/NAME` | style and scripts |
"""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Literal

import msgspec
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from labeler.corrections.schema import Scope
from labeler.errors import LabelerError, UsageError
from labeler.evidence import Label
from labeler.review import document_page, files, queue_page
from labeler.review.agreement_page import agreement_page
from labeler.review.desk import Ask, Desk
from labeler.review.guard import Guard
from labeler.review.queue import filters_of, next_document, progress
from labeler.review.reasons import Reasoner

_LONGEST_BODY = 100_000
_LONGEST_NOTE = 10_000
_MOST_ROWS = 500
_DIGITS = 15
"""Of numbers of rows and documents: SQLite holds them, and nobody has as many."""


class _Wish(msgspec.Struct, forbid_unknown_fields=True):
    row: Annotated[int, msgspec.Meta(ge=0, lt=10**_DIGITS)]
    kind: Literal["label", "unsure", "note"]
    label: Label | None = None
    note: str | None = None
    scope: Scope = "one"
    rule: str | None = None


class _Undo(msgspec.Struct, forbid_unknown_fields=True):
    id: str | None = None


def make_app(desk: Desk, token: str, reasoner: Reasoner, *, loopback: bool = True) -> Guard:
    """The page as an ASGI application."""
    pages = _Pages(desk, reasoner)
    person = "/{token}/{reviewer}"
    gets = {
        "/queue": pages.queue,
        "/document/{doc}": pages.document,
        "/document/{doc}/next": pages.onward,
        "/agreement": pages.agreement,
        "/marks": pages.marks,
        "/about": pages.about,
        "/why": pages.why,
    }
    posts = {"/decide": pages.decide, "/undo": pages.undo}
    routes = [
        Route("/{token}/assets/{name}", _asset),
        Route(person + "/", _to_queue),
        *(Route(person + path, _answering(handler)) for path, handler in gets.items()),
        *(
            Route(person + path, _answering(handler), methods=["POST"])
            for path, handler in posts.items()
        ),
    ]
    return Guard(Starlette(routes=routes), token, loopback=loopback)


class _Pages:
    """What each address gives a reviewer.

    Handlers run one after another on the event loop: SQLite and the log want no more.
    """

    def __init__(self, desk: Desk, reasoner: Reasoner) -> None:
        self._desk = desk
        self._reasoner = reasoner

    async def queue(self, request: Request) -> Response:
        """The queue as the query string filters it."""
        self._desk.sync()
        filters = filters_of(dict(request.query_params))
        return HTMLResponse(queue_page.queue_page(self._desk, _reviewer(request), filters))

    async def document(self, request: Request) -> Response:
        """A document with its segments."""
        self._desk.sync()
        doc = _number(request.path_params["doc"])
        page = document_page.document_page(self._desk, _reviewer(request), doc)
        return _gone("no such document") if page is None else HTMLResponse(page)

    async def onward(self, request: Request) -> Response:
        """To the next document in which something waits, or back to the queue."""
        self._desk.sync()
        direction = -1 if request.query_params.get("back") else 1
        doc = _number(request.path_params["doc"])
        found = next_document(self._desk.index, _reviewer(request), doc, direction)
        return RedirectResponse("../../queue" if found is None else f"../{found}", 303)

    async def agreement(self, request: Request) -> Response:
        """How far the reviewers agree."""
        self._desk.sync()
        return HTMLResponse(agreement_page(self._desk, _reviewer(request)))

    async def marks(self, request: Request) -> Response:
        """What stands decided of a document, or of some rows."""
        self._desk.sync()
        if document := request.query_params.get("document", ""):
            rows = self._desk.rows_of_document(_number(document))
        else:
            given = request.query_params.get("rows", "").split(",")[:_MOST_ROWS]
            rows = list(map(_number, given))
        return _json({"marks": self._desk.decided(rows), "progress": self._progress(request)})

    async def about(self, request: Request) -> Response:
        """The notes on a segment, and how many others a bulk decision would take in."""
        self._desk.sync()
        row = _number(request.query_params.get("row", ""))
        if self._desk.place_of(row) is None:
            return _gone("no such segment")
        return _json(self._desk.about(_reviewer(request), row)._asdict())

    async def why(self, request: Request) -> Response:
        """Which families of features the classifier's answers rest on."""
        found = self._desk.place_of(_number(request.query_params.get("row", "")))
        report = None if found is None else self._desk.report(found[0])
        if found is None or report is None:
            return _gone("no such segment")
        # It takes longer than all else, and no decision should wait for it.
        reasons = await run_in_threadpool(self._reasoner.reasons, report, found[1])
        return _json(reasons._asdict())

    async def decide(self, request: Request) -> Response:
        """Record a decision; the answer comes when it is on the disk."""
        wish = await _body(request, _Wish)
        if wish.note is not None and len(wish.note) > _LONGEST_NOTE:
            raise UsageError(f"the note is longer than {_LONGEST_NOTE:,} characters")
        ask = Ask(wish.kind, wish.label, wish.note, wish.scope, wish.rule)
        made, rows = self._desk.decide(_reviewer(request), wish.row, ask)
        return _json(self._outcome(request, made.id, rows))

    async def undo(self, request: Request) -> Response:
        """Take a decision back, the last one if none is named."""
        wish = await _body(request, _Undo)
        undone = self._desk.undo(_reviewer(request), wish.id)
        name, rows = (undone[0].id, undone[1]) if undone else (None, [])
        return _json(self._outcome(request, name, rows))

    def _outcome(self, request: Request, made: str | None, rows: list[int]) -> dict[str, Any]:
        marks = self._desk.decided(rows)
        return {
            "id": made,
            "marks": {row: marks.get(row, {}) for row in rows},
            "progress": self._progress(request),
        }

    def _progress(self, request: Request) -> dict[str, int]:
        return progress(self._desk.index, _reviewer(request))._asdict()


async def _to_queue(request: Request) -> Response:
    return RedirectResponse("queue", 303)


async def _asset(request: Request) -> Response:
    found = files.asset(request.path_params["name"])
    if found is None:
        return _gone("no such file")
    return Response(found.content, media_type=found.media_type)


def _answering(
    handler: Callable[[Request], Awaitable[Response]],
) -> Callable[[Request], Awaitable[Response]]:
    """The handler, whose errors become an answer that the page shows."""

    async def answer(request: Request) -> Response:
        try:
            return await handler(request)
        except LabelerError as error:
            return _json({"error": str(error)}, 409)
        except msgspec.DecodeError as error:
            return _json({"error": f"not understood: {error}"}, 400)

    return answer


async def _body(request: Request, kind: type[Any]) -> Any:
    data = b""
    async for piece in request.stream():
        data += piece
        if len(data) > _LONGEST_BODY:
            raise UsageError("the request is too long")
    return msgspec.json.decode(data, type=kind)


def _number(given: str) -> int:
    """A row or a document as an address names it; 0, which none is, for what names none."""
    return int(given) if given.isdecimal() and len(given) <= _DIGITS else 0


def _reviewer(request: Request) -> str:
    name: str = request.path_params["reviewer"]
    return name


def _json(value: Any, status: int = 200) -> Response:
    return Response(msgspec.json.encode(value), status, media_type="application/json")


def _gone(message: str) -> Response:
    return Response(message + "\n", 404, media_type="text/plain")
