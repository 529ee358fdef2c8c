"""One document in reading order, as the HTML report shows it, with decisions on its segments."""

import msgspec

from labeler.report.html.charts import Outline
from labeler.report.html.page import document_foot, document_head, filters, known_block
from labeler.report.html.segments import data_block, segment_chunks
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
    data = data_block(msgspec.json.encode(review), "review")
    body = (
        f'{filters()}<main id="main" tabindex="-1">\n'
        f'<nav class="trail" aria-label="Documents"><a href="../queue">Queue</a>'
        f'<a href="{doc}/next?back=1"><kbd aria-hidden="true">[</kbd> previous open document</a>'
        f'<a href="{doc}/next"><kbd aria-hidden="true">]</kbd> next open document</a></nav>\n'
        f"{document_head('d', report, report.findings, outline)}{chunks}{document_foot(report)}"
        f"{decision_bar()}</main>\n{_WHY}{known_block()}{data}\n"
    )
    top = header(reviewer, progress(desk.index, reviewer), "../", _SEARCH, "document")
    return page(report.input.path, _UP, "document.js", reviewer, top, body, "reviewing")


_WHY = (
    '<aside class="why js-only" id="why" aria-label="Why this label" tabindex="-1">'
    '<div class="empty"><p>Select a segment to see why it has its label.</p>'
    "<p><kbd>j</kbd> <kbd>k</kbd> move · <kbd>a</kbd> accept · <kbd>?</kbd> all keys</p></div>"
    '<div id="why-content"></div></aside>\n'
)
