"""The table of segments, filled column by column: it is most of what a run writes."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from labeler.batch.extras import extra
from labeler.batch.tables import SEGMENTS, Key, schema_of
from labeler.document import Segment
from labeler.evidence import LABELS
from labeler.report.build import Window, rounded, segment_ids
from labeler.verdict import Verdict

if TYPE_CHECKING:
    import pyarrow as pa


class SegmentRows:
    """Rows of the table of segments, gathered window by window; their order is kept."""

    def __init__(self, *, include_text: bool) -> None:
        self._include_text = include_text
        self._keys: list[Key] = []
        self._of_key: list[int] = []  # segments of each key
        self._segments: list[Segment] = []
        self._verdicts: list[Verdict] = []
        self._languages: list[str | None] = []
        self._ids: list[str] = []
        self._governed_by: list[Sequence[str]] = []

    def __len__(self) -> int:
        return len(self._segments)

    def add(self, key: Key, window: Window, ordinals: dict[str, int]) -> None:
        """Add segments of a document; `ordinals` counts its texts, so pass the same each time."""
        ids = segment_ids(window.views, ordinals)
        self._keys.append(key)
        self._of_key.append(len(ids))
        self._segments += window.segments
        self._verdicts += window.verdicts
        self._languages += window.languages
        self._ids += ids
        first = window.segments[0].index if window.segments else 0
        self._governed_by += [
            [ids[index - first] for index in verdict.governed_by] if verdict.governed_by else ()
            for verdict in window.verdicts
        ]

    def table(self) -> "pa.Table":
        """The rows as a table."""
        pa = extra("pyarrow")
        columns = dict(self._columns())
        schema = schema_of(SEGMENTS)
        arrays = [_array(columns[field.name], field.type) for field in schema]
        return pa.Table.from_arrays(arrays, schema=schema)

    def _columns(self) -> Iterator[tuple[str, Any]]:
        """The columns by name: arrays of Arrow or numpy, or lists."""
        pa = extra("pyarrow")
        owner = pa.array(np.repeat(np.arange(len(self._keys)), self._of_key))
        yield "id", pa.array([key.id for key in self._keys], pa.string()).take(owner)
        yield "source", pa.array([key.source for key in self._keys], pa.string()).take(owner)
        yield "row", pa.array([key.row for key in self._keys], pa.int64()).take(owner)
        segments, verdicts = self._segments, self._verdicts
        yield "index", [s.index for s in segments]
        yield "segment", self._ids
        yield "start", [s.start for s in segments]
        yield "end", [s.end for s in segments]
        yield "kind", [s.kind for s in segments]
        yield "path", [s.markup.path if s.markup else None for s in segments]
        yield "language", self._languages
        yield "label", [v.label for v in verdicts]
        confidences, scores = rounded(verdicts)
        yield "confidence", confidences.astype(np.float32)
        yield from zip(LABELS, scores.T.astype(np.float32), strict=True)
        yield "basis", [v.basis for v in verdicts]
        yield "role", [v.role for v in verdicts]
        yield "aspect", [v.aspect for v in verdicts]
        yield "digital_source_type", [v.digital_source_type for v in verdicts]
        yield "needs_review", [v.needs_review for v in verdicts]
        yield "review_reason", [v.review_reason for v in verdicts]
        yield "governed_by", _lists(self._governed_by)
        yield "evidence", _lists([[f"{e.source}:{e.name}" for e in v.evidence] for v in verdicts])
        yield "text", [s.text for s in segments] if self._include_text else [None] * len(segments)


def _lists(values: Sequence[Sequence[str]]) -> Any:
    """A column of lists; pyarrow is slow to make one of Python's."""
    pa = extra("pyarrow")
    offsets = np.zeros(len(values) + 1, np.int32)
    np.cumsum([len(value) for value in values], out=offsets[1:])
    flat: Iterable[str] = chain.from_iterable(values)
    return pa.ListArray.from_arrays(pa.array(offsets), pa.array(list(flat), pa.string()))


def _array(column: Any, kind: Any) -> Any:
    pa = extra("pyarrow")
    return column if isinstance(column, pa.Array) else pa.array(column, kind)
