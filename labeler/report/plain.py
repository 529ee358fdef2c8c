"""Segments on which statistics and votes decide, as JSON by template: most of a report.

To make the structs of such a segment and to encode them takes three times as long as to fill what
differs into the JSON of one like it. Templates are made of structs, so the schema is written once.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

import msgspec
import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from labeler.decide import BASES, CONFLICTS, REASONS, Verdicts, hit_evidence
from labeler.document import Kind, Segment, Span
from labeler.evidence import LABELS, Role
from labeler.report.build import Window
from labeler.report.encode import encode
from labeler.report.positions import Place
from labeler.report.schema import ReportEvidence, ReportSegment, Scores
from labeler.report.segment import report_evidence
from labeler.rules import Hit, Rule

_ENCODER = msgspec.json.Encoder()
_HOLE = b"\0"
"""Begins what is to be filled in; JSON has none."""


_hits: dict[int, tuple[Rule, bytes]] = {}
"""Templates of the evidence of rules, by the identity of these: to hash them takes longer."""


class _Shape(NamedTuple):
    """What segments of one template have in common."""

    kind: Kind
    language: str | None
    code: int
    """What was decided, see `_codes`."""
    role: Role | None
    has_hits: bool
    has_bytes: bool
    has_path: bool
    has_text: bool


def encoded_segments(
    window: Window,
    ids: Sequence[str],
    places: Iterable[Place],
    figures: NDArray[np.float64],
    struct: Callable[[int, Place], ReportSegment],
    *,
    include_text: bool,
) -> Iterator[bytes]:
    """Yield the JSON of each segment of a window that was judged.

    `figures` are confidence and scores, rounded; `struct` makes a segment that is not plain.
    """
    verdicts = window.verdicts
    assert isinstance(verdicts, Verdicts)
    weights, authorship = verdicts.statistics.weights, verdicts.statistics.authorship
    roles, hits = verdicts.columns.roles, verdicts.hits
    numbers = _numbers(np.column_stack((figures, weights)))
    has_path = any(segment.markup for segment in window.segments[:1])
    texts = _lines([s.text for s in window.segments]) if include_text else []
    paths = _lines([s.markup.path if s.markup else "" for s in window.segments]) if has_path else []
    templates: dict[tuple[object, ...], bytes] = {}
    for at, (segment, place, is_plain, code, id_, language) in enumerate(
        zip(
            window.segments,
            places,
            verdicts.plain.tolist(),
            _codes(verdicts).tolist(),
            ids,
            window.languages,
            strict=True,
        )
    ):
        if not is_plain:
            made = struct(at, place)
            yield encode(made if include_text else replace(made, text=None))
            continue
        line, column, in_bytes = place
        found, role = hits.get(at), roles.get(at)
        key = code, segment.kind, language, in_bytes is None, role, found is None
        template = templates.get(key)
        if template is None:
            shape = _Shape(
                segment.kind,
                language,
                code,
                role,
                found is not None,
                in_bytes is not None,
                has_path,
                include_text,
            )
            template = templates[key] = _template(shape)
        values = [id_.encode(), segment.index, segment.start, segment.end, line, column]
        if in_bytes is not None:
            values += in_bytes.start, in_bytes.end
        if has_path:
            values.append(paths[at])
        if include_text:
            values.append(texts[at])
        values += numbers[at * 6 : at * 6 + 5]
        if found is not None:
            values.append(b",".join([_hit(hit, window.segments) for hit in found]))
        values.append(numbers[at * 6 + 5])
        if code & 1:
            weight, wording = authorship[at]
            values += b"%a" % weight, wording.encode()
        yield template % tuple(values)


def _codes(verdicts: Verdicts) -> NDArray[np.int64]:
    """Label, basis, reason, label whoever wrote it and whether authorship spoke, as one number."""
    columns = verdicts.columns
    structure = np.array([LABELS.index(label) for label in verdicts.statistics.labels], np.int64)
    code = structure * len(REASONS) + columns.reasons
    code = (code * len(BASES) + columns.bases) * len(LABELS) + columns.labels
    codes: NDArray[np.int64] = code * 2 + columns.judged
    return codes


def _hit(hit: Hit, segments: Sequence[Segment]) -> bytes:
    """Encode a rule that matched in a segment, as evidence."""
    segment = segments[hit.segment]
    known = _hits.get(id(hit.rule))
    if known is None:
        made = report_evidence(hit_evidence(hit, segments), (), 0)
        number, encoded = _number(), _encoded()
        made = replace(made, span=Span(number, number), quote=encoded)
        known = _hits[id(hit.rule)] = hit.rule, _with_holes(made)
    quote = segment.text[hit.start - segment.start : hit.end - segment.start]
    return known[1] % (hit.start, hit.end, encode(quote))


def _lines(texts: Sequence[str]) -> list[bytes]:
    """Encode each of some texts."""
    try:
        return _ENCODER.encode_lines(texts).split(b"\n")
    except UnicodeEncodeError:
        return [encode(text) for text in texts]


def _numbers(rows: NDArray[np.float64]) -> list[bytes]:
    """Encode all numbers of some rows."""
    return _ENCODER.encode(rows.ravel().tolist())[1:-1].split(b",")


@cache
def _template(shape: _Shape) -> bytes:
    """Return the JSON of segments of this shape, to be filled in by `%`."""
    code, judged = divmod(shape.code, 2)
    code, label = divmod(code, len(LABELS))
    code, basis = divmod(code, len(BASES))
    structure, reason = divmod(code, len(REASONS))
    number, encoded = _number(), _encoded()
    words: Any = msgspec.Raw(b'"%bb"' % _HOLE)
    rules = (encoded,) if shape.has_hits else ()
    heads = [
        ReportEvidence("classifier", "structure", "direct", LABELS[structure], weight=encoded),
        ReportEvidence(
            "classifier", "authorship", "direct", "ai_report", weight=encoded, message=words
        ),
    ]
    made = ReportSegment(
        id=words,
        index=number,
        span=Span(number, number),
        line=number,
        column=number,
        byte_span=Span(number, number) if shape.has_bytes else None,
        path=encoded if shape.has_path else None,
        text=encoded if shape.has_text else None,
        language=shape.language,
        kind=shape.kind,
        label=LABELS[label],
        confidence=encoded,
        scores=Scores(encoded, encoded, encoded, encoded),
        basis=BASES[basis],
        role=shape.role,
        needs_review=reason != 0,
        review_reason=REASONS[reason],
        governed_by=(),
        governs=(),
        evidence=(*rules, *heads[: 1 + judged]),
        conflicts=CONFLICTS[reason],
    )
    return _with_holes(made)


def _number() -> Any:
    return msgspec.Raw(_HOLE + b"d")


def _encoded() -> Any:
    return msgspec.Raw(_HOLE + b"b")


def _with_holes(made: ReportSegment | ReportEvidence) -> bytes:
    return encode(made).replace(b"%", b"%%").replace(_HOLE, b"%")
