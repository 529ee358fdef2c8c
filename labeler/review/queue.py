"""Which segments a reviewer sees, and in which order."""

import sqlite3
from typing import Literal, NamedTuple, get_args

import msgspec

from labeler.evidence import Basis, Label
from labeler.review.need import CLOSE
from labeler.review.search import search

PAGE = 50
"""Segments on a page of the queue."""
Status = Literal["open", "done", "unsure", "disputed", "any"]
Sureness = Literal["low", "middle", "high"]
Sort = Literal["need", "document", "confidence"]
SURENESS: dict[Sureness, tuple[float, float]] = {
    "low": (0.0, 0.6),
    "middle": (0.6, 0.9),
    "high": (0.9, 1.1),
}
"""From, and below."""
_ORDERS: dict[Sort, str] = {
    "need": "s.need DESC, s.margin, s.row",
    "document": "s.row",
    "confidence": "s.confidence, s.row",
}
_MINE = "EXISTS (SELECT 1 FROM decided m WHERE m.row = s.row AND m.reviewer = :me{})"
_STATUS: dict[Status, str] = {
    "open": "NOT " + _MINE.format(""),
    "done": _MINE.format(""),
    "unsure": _MINE.format(" AND m.label = 'unsure'"),
    "disputed": "s.row IN (SELECT row FROM decided GROUP BY row HAVING count(DISTINCT label) > 1)",
    "any": "1",
}
Need = Literal["review", "conflict", "finding", "close", "all"]
_NEEDS: dict[Need, str] = {
    "review": "s.review",
    "conflict": "s.conflict",
    "finding": "s.finding IS NOT NULL",
    "close": f"s.need > 0 AND s.margin < {CLOSE}",
    "all": "1",
}


class Filters(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the reviewer asked for; the defaults are the queue as it opens."""

    label: Label | None = None
    basis: Basis | None = None
    rule: str | None = None
    language: str | None = None
    sureness: Sureness | None = None
    need: Need | None = None
    """None: of what is open, all that needs a person for any reason; else all."""
    status: Status = "open"
    document: int | None = None
    q: str = ""
    """Words, or phrases in quotation marks, that all stand in the text or in the document's path;
    case, compatibility forms and invisible characters do not matter."""
    sort: Sort = "need"
    page: int = 1


CHOICES: dict[str, tuple[str, ...]] = {
    "label": get_args(Label),
    "basis": get_args(Basis),
    "sureness": get_args(Sureness),
    "need": get_args(Need),
    "status": get_args(Status),
    "sort": get_args(Sort),
}
"""The values of the filters that have a fixed set of them."""


class Item(NamedTuple):
    """One segment in the queue."""

    row: int
    doc: int
    place: int
    id: str
    path: str
    label: Label
    basis: Basis
    confidence: float
    need: float
    review: bool
    conflict: bool
    finding: str | None
    language: str | None
    why: str
    text: str
    """The first `EXCERPT` characters."""
    before: str
    after: str


EXCERPT = 420
_NEIGHBOUR = 90
"""Characters of the segment before, as many as a line of the page has room for."""


class Progress(NamedTuple):
    """How far a reviewer is."""

    done: int
    """Of the segments that need a person."""
    needing: int


def filters_of(query: dict[str, str]) -> Filters:
    """The filters that a query string asks for; what it cannot mean is left out."""
    known: dict[str, object] = {}
    for name, value in query.items():
        if name in ("page", "document"):
            if value.isdecimal() and len(value) < 10:
                known[name] = max(1, int(value))
        elif name in CHOICES:
            if value in CHOICES[name]:
                known[name] = value
        elif name in ("rule", "language", "q") and value.strip():
            known[name] = value.strip()
    return msgspec.convert(known, Filters)


def count(index: sqlite3.Connection, reviewer: str, filters: Filters) -> int:
    """How many segments the filters leave."""
    where, values = _where(index, reviewer, filters)
    found: int = index.execute(f"SELECT count(*) FROM segments s {where}", values).fetchone()[0]
    return found


def items(index: sqlite3.Connection, reviewer: str, filters: Filters) -> list[Item]:
    """The segments on the page that the filters ask for."""
    where, values = _where(index, reviewer, filters)
    found = index.execute(
        "WITH page AS MATERIALIZED (SELECT s.row FROM segments s "
        f"{where} ORDER BY {_ORDERS[filters.sort]} LIMIT {PAGE} OFFSET :offset) "
        "SELECT s.row, s.doc, s.place, s.id, d.path, s.label, s.basis, s.confidence, s.need, "
        f"s.review, s.conflict, s.finding, s.language, s.why, substr(s.text, 1, {EXCERPT}), "
        "coalesce(CASE WHEN length(b.text) > :near THEN '…' || substr(b.text, -:near) "
        "ELSE b.text END, ''), coalesce(substr(a.text, 1, 3 * :near), '') "
        "FROM page JOIN segments s USING (row) JOIN documents d USING (doc) "
        "LEFT JOIN segments b ON b.doc = s.doc AND b.place = s.place - 1 "
        "LEFT JOIN segments a ON a.doc = s.doc AND a.place = s.place + 1 "
        f"ORDER BY {_ORDERS[filters.sort]}",
        {**values, "offset": (filters.page - 1) * PAGE, "near": _NEIGHBOUR},
    )
    return [Item(*row) for row in found]


def choices(
    index: sqlite3.Connection, reviewer: str, filters: Filters, name: str
) -> list[tuple[str, int]]:
    """The values of a filter (`label`, `basis`, `language`, `rule`) with their counts, most
    first, as the other filters leave them."""
    others = msgspec.structs.replace(filters, **{name: None})
    where, values = _where(index, reviewer, others)
    if name == "rule":
        sql = f"SELECT r.rule, count(*) FROM segments s JOIN rules r USING (row) {where} GROUP BY 1"
    else:
        sql = f"SELECT s.{name}, count(*) FROM segments s {where} GROUP BY 1"
    rows = index.execute(sql + " ORDER BY 2 DESC, 1", values).fetchall()
    return [(value, number) for value, number in rows if value is not None]


def progress(index: sqlite3.Connection, reviewer: str) -> Progress:
    """How much of what needs a person the reviewer has decided."""
    (needing,) = index.execute("SELECT count(*) FROM segments WHERE need > 0").fetchone()
    (done,) = index.execute(
        "SELECT count(*) FROM decided JOIN segments USING (row) WHERE reviewer = ? AND need > 0",
        (reviewer,),
    ).fetchone()
    return Progress(done, needing)


def next_document(
    index: sqlite3.Connection, reviewer: str, doc: int, direction: int = 1
) -> int | None:
    """The nearest document after (or before, with -1) `doc` in which something is open that needs
    a person; the search goes round once."""
    order, sign = ("ASC", ">") if direction > 0 else ("DESC", "<")
    for beyond in (f"s.doc {sign} :doc", "s.doc <> :doc"):
        found = index.execute(
            f"SELECT s.doc FROM segments s WHERE {beyond} AND s.need > 0 AND {_STATUS['open']} "
            f"ORDER BY s.doc {order} LIMIT 1",
            {"me": reviewer, "doc": doc},
        ).fetchone()
        if found is not None:
            return int(found[0])
    return None


def _where(
    index: sqlite3.Connection, reviewer: str, filters: Filters
) -> tuple[str, dict[str, object]]:
    whatever = "s.need > 0" if filters.status == "open" else "1"
    terms = [_NEEDS[filters.need] if filters.need else whatever, _STATUS[filters.status]]
    values: dict[str, object] = {"me": reviewer}
    for name in ("label", "basis", "language"):
        if value := getattr(filters, name):
            terms.append(f"s.{name} = :{name}")
            values[name] = value
    if filters.rule:
        terms.append("s.row IN (SELECT row FROM rules WHERE rule = :rule)")
        values["rule"] = filters.rule
    if filters.sureness:
        values["low"], values["high"] = SURENESS[filters.sureness]
        terms.append("s.confidence >= :low AND s.confidence < :high")
    if filters.document:
        terms.append("s.doc = :document")
        values["document"] = filters.document
    if filters.q:
        values["search"] = search(index, filters.q)
        terms.append("s.row IN (SELECT row FROM hits WHERE search = :search)")
    return "WHERE " + " AND ".join(terms), values
