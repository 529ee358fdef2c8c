"""The columns of the output, and filling them. docs/batch.md says what each holds."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from labeler.batch.counts import Tally
from labeler.batch.extras import extra
from labeler.evidence import LABELS
from labeler.report.build import Judged, ReportStream
from labeler.report.schema import Report

if TYPE_CHECKING:
    import pyarrow as pa

_KEY = (("id", "string"), ("source", "string"), ("row", "int64"))
DOCUMENTS = (
    *_KEY,
    ("url", "string"),
    ("media_type", "string"),
    ("encoding", "string"),
    ("sha256", "string"),
    ("language", "string"),
    ("segments", "int32"),
    ("characters", "int64"),
    *((f"{label}_characters", "int64") for label in LABELS),
    ("needs_review", "int32"),
    ("declared", "list<string>"),
    ("hidden_text", "int32"),
)
"""Columns of the documents table, before those carried along, and their Arrow types."""
SEGMENTS = (
    *_KEY,
    ("index", "int32"),
    ("segment", "string"),
    ("start", "int32"),
    ("end", "int32"),
    ("kind", "string"),
    ("path", "string"),
    ("language", "string"),
    ("label", "string"),
    ("confidence", "float"),
    *((label, "float") for label in LABELS),
    ("basis", "string"),
    ("role", "string"),
    ("aspect", "string"),
    ("digital_source_type", "string"),
    ("needs_review", "bool"),
    ("review_reason", "string"),
    ("governed_by", "list<string>"),
    ("evidence", "list<string>"),
    ("text", "string"),
)
"""Columns of the segments table and their Arrow types."""
TEXT = (
    *_KEY,
    ("url", "string"),
    ("language", "string"),
    ("characters", "int64"),
    ("text", "string"),
)
"""Columns of the filtered text, before those carried along, and their Arrow types."""

SEGMENT_FIELDS = (
    ("start", "int32"),
    ("end", "int32"),
    ("kind", "string"),
    ("label", "string"),
    ("confidence", "float"),
    ("basis", "string"),
    ("needs_review", "bool"),
    ("text", "string"),
)
"""What `label_batch` says of a segment."""
LABELLED = (
    ("language", "string"),
    ("segments", "list<segment>"),
    *((f"{label}_characters", "int64") for label in LABELS),
    ("needs_review", "int32"),
    ("error", "string"),
)
"""Columns that `label_batch` adds, and their Arrow types."""


class Key(NamedTuple):
    """Which document a row is about."""

    id: str
    source: str
    row: int
    url: str | None


def schema_of(columns: Sequence[tuple[str, str]]) -> "pa.Schema":
    """The Arrow schema of some columns."""
    pa = extra("pyarrow")
    types: dict[str, Any] = {
        "list<string>": pa.list_(pa.string()),
        "float": pa.float32(),
        "bool": pa.bool_(),
        "string": pa.string(),
        "int32": pa.int32(),
        "int64": pa.int64(),
    }
    if columns is LABELLED:
        types["list<segment>"] = pa.list_(pa.struct(schema_of(SEGMENT_FIELDS)))
    return pa.schema([(name, types[kind]) for name, kind in columns])


def document_row(key: Key, judged: Judged, tally: Tally) -> tuple[Any, ...]:
    """A row of the documents table; `tally` is of all segments."""
    given = judged.document
    declared = [f"{item.signal}={item.value}" for item in judged.provenance.declared]
    return (
        *(key.id, key.source, key.row, key.url),
        *(given.media_type, given.encoding, given.sha256, judged.language),
        *(sum(tally.segments), sum(tally.characters)),
        *tally.characters,
        *(tally.needs_review, declared, len(judged.provenance.hidden_text)),
    )


def labelled_row(report: Report | ReportStream | None, error: str | None) -> tuple[Any, ...]:
    """A row of what `label_batch` adds; `report` is None where there is an `error`."""
    if report is None:
        return (None, None, *(None for _ in LABELS), None, error)
    segments = [
        (
            *(s.span.start, s.span.end, s.kind, s.label, s.confidence),
            *(s.basis, s.needs_review, s.text),
        )
        for s in report.segments
    ]
    summary = report.summary
    characters = (getattr(summary.labels, label).characters for label in LABELS)
    return (report.input.language, segments, *characters, summary.needs_review, None)


def rows_table(columns: Sequence[tuple[str, str]], rows: Sequence[tuple[Any, ...]]) -> "pa.Table":
    """A table of rows."""
    pa = extra("pyarrow")
    schema = schema_of(columns)
    values = list(zip(*rows, strict=True)) or [()] * len(columns)
    arrays = [pa.array(v, field.type) for v, field in zip(values, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def with_carried(table: "pa.Table", carried: "pa.Table", *, first: bool = False) -> "pa.Table":
    """`table` and the input's columns beside it, or before it with `first`.

    A column of the input whose name is taken is called `input_NAME`.
    """
    names = list(table.column_names)
    free: list[str] = []
    for name in carried.column_names:
        while name in names:
            name = f"input_{name}"
        names.append(name)
        free.append(name)
    carried = carried.rename_columns(free)
    left, right = (carried, table) if first else (table, carried)
    for name in right.column_names:
        left = left.append_column(name, right.column(name))
    return left
