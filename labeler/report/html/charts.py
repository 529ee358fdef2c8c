"""Charts of a document's labels as inline SVG; patterns tell the labels apart without colour."""

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from labeler.evidence import LABELS, Label
from labeler.report.html.words import LABEL_NAMES, percent
from labeler.report.schema import LabelCounts, ReportSegment

_BINS = 10
_CELLS = 240
"""Parts into which the strip divides a document: more are not told apart on a screen."""
Bins = Mapping[Label, Sequence[int]]
"""Segments of each label by confidence, in equal steps from 0 to 1."""
NO_BINS: Bins = MappingProxyType(dict.fromkeys(LABELS, (0,) * _BINS))
_CODE: dict[Label, int] = {label: code for code, label in enumerate(LABELS)}

PATTERNS = (
    '<svg class="patterns" aria-hidden="true" focusable="false" width="0" height="0"><defs>'
    '<pattern id="p-human_article" width="8" height="8" patternUnits="userSpaceOnUse">'
    '<rect width="8" height="8" class="f human_article"/></pattern>'
    '<pattern id="p-ai_report" width="6" height="6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="6" height="6" class="f ai_report soft"/>'
    '<rect width="3" height="6" class="f ai_report"/></pattern>'
    '<pattern id="p-image_caption" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<rect width="6" height="6" class="f image_caption soft"/>'
    '<circle cx="3" cy="3" r="1.8" class="f image_caption"/></pattern>'
    '<pattern id="p-boilerplate" width="4" height="4" patternUnits="userSpaceOnUse">'
    '<rect width="4" height="4" class="f boilerplate soft"/>'
    '<rect width="4" height="1" class="f boilerplate"/></pattern>'
    "</defs></svg>"
)
"""What the fills of the charts refer to; once in a page."""


class Outline:
    """Label, place and sureness of every segment of a document, nine bytes a segment."""

    def __init__(self) -> None:
        self._labels = bytearray()
        self._ends = array("Q")
        self.waiting = array("Q")
        """Where the segments start that need review."""
        self.bins: dict[Label, list[int]] = {label: [0] * _BINS for label in LABELS}

    @property
    def end(self) -> int:
        """Where the last segment ends."""
        return self._ends[-1] if self._ends else 0

    def see(self, segment: ReportSegment) -> None:
        """Take the next segment."""
        self._labels.append(_CODE[segment.label])
        self._ends.append(segment.span.end)
        self.bins[segment.label][min(int(segment.confidence * _BINS), _BINS - 1)] += 1
        if segment.needs_review:
            self.waiting.append(segment.span.start)

    def cells(self) -> list[Label]:
        """The label in the middle of each of equal parts of the document, in its order."""
        count = min(_CELLS, self.end)
        middles = ((2 * cell + 1) * self.end // (2 * count) for cell in range(count))
        return [LABELS[self._labels[bisect_right(self._ends, middle)]] for middle in middles]


def share_bar(counts: LabelCounts, css_class: str = "share") -> str:
    """One bar, divided by how many characters have each label."""
    shares = [(label, getattr(counts, label).characters) for label in LABELS]
    total = sum(characters for _, characters in shares)
    said = ", ".join(
        f"{LABEL_NAMES[label]} {percent(characters / total)}"
        for label, characters in shares
        if total
    )
    parts, x = [], 0.0
    for label, characters in shares:
        width = 100 * characters / total if total else 0.0
        if width:
            parts.append(
                f'<rect x="{x:.2f}%" width="{width:.2f}%" height="100%" '
                f'fill="url(#p-{label})"><title>{LABEL_NAMES[label]}: {width:.0f} % '
                f"of characters</title></rect>"
            )
        x += width
    return _svg(css_class, said or "no text", "".join(parts))


def strip(outline: Outline, marked: Iterable[int]) -> str:
    """The document from its first to its last segment, with a mark at each position in `marked`."""
    cells, end = outline.cells(), outline.end
    parts, start = [], 0
    for at in range(1, len(cells) + 1):
        if at == len(cells) or cells[at] != cells[start]:
            x, width = 100 * start / len(cells), 100 * (at - start) / len(cells)
            parts.append(
                f'<rect x="{x:.2f}%" width="{width:.2f}%" height="22" '
                f'fill="url(#p-{cells[start]})"/>'
            )
            start = at
    places = sorted({round(_CELLS * at / end) for at in marked if end})
    parts += [
        f'<circle cx="{100 * place / _CELLS:.2f}%" cy="29" r="3" class="mark"/>' for place in places
    ]
    return _svg("strip", "Labels from the document's beginning to its end", "".join(parts))


def histogram(label: Label, bins: Sequence[int]) -> str:
    """How sure the label's segments are, ten steps from 0 to 1."""
    most = max(bins) or 1
    bars = "".join(
        f'<rect x="{10 * at}" y="{20 - height:.1f}" width="8" height="{height:.1f}" '
        f'class="f {label}"><title>{count} from {at / 10:.1f} to {(at + 1) / 10:.1f}</title></rect>'
        for at, count in enumerate(bins)
        if count
        for height in [max(2.0, 20 * count / most)]
    )
    said = ", ".join(f"{n} from {at / 10:.1f}" for at, n in enumerate(bins) if n)
    return _svg("histogram", f"Confidence: {said or 'no segment'}", bars, "0 0 100 20")


def _svg(css_class: str, said: str, inside: str, view_box: str = "") -> str:
    box = f' viewBox="{view_box}" preserveAspectRatio="none"' if view_box else ""
    return f'<svg class="{css_class}" role="img" aria-label="{said}"{box}>{inside}</svg>'
