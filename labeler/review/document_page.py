"""One document in reading order, as the HTML report shows it, with decisions on its segments."""

import msgspec

from labeler.evidence import LABELS
from labeler.report.html.charts import Outline
from labeler.report.html.page import document_foot, document_head
from labeler.report.html.segments import data_block, segment_chunks
from labeler.report.html.shown import HIDDEN_NAMES, HIDDEN_RANGES, SHAPED_FROM, SHAPING
from labeler.report.html.words import BASIS_MEANINGS, LABEL_NAMES
from labeler.report.text import SIGNS
from labeler.review.desk import Desk
from labeler.review.frame import decision_bar, header, page
from labeler.review.queue import progress

_SEARCH = (
    '<div class="search js-only" role="search"><input type="search" id="query" '
    'placeholder="Search the text" aria-label="Search the text" autocomplete="off" '
    'spellcheck="false"><kbd aria-hidden="true">/</kbd></div>'
    '<p class="count js-only" id="count" role="status"></p>'
)
_UP = "../../"


def document_page(desk: Desk, reviewer: str, doc: int) -> str | None:
    """The page of a document; None if there is no such document."""
    report = desk.report(doc)
    if report is None:
        return None
    outline = Outline()
    chunks = "".join(segment_chunks(report.segments, "d", outline, include_text=True))
    rows = desk.rows_of_document(doc)
    needing = desk.index.execute("SELECT place FROM segments WHERE doc = ? AND need > 0", (doc,))
    review = {
        "document": doc,
        "first": rows[0] if rows else 0,
        "needing": [place for (place,) in needing],
        "marks": desk.decided(rows),
        "home": "../",
    }
    body = (
        f'{_filters()}<main id="main" tabindex="-1">\n'
        f'<nav class="trail" aria-label="Documents"><a href="../queue">Queue</a>'
        f'<a href="{doc}/next?back=1"><kbd aria-hidden="true">[</kbd> previous open document</a>'
        f'<a href="{doc}/next"><kbd aria-hidden="true">]</kbd> next open document</a></nav>\n'
        f"{document_head('d', report, report.findings, outline)}{chunks}{document_foot(report)}"
        f"{decision_bar()}</main>\n{_WHY}{_known()}{_data('review', review)}\n"
    )
    top = header(reviewer, progress(desk.index, reviewer), "../", _SEARCH, "document")
    return page(report.input.path, _UP + "", "document.js", reviewer, top, body, "reviewing")


def _filters() -> str:
    labels = "".join(
        f'<label class="{label}"><input type="checkbox" name="label" value="{label}">'
        f'<span class="swatch"></span><span class="what"><b aria-hidden="true">{SIGNS[label]}</b> '
        f"{LABEL_NAMES[label]}</span><output></output></label>"
        for label in LABELS
    )
    bases = "".join(
        f'<label><input type="checkbox" name="basis" value="{basis}"><span class="what">'
        f"{basis.capitalize()}</span><output></output></label>"
        for basis in BASIS_MEANINGS
    )
    return (
        '<aside class="filters js-only" aria-label="Filters"><details open>'
        '<summary><h2>Filter</h2></summary><form id="filters">'
        f"<fieldset><legend>Label</legend>{labels}</fieldset>"
        f"<fieldset><legend>Basis</legend>{bases}</fieldset>"
        "<fieldset><legend>Attention</legend>"
        '<label><input type="checkbox" name="review"><span class="what">Needs review</span>'
        "<output></output></label>"
        '<label><input type="checkbox" name="finding"><span class="what">Has findings</span>'
        '<output></output></label></fieldset><button type="reset" class="plain">Show all</button>'
        "</form></details></aside>\n"
    )


_WHY = (
    '<aside class="why js-only" id="why" aria-label="Why this label" tabindex="-1">'
    '<div class="empty"><p>Select a segment to see why it has its label.</p>'
    "<p><kbd>j</kbd> <kbd>k</kbd> move · <kbd>a</kbd> accept · <kbd>?</kbd> all keys</p></div>"
    '<div id="why-content"></div></aside>\n'
)


def _known() -> str:
    return _data(
        "known",
        {
            "labels": {
                label: {"name": LABEL_NAMES[label], "sign": SIGNS[label]} for label in LABELS
            },
            "bases": BASIS_MEANINGS,
            "hidden": HIDDEN_RANGES,
            "hiddenNames": HIDDEN_NAMES,
            "shaping": SHAPING,
            "shapedFrom": SHAPED_FROM,
        },
    )


def _data(name: str, value: object) -> str:
    block = data_block(msgspec.json.encode(value))
    return block.replace("<script", f'<script id="{name}"', 1)
