"""The table of segments, filled column by column: it is most of what a run writes."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from labeler.batch.extras import extra
from labeler.batch.tables import SEGMENTS, Key, schema_of
from labeler.decide import BASES, HEADS, REASONS, Columns, Verdicts
from labeler.document import Segment
from labeler.evidence import LABELS
from labeler.report.build import Window, segment_ids
from labeler.report.segment import rounded

if TYPE_CHECKING:
    import pyarrow as pa


def columns_of(window: Window) -> Columns:
    """What was decided of a window's segments."""
    assert isinstance(window.verdicts, Verdicts)  # as they are judged
    return window.verdicts.columns


class _Part(NamedTuple):
    """A window, and what is needed of its document."""

    key: Key
    first: int
    """Row of its first segment."""
    columns: Columns
    ids: Sequence[str]


class SegmentRows:
    """Rows of the table of segments, gathered window by window; their order is kept."""

    def __init__(self, *, include_text: bool) -> None:
        self._include_text = include_text
        self._parts: list[_Part] = []
        self._segments: list[Segment] = []
        self._languages: list[str | None] = []

    def __len__(self) -> int:
        return len(self._segments)

    def add(self, key: Key, window: Window, ordinals: dict[str, int]) -> None:
        """Add segments of a document; `ordinals` counts its texts, so pass the same each time."""
        ids = segment_ids(window.views, ordinals)
        self._parts.append(_Part(key, len(self._segments), columns_of(window), ids))
        self._segments += window.segments
        self._languages += window.languages

    def table(self) -> "pa.Table":
        """The rows as a table."""
        pa = extra("pyarrow")
        columns = dict(self._columns())
        schema = schema_of(SEGMENTS)
        arrays = [_array(columns[field.name], field.type) for field in schema]
        return pa.Table.from_arrays(arrays, schema=schema)

    def _columns(self) -> Iterator[tuple[str, Any]]:
        """The columns by name: arrays of Arrow or numpy, or lists."""
        yield from self._of_documents()
        yield from self._of_segments()
        yield from self._of_most()
        yield from self._of_few()
        yield "evidence", self._evidence()

    def _of_documents(self) -> Iterator[tuple[str, Any]]:
        pa = extra("pyarrow")
        keys = [part.key for part in self._parts]
        owner = pa.array(np.repeat(np.arange(len(keys)), [len(part.ids) for part in self._parts]))
        yield "id", pa.array([key.id for key in keys], pa.string()).take(owner)
        yield "source", pa.array([key.source for key in keys], pa.string()).take(owner)
        yield "row", pa.array([key.row for key in keys], pa.int64()).take(owner)

    def _of_segments(self) -> Iterator[tuple[str, Any]]:
        segments = self._segments
        for name in ("index", "start", "end"):
            yield name, np.fromiter(map(attrgetter(name), segments), np.int32, len(segments))
        yield "segment", list(chain.from_iterable(part.ids for part in self._parts))
        yield "kind", [s.kind for s in segments]
        yield "path", [s.markup.path if s.markup else None for s in segments]
        yield "language", self._languages
        yield "text", [s.text for s in segments] if self._include_text else _filled({}, len(self))

    def _of_most(self) -> Iterator[tuple[str, Any]]:
        """What is decided of every segment."""
        parts = [part.columns for part in self._parts]
        yield "label", _named(LABELS, np.concatenate([part.labels for part in parts]))
        yield "basis", _named(BASES, np.concatenate([part.bases for part in parts]))
        yield "needs_review", np.concatenate([part.needs_review for part in parts])
        confidences = rounded(np.concatenate([part.confidences for part in parts]))
        yield "confidence", confidences.astype(np.float32)
        scores = rounded(np.concatenate([part.scores for part in parts]))
        yield from zip(LABELS, scores.T.astype(np.float32), strict=True)

    def _of_few(self) -> Iterator[tuple[str, Any]]:
        """What is said of few segments."""
        roles = self._by_row("roles")
        reasons = np.concatenate([part.columns.reasons for part in self._parts])
        said: dict[int, str | None] = {
            row: REASONS[reasons[row]] for row in np.flatnonzero(reasons).tolist()
        }
        verdicts = self._by_row("verdicts")
        for row, verdict in verdicts.items():
            roles[row], said[row] = verdict.role, verdict.review_reason
        yield "role", _filled(roles, len(self))
        yield "review_reason", _filled(said, len(self))
        for name in ("aspect", "digital_source_type"):
            values = {row: getattr(verdict, name) for row, verdict in verdicts.items()}
            yield name, _filled(values, len(self))
        yield "governed_by", self._governed_by()

    def _by_row(self, name: str) -> dict[int, Any]:
        """A column of which few segments have something, by row of the table."""
        return {
            part.first + position: value
            for part in self._parts
            for position, value in getattr(part.columns, name).items()
        }

    def _governed_by(self) -> Any:
        governed: dict[int, list[str]] = {}
        for part in self._parts:
            for position, verdict in part.columns.verdicts.items():
                if verdict.governed_by:
                    first = self._segments[part.first].index
                    ids = [part.ids[index - first] for index in verdict.governed_by]
                    governed[part.first + position] = ids
        codes = np.zeros(len(self), np.int32)
        codes[list(governed)] = np.arange(1, len(governed) + 1)
        return _lists([(), *governed.values()], codes)

    def _evidence(self) -> Any:
        codes = np.concatenate([part.columns.judged for part in self._parts]).astype(np.int32)
        known = {names: code for code, names in enumerate(HEADS)}
        for row, names in self._by_row("evidence").items():
            codes[row] = known.setdefault(names, len(known))
        return _lists(list(known), codes)


def _filled(values: Mapping[int, str | None], rows: int) -> Any:
    """A column of these values by row, and of nothing elsewhere."""
    if not values:
        return extra("pyarrow").nulls(rows, extra("pyarrow").string())
    column: list[str | None] = [None] * rows
    for row, value in values.items():
        column[row] = value
    return column


def _named(names: Sequence[str], codes: NDArray[np.uint8]) -> Any:
    """A column of names, given by their places."""
    pa = extra("pyarrow")
    return pa.array(names, pa.string()).take(pa.array(codes))


def _lists(values: Sequence[Sequence[str]], codes: NDArray[np.int32]) -> Any:
    """A column of lists, given by their places."""
    pa = extra("pyarrow")
    return pa.array(values, pa.list_(pa.string())).take(pa.array(codes))


def _array(column: Any, kind: Any) -> Any:
    pa = extra("pyarrow")
    return column if isinstance(column, pa.Array) else pa.array(column, kind)
