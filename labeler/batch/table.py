"""Labelling an Arrow table in this process, for notebooks and pipelines."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from labeler.batch.extras import extra
from labeler.batch.from_tables import check_columns, plain_values
from labeler.batch.records import NoDocument, contents_of, document_of
from labeler.batch.settings import Columns, Settings, content_column
from labeler.batch.tables import LABELLED, labelled_row, rows_table, with_carried
from labeler.errors import InputError, UsageError
from labeler.evidence import LABELS, Label
from labeler.read import read_text
from labeler.scanner import Labeler

if TYPE_CHECKING:
    import pyarrow as pa

_AT_ONCE = 256
"""Rows whose documents are held together."""


def label_batch(
    table: "pa.Table | pa.RecordBatch",
    text_column: str | None = None,
    *,
    html_column: str | None = None,
    labeler: Labeler | None = None,
) -> "pa.Table":
    """The table with what labeler says of each row beside its columns.

    The text stands in `text_column` ("text" if None), or a page's markup in `html_column`. The
    new columns are `language`, `segments` (a list of structs: `start`, `end`, `kind`, `label`,
    `confidence`, `basis`, `needs_review`, `text`), the characters of each label
    (`human_article_characters`, ...), `needs_review` (how many segments) and `error`: why a row
    could not be labelled, else null. A column of one of these names is kept as `input_NAME`.
    Raises InputError if there is no such column, or no text in it.
    """
    pa = extra("pyarrow")
    if isinstance(table, pa.RecordBatch):
        table = pa.Table.from_batches([table])
    settings = Settings(columns=Columns(text=text_column, html=html_column))
    check_columns(table, "the table", settings)
    contents = contents_of(plain_values(table.column(content_column(settings))))
    labelled = rows_table(LABELLED, list(_rows(contents, settings, labeler or Labeler())))
    return with_carried(labelled, table, first=True)


def keep_text(
    texts: Iterable[str],
    labels: Sequence[Label] = ("human_article",),
    *,
    min_confidence: float = 0.0,
    labeler: Labeler | None = None,
) -> list[str]:
    """What is left of each text when only segments of these labels stay, parted by blank lines.

    Segments less sure than `min_confidence` (0 to 1) go too; a text of which nothing stays is "".
    Raises UsageError for a label that there is not. In scikit-learn:
    `FunctionTransformer(keep_text)`.
    """
    if unknown := [label for label in labels if label not in LABELS]:
        raise UsageError(f"no label {unknown[0]!r}; there are {', '.join(LABELS)}")
    labeler = labeler or Labeler()
    kept = []
    for report in labeler.scan_each(read_text(text) for text in texts):
        assert not isinstance(report, InputError)  # none was given
        chosen = (
            segment.text or ""
            for segment in report.segments
            if segment.label in labels and segment.confidence >= min_confidence
        )
        kept.append("\n\n".join(chosen))
    return kept


def labelled_schema(schema: "pa.Schema") -> "pa.Schema":
    """The Arrow schema of what `label_batch` makes of a table of `schema`."""
    return with_carried(rows_table(LABELLED, []), schema.empty_table(), first=True).schema


def _rows(contents: list[Any], settings: Settings, labeler: Labeler) -> Iterator[tuple[Any, ...]]:
    for start in range(0, len(contents), _AT_ONCE):
        some = contents[start : start + _AT_ONCE]
        documents = [document_of(content, f"#{at}", settings) for at, content in enumerate(some)]
        reports = labeler.scan_each(d for d in documents if not isinstance(d, NoDocument))
        for document in documents:
            if isinstance(document, NoDocument):
                yield labelled_row(None, document.message)
                continue
            report = next(reports)
            assert not isinstance(report, InputError)  # none was given
            yield labelled_row(report, None)
