"""How far the reviewers agree, and a way to where they do not."""

from collections import defaultdict

from labeler.corrections.agreement import Agreement, agreements
from labeler.evidence import LABELS
from labeler.report.html.shown import text_html
from labeler.report.html.words import LABEL_NAMES, counted
from labeler.report.text import SIGNS
from labeler.review.desk import Desk
from labeler.review.frame import header, page
from labeler.review.queue import Filters, count, progress


def agreement_page(desk: Desk, reviewer: str) -> str:
    """The page on how far the reviewers agree."""
    by_row = defaultdict[int, dict[str, str]](dict)
    for row, who, label in desk.index.execute("SELECT row, reviewer, label FROM decided"):
        by_row[row][who] = label
    found = agreements(by_row.values())
    body = (
        '<main id="main" tabindex="-1"><div class="agreement"><h2>Agreement</h2>'
        f"{_people(by_row)}{''.join(_table(one) for one in found)}"
        f"{_disputed(desk, reviewer) if found else _ALONE}</div></main>\n"
    )
    top = header(reviewer, progress(desk.index, reviewer), "", "", "agreement")
    return page("Agreement", "../", "plain.js", reviewer, top, body, "listing")


_ALONE = (
    "<p>No two reviewers have labelled the same segment yet. A second reviewer starts "
    "<code>labeler review</code> on the same reports with the same <code>--corrections</code> file "
    "and another <code>--reviewer</code>, at the same time or later, and does not see the first "
    "one's decision on a segment before making one.</p>"
)


def _people(by_row: dict[int, dict[str, str]]) -> str:
    numbers = defaultdict[str, list[int]](lambda: [0, 0])
    for by in by_row.values():
        for who, label in by.items():
            numbers[who][label == "unsure"] += 1
    said = [
        f"<b>{text_html(who)}</b>: {counted(sure, 'segment')}, {unsure:,} unsure"
        for who, (sure, unsure) in sorted(numbers.items())
    ]
    return f'<p class="facts">{" · ".join(said) or "Nothing is decided yet."}</p>'


def _table(one: Agreement) -> str:
    rows = [("All labels", one.kappa)]
    rows += [(f"{SIGNS[label]} {LABEL_NAMES[label]}", one.per_label[label]) for label in LABELS]
    inside = "".join(
        f'<tr><th scope="row">{name}</th><td>{"–" if kappa is None else f"{kappa:.2f}"}</td></tr>'
        for name, kappa in rows
    )
    return (
        f'<div class="card"><h3>{text_html(one.one)} and {text_html(one.other)}</h3>'
        f'<p class="facts">the same on {one.same:,} of {counted(one.segments, "segment")}</p>'
        '<table class="figures"><thead><tr><th scope="col">Label</th>'
        f"<th scope='col'>Cohen's κ</th></tr></thead><tbody>{inside}</tbody></table></div>"
    )


def _disputed(desk: Desk, reviewer: str) -> str:
    number = count(desk.index, reviewer, Filters(status="disputed"))
    return (
        f'<p><a href="queue?status=disputed">{counted(number, "segment")} on which reviewers '
        "differ</a></p>"
    )
