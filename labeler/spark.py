"""labeler in Spark: a function for `DataFrame.mapInArrow` and `mapInPandas` (`labeler[spark]`).

    from labeler.spark import label_schema, label_udf

    labelled = pages.mapInArrow(label_udf("text"), label_schema(pages.schema))

Spark runs the function where the data are and again where a machine is lost; what comes out
depends on the row alone.
"""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from labeler.batch.extras import extra
from labeler.batch.table import label_batch, labelled_schema

if TYPE_CHECKING:
    from labeler.scanner import Labeler

Batch = TypeVar("Batch")
"""A pyarrow.RecordBatch or a pandas.DataFrame."""


def label_udf(
    text_column: str | None = None,
    *,
    html_column: str | None = None,
    rules: tuple[str, ...] = (),
    model: str | None = None,
) -> Callable[[Iterator[Batch]], Iterator[Batch]]:
    """A function that labels batches of rows, for `mapInArrow` or `mapInPandas`.

    It gives the columns of `labeler.label_batch`. `rules` and `model` are paths that exist on
    every machine; each process loads them once.
    """

    def label(batches: Iterator[Batch]) -> Iterator[Batch]:
        labeler = _labeler(rules, model)
        for batch in batches:
            yield from _labelled(batch, text_column, html_column, labeler)

    return label


def label_schema(schema: Any) -> Any:
    """What `label_udf` makes of rows of a schema, both as pyspark.sql.types.StructType."""
    types = extra("pyspark.sql.pandas.types", "spark")
    return types.from_arrow_schema(labelled_schema(types.to_arrow_schema(schema)))


def _labelled(
    batch: Any, text_column: str | None, html_column: str | None, labeler: "Labeler"
) -> Iterator[Any]:
    pa = extra("pyarrow")
    if isinstance(batch, pa.RecordBatch):
        table = label_batch(batch, text_column, html_column=html_column, labeler=labeler)
        yield from table.combine_chunks().to_batches()
    else:
        table = pa.Table.from_pandas(batch, preserve_index=False)
        yield label_batch(table, text_column, html_column=html_column, labeler=labeler).to_pandas()


@cache
def _labeler(rules: tuple[str, ...], model: str | None) -> "Labeler":
    """The labeler of this process."""
    from labeler.scanner import Labeler

    return Labeler(rules=[Path(path) for path in rules], model=Path(model) if model else None)
