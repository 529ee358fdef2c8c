"""The records of a piece: what is to be labelled, what it is called, and what goes along."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from labeler.batch.extras import extra
from labeler.batch.from_tables import plain_values
from labeler.batch.from_warc import decoded_headers
from labeler.batch.pieces import Piece
from labeler.batch.settings import Settings, content_column
from labeler.batch.slabs import Cause
from labeler.document import Document, MediaType
from labeler.errors import InputError
from labeler.read import ReadOptions, read_bytes, read_html, read_text
from labeler.read.headers import Headers
from labeler.report.encode import encode, utf8

if TYPE_CHECKING:
    import pyarrow as pa

CARRIED_FIELDS = "record"
"""Column with what a JSON Lines or WARC record holds beside, as JSON."""


class Records(NamedTuple):
    """All records of a piece, column by column."""

    rows: list[int]
    ids: list[str]
    urls: list[str | None]
    contents: "Sequence[str | bytes | WebPage | InputError | None]"
    """What a document is made of: text or markup, decoded or not."""
    carried: "pa.Table"
    """The columns that are handed on as they are."""


class WebPage(NamedTuple):
    """A page as a web archive holds it."""

    headers: Headers | None
    """Of HTTP; a WET file has none."""
    body: bytes
    media_type: MediaType


class NoDocument(NamedTuple):
    """Why a record gives none."""

    cause: Cause
    message: str


def records_of(piece: Piece, settings: Settings) -> Records:
    """Read a piece."""
    rows = piece.rows.tolist()
    if piece.format == "jsonl":
        return _from_jsonl(piece, rows, settings)
    if piece.format == "warc":
        return _from_warc(piece, rows)
    return _from_columns(piece, rows, settings)


def document_of(content: Any, path: str, settings: Settings) -> Document | NoDocument:
    """The document that a record holds; `path` names it."""
    if isinstance(content, InputError):
        return NoDocument("record", str(content))
    body = content.body if isinstance(content, WebPage) else content
    if not body or body.isspace():
        return NoDocument("empty", "no text")
    try:
        return _read(content, path, settings)
    except InputError as error:
        return NoDocument("record", str(error).removeprefix(f"{path}: "))


def media_type_of(content: object, settings: Settings) -> MediaType:
    """What a record holds, as far as the settings or its archive say."""
    if isinstance(content, WebPage):
        return content.media_type
    return "text/html" if settings.columns.html else settings.media_type or "text/plain"


def _read(content: str | bytes | WebPage, path: str, settings: Settings) -> Document:
    media_type = media_type_of(content, settings)
    if isinstance(content, WebPage):
        options = ReadOptions(media_type=media_type, headers=content.headers)
        return _read_bytes(content.body, path, options)
    if isinstance(content, bytes):
        options = ReadOptions(encoding=settings.encoding, media_type=media_type)
        return _read_bytes(content, path, options)
    try:
        encoded = content.encode()
    except UnicodeEncodeError:  # half of a surrogate pair, which is no character
        encoded = (
            content.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode()
        )
        content = encoded.decode()
    if media_type == "text/plain":
        return read_text(content, path)
    if media_type == "text/html":
        return read_html(content, path)
    return _read_bytes(encoded, path, ReadOptions(encoding="utf-8", media_type=media_type))


def _read_bytes(data: bytes, path: str, options: ReadOptions) -> Document:
    document = next(read_bytes(data, path, options))
    if isinstance(document, InputError):
        raise document
    return document


def _from_columns(piece: Piece, rows: list[int], settings: Settings) -> Records:
    table = piece.table()
    columns = settings.columns
    content = content_column(settings)
    if not rows:
        return Records([], [], [], [], table)
    ids = _strings(table, columns.id) if columns.id else [None] * len(rows)
    used = {name for name in (content, columns.id, columns.url) if name is not None}
    return Records(
        rows,
        [f"{piece.path}#{row}" if id_ is None else id_ for row, id_ in zip(rows, ids, strict=True)],
        _strings(table, columns.url) if columns.url else [None] * len(rows),
        contents_of(plain_values(table.column(content))),
        table.drop_columns(sorted(used)),
    )


def _strings(table: "pa.Table", name: str) -> list[str | None]:
    column = plain_values(table.column(name))
    try:
        values = column.to_pylist()
    except UnicodeDecodeError:
        values = column.cast(extra("pyarrow").large_binary()).to_pylist()
    return [None if value is None else _string(value) for value in values]


def _string(value: object) -> str:
    """What a document is called or where it is from; what is no UTF-8 in it becomes U+FFFD."""
    return (value if isinstance(value, bytes) else utf8(str(value))).decode("utf-8", "replace")


def contents_of(column: Any) -> list[str | bytes | InputError | None]:
    """The values of a column of texts; an InputError for one that is not valid."""
    try:
        values: list[str | bytes | InputError | None] = column.to_pylist()
    except UnicodeDecodeError:
        return [_value(scalar) for scalar in column]
    return values


def _value(scalar: Any) -> str | bytes | InputError | None:
    try:
        value: str | bytes | None = scalar.as_py()
    except UnicodeDecodeError as error:
        return InputError(f"byte {error.start + 1}: not valid utf-8")
    return value


def _from_jsonl(piece: Piece, rows: list[int], settings: Settings) -> Records:
    from labeler.batch.from_jsonl import JsonRecord, parse

    pa = extra("pyarrow")
    columns = settings.columns
    name = content_column(settings)
    used = {name, columns.id, columns.url}
    records = Records(rows, [], [], contents := [], pa.table({}))
    carried: list[bytes | None] = []
    parsed = parse(piece.table(), settings.encoding or "utf-8") if rows else []
    for row, record in zip(rows, parsed, strict=True):
        fields = record.fields if isinstance(record, JsonRecord) else {}
        id_ = fields.get(columns.id) if columns.id else None
        records.ids.append(f"{piece.path}#{row}" if id_ is None else _string(id_))
        url = fields.get(columns.url) if columns.url else None
        records.urls.append(None if url is None else _string(url))
        rest = {key: value for key, value in fields.items() if key not in used}
        carried.append(encode(rest) if rest else None)
        try:
            contents.append(record.text(name) if isinstance(record, JsonRecord) else record)
        except InputError as error:
            contents.append(error)
    column = pa.array(carried, pa.binary()).cast(pa.string())
    return records._replace(carried=pa.table({CARRIED_FIELDS: column}))


def _from_warc(piece: Piece, rows: list[int]) -> Records:
    pa = extra("pyarrow")
    table = piece.table()
    if not rows:
        return Records([], [], [], [], table)
    headers = [decoded_headers(fields) for fields in table.column("headers").to_pylist()]
    columns = (table.column("body").to_pylist(), table.column("media_type").to_pylist())
    return Records(
        rows,
        table.column("id").to_pylist(),
        table.column("url").to_pylist(),
        [WebPage(*page) for page in zip(headers, *columns, strict=True)],
        pa.table({"date": table.column("date")}),
    )
