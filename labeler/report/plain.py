"""Segments on which statistics and votes decide, as JSON by template: most of a report.

To make the structs of such a segment and to encode them takes three times as long as to fill what
differs into the JSON of one like it. Templates are made of structs, so the schema is written once.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import chain
from typing import Any, NamedTuple

import msgspec
import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from labeler.decide import BASES, CONFLICTS, REASONS, Verdicts, hit_evidence
from labeler.document import Kind, Segment, Span
from labeler.evidence import LABELS, Evidence, Role
from labeler.report.build import Window
from labeler.report.encode import encode
from labeler.report.located import Place, Row, place_of
from labeler.report.schema import ReportEvidence, ReportSegment, Scores
from labeler.report.segment import DECIMALS, report_evidence
from labeler.rules import Hit, Rule

_ENCODER = msgspec.json.Encoder()
_PARTS = 10**DECIMALS
"""Of a probability of one, as `figures_of` rounds it."""
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
    of_kind: Evidence | None
    """What the format says of segments of this kind."""
    has_hits: bool
    has_bytes: bool
    has_path: bool
    has_text: bool


def encoded_segments(
    window: Window,
    ids: Sequence[str],
    rows: Sequence[Row],
    figures: NDArray[np.float64],
    struct: Callable[[int, Place], ReportSegment],
    *,
    include_text: bool,
) -> Iterator[bytes]:
    """Yield the JSON of each segment of a window that was judged.

    `figures` are confidence and scores, rounded; `struct` makes a segment that is not plain.
    """
    verdicts, segments = window.verdicts, window.segments
    assert isinstance(verdicts, Verdicts)
    roles, hits, by_kind = verdicts.columns.roles, verdicts.hits, verdicts.statistics.by_kind
    authorship = _authorship(verdicts)
    has_path = any(segment.markup for segment in segments[:1])
    contents: list[list[bytes]] = []
    if has_path:
        contents.append(_lines([s.markup.path if s.markup else "" for s in segments]))
    if include_text:
        contents.append(_lines([s.text for s in segments]))
    values = zip(
        [id_.encode() for id_ in ids],
        *_columns(list(chain.from_iterable(rows)), len(rows[0]) if rows else 0),
        *contents,
        *_probabilities(figures),
        strict=True,
    )
    weights = _numbers(verdicts.statistics.weights)
    templates: dict[tuple[object, ...], bytes] = {}
    for at, (segment, is_plain, code, language, known, weight) in enumerate(
        zip(
            segments,
            verdicts.plain.tolist(),
            _codes(verdicts).tolist(),
            window.languages,
            values,
            weights,
            strict=True,
        )
    ):
        if not is_plain:
            made = struct(at, place_of(rows[at]))
            yield encode(made if include_text else replace(made, text=None))
            continue
        found, role = hits.get(at), roles.get(at)
        # Of a kind the format says the same wherever it stands.
        key = code, segment.kind, language, role, found is None
        template = templates.get(key)
        if template is None:
            shape = _Shape(
                segment.kind,
                language,
                code,
                role,
                by_kind.get(at),
                found is not None,
                place_of(rows[at]).byte_span is not None,
                has_path,
                include_text,
            )
            template = templates[key] = _template(shape)
        said = (b",".join([_hit(hit, segments) for hit in found]),) if found else ()
        yield template % (*known, *said, weight, *authorship.get(at, ()))


def _authorship(verdicts: Verdicts) -> dict[int, tuple[bytes, bytes]]:
    """Encode what the authorship head says of prose, by position."""
    said = verdicts.statistics.authorship
    weights = _numbers([weight for weight, _ in said.values()])
    wordings = [wording.encode() for _, wording in said.values()]
    return dict(zip(said, zip(weights, wordings, strict=True), strict=True))


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
        return _ENCODER.encode_lines(texts).split(b"\n")[:-1]
    except UnicodeEncodeError:
        return [encode(text) for text in texts]


def _numbers(numbers: Sequence[float]) -> list[bytes]:
    """Encode each of some numbers."""
    return _ENCODER.encode(numbers)[1:-1].split(b",") if numbers else []


def _probabilities(figures: NDArray[np.float64]) -> list[list[bytes]]:
    """Encode each column of rounded probabilities: they are few, so it is done beforehand."""
    encoded = _ten_thousandths()
    codes = np.rint(figures * _PARTS).astype(np.intp)
    return [[encoded[code] for code in column] for column in codes.T.tolist()]


@cache
def _ten_thousandths() -> list[bytes]:
    return _numbers([part / _PARTS for part in range(_PARTS + 1)])


def _columns(rows: Sequence[int], width: int) -> list[list[bytes]]:
    """Encode each column of some rows of numbers, given one after the other."""
    encoded = _numbers(rows)
    return [encoded[column::width] for column in range(width)]


@cache
def _template(shape: _Shape) -> bytes:
    """Return the JSON of segments of this shape, to be filled in by `%`."""
    code, judged = divmod(shape.code, 2)
    code, label = divmod(code, len(LABELS))
    code, basis = divmod(code, len(BASES))
    structure, reason = divmod(code, len(REASONS))
    encoded = _encoded()
    words: Any = msgspec.Raw(b'"%bb"' % _HOLE)
    rules = (encoded,) if shape.has_hits else ()
    heads = [
        ReportEvidence("classifier", "structure", "direct", LABELS[structure], weight=encoded),
        *([report_evidence(shape.of_kind, (), 0)] if shape.of_kind else []),
    ]
    if judged:
        authorship = ReportEvidence(
            "classifier", "authorship", "direct", "ai_report", weight=encoded, message=words
        )
        heads.append(authorship)
    made = ReportSegment(
        id=words,
        index=encoded,
        span=Span(encoded, encoded),
        line=encoded,
        column=encoded,
        byte_span=Span(encoded, encoded) if shape.has_bytes else None,
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
        evidence=(*rules, *heads),
        conflicts=CONFLICTS[reason],
    )
    return _with_holes(made)


def _number() -> Any:
    return msgspec.Raw(_HOLE + b"d")


def _encoded() -> Any:
    return msgspec.Raw(_HOLE + b"b")


def _with_holes(made: ReportSegment | ReportEvidence) -> bytes:
    return encode(made).replace(b"%", b"%%").replace(_HOLE, b"%")
