"""The segments of a document as HTML, and what is known about each as data for the script."""

from collections.abc import Iterable, Iterator
from itertools import islice

import msgspec

from labeler.report.encode import encode
from labeler.report.html.charts import Outline
from labeler.report.html.shown import attribute, text_html
from labeler.report.html.words import LABEL_NAMES
from labeler.report.schema import ReportSegment
from labeler.report.text import SIGNS

_AT_ONCE = 64
"""Segments in a chunk: what is far from the window is laid out a chunk at a time."""


def segment_chunks(
    segments: Iterable[ReportSegment], document: str, outline: Outline, *, include_text: bool
) -> Iterator[str]:
    """The segments in chunks, each shown to `outline`; `document` is the prefix of their anchors.

    After each chunk follows its data: a list of the segments as in the JSON report, without text.
    """
    left = iter(segments)
    while chunk := list(islice(left, _AT_ONCE)):
        items = []
        for segment in chunk:
            outline.see(segment)
            items.append(_item(segment, document, include_text))
        data = encode([msgspec.structs.replace(segment, text=None) for segment in chunk])
        start = chunk[0].span.start
        yield f'<ol class="chunk" role="list" data-start="{start}">{"".join(items)}</ol>\n'
        yield data_block(data) + "\n"


def data_block(encoded: bytes, name: str = "") -> str:
    """JSON as an element that browsers keep and never run, whatever strings it holds.

    `name` is the element's `id`; without it, it has none.
    """
    harmless = encoded.decode().replace("<", "\\u003c")
    named = f' id="{name}"' if name else ""
    return f'<script{named} type="application/json">{harmless}</script>'


def anchor(document: str, segment_id: str) -> str:
    """The `id` of a segment's element, escaped."""
    return f"{document}-{attribute(segment_id)}"


def _item(segment: ReportSegment, document: str, include_text: bool) -> str:
    label, here = segment.label, anchor(document, segment.id)
    text = segment.text if include_text else None
    shown = '<em class="gone">text left out</em>' if text is None else text_html(text)
    language = f' lang="{attribute(segment.language)}"' if segment.language else ""
    review = '<span class="flag review">? review</span>' if segment.needs_review else ""
    return (
        f'<li class="s {label} {segment.kind}" id="{here}" tabindex="-1" data-b="{segment.basis}">'
        f'<div class="g"><a class="n" href="#{here}" tabindex="-1">{segment.index}</a>'
        f'<span class="l"><b aria-hidden="true">{SIGNS[label]}</b> {LABEL_NAMES[label]}</span>'
        f'<span class="c" title="confidence; {segment.basis}">{segment.confidence:.2f}</span>'
        f'{review}</div><div class="t" dir="auto"{language}>{shown}</div></li>'
    )
