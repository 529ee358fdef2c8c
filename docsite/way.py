"""docs/way.svg: the way of each segment of the sample through the stages of a scan.

A row a segment, a column a stage; what a stage says of a segment has the colour of the label that
it speaks for.
"""

from collections.abc import Iterator

from docsite.stages import SAMPLE, scanned
from labeler.classifier.evaluate_chart import PALETTE, svg, written
from labeler.evidence import Label
from labeler.provenance import inspect
from labeler.report.schema import Report, ReportEvidence, ReportSegment

_COLOURS: dict[Label, str] = {
    "human_article": PALETTE[1],
    "ai_report": PALETTE[0],
    "image_caption": PALETTE[2],
    "boilerplate": PALETTE[7],
}
_STAGES = (
    ("Read", "bytes become a text", 10, 250),
    ("Segment", "cut by layout", 272, 82),
    ("Rules", "wording that decides or votes", 366, 190),
    ("Classifier", "what is it?", 568, 108),
    ("", "who wrote it?", 688, 92),
    ("Provenance", "marks, metadata", 792, 100),
    ("Decide", "declared before votes", 904, 206),
)
"""Name, what it does, left edge and width in pixels."""
_TOP, _ROW, _WIDTH = 66, 30, 1120
_TEXT_LETTERS = 36


def picture() -> str:
    """The picture as SVG."""
    document, report = scanned()
    rows = len(report.segments)
    marks = inspect(document)
    declared = len(marks.declared) + len(marks.hidden_text) + len(marks.c2pa)
    parts = [*_head()]
    for row, segment in enumerate(report.segments):
        parts += _row(report, segment, row)
    parts += _cell(5, 0, f"{declared} found" if declared else "nothing", height=rows * _ROW - 6)
    parts += _scopes(report)
    last = _TOP + rows * _ROW + 22
    parts.append(
        written(
            (10, last),
            f"Report: all of this as JSON, for {SAMPLE}. Colours: the label it speaks for",
            "start",
        )
    )
    return svg((_WIDTH, last + 14), parts)


def _head() -> Iterator[str]:
    for name, what, left, width in _STAGES:
        if name:
            yield written((left, 24), name, "start", bold=True)
        yield written((left, 44), what, "start")
        yield f'<path d="M{left} 52H{left + width}" class="frame"/>'
    for name, _, left, _ in _STAGES[1:]:
        if name:  # an arrow from the stage before
            yield f'<path d="M{left - 16} 20h10m-4 -4l4 4l-4 4" class="frame"/>'


def _row(report: Report, segment: ReportSegment, row: int) -> Iterator[str]:
    text = segment.text or ""
    shown = text if len(text) <= _TEXT_LETTERS else f"{text[: _TEXT_LETTERS - 3]}..."
    yield from _cell(0, row, f"{segment.index}  {shown}")
    yield from _cell(1, row, segment.kind)
    own = [found for found in segment.evidence if found.source == "rule" and not found.marker]
    if own:
        yield from _cell(2, row, f"{own[0].name} {_says(own[0])}", own[0].label)
    elif segment.governed_by:
        marker = next(one for one in report.segments if one.id == segment.governed_by[0])
        yield from _cell(2, row, f"governed by {marker.index}", segment.label)
    by_name = {found.name: found for found in segment.evidence if found.source == "classifier"}
    what = [by_name[name] for name in by_name if name != "authorship"]
    if what:
        weights = sum(found.weight or 0 for found in what)
        yield from _cell(3, row, f"{weights:+.1f} {_short(what[0].label)}", what[0].label)
    if "authorship" in by_name:
        found = by_name["authorship"]
        speaks_for: Label = "ai_report" if (found.weight or 0) > 0 else "human_article"
        yield from _cell(4, row, f"{found.weight:+.1f} {_short(found.label)}", speaks_for)
    verdict = f"{segment.label} {segment.confidence:.2f}, {segment.basis}"
    yield from _cell(6, row, verdict, segment.label)


def _says(found: ReportEvidence) -> str:
    return found.verdict or f"{found.weight:+.1f}"


def _short(label: Label | None) -> str:
    return {"human_article": "article", "ai_report": "AI"}.get(label or "", label or "")


def _cell(
    stage: int, row: int, text: str, label: Label | None = None, height: int = _ROW - 6
) -> Iterator[str]:
    _, _, left, width = _STAGES[stage]
    top = _TOP + row * _ROW
    fill = _COLOURS[label] if label else "#888"
    opacity = 0.22 if label else 0.08
    yield (
        f'<rect x="{left}" y="{top}" width="{width}" height="{height}" rx="3" '
        f'fill="{fill}" fill-opacity="{opacity}"/>'
    )
    yield written((left + 6, top + height / 2 + 4), text, "start")


def _scopes(report: Report) -> Iterator[str]:
    """An arrow from each disclosure to each segment in its scope."""
    index = {segment.id: segment.index for segment in report.segments}
    _, _, left, width = _STAGES[2]
    edge = left + width
    for segment in report.segments:
        for marker in segment.governed_by:
            start, end = (_TOP + at * _ROW + 12 for at in (index[marker], segment.index))
            yield (
                f'<path d="M{edge} {start}h6V{end}h-6m4 -3l-4 3l4 3" fill="none" '
                f'stroke="{_COLOURS["ai_report"]}"/>'
            )
