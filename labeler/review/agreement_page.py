"""How far the reviewers agree, and a way to where they do not."""

from collections import defaultdict

from labeler.corrections.agreement import Agreement, LabelAgreement, agreements, kappa_text
from labeler.evidence import LABELS, Label
from labeler.report.counted import counted
from labeler.report.html.shown import text_html
from labeler.report.html.words import LABEL_NAMES
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
    told = f"{''.join(_pair(one) for one in found)}{_READING}" if found else _ALONE
    body = (
        '<main id="main" tabindex="-1"><div class="agreement"><div class="queue-head">'
        f"<h2>Agreement</h2>{_disputed(desk, reviewer)}</div>{_people(by_row)}{told}</div></main>\n"
    )
    top = header(reviewer, progress(desk.index, reviewer), "", "", "agreement")
    return page("Agreement", "../", "plain.js", reviewer, top, body, "alone")


_ALONE = (
    '<p class="card">No two reviewers have labelled the same segment yet. A second reviewer starts '
    "<code>labeler review</code> on the same reports with the same <code>--corrections</code> file "
    "and another <code>--reviewer</code>, at the same time or later, and does not see the first "
    "one's decision on a segment before making one.</p>"
)
_READING = (
    '<p class="facts">Cohen\'s κ is agreement beyond chance: 1 where two always say the same, 0 '
    "where they agree as often as chance would have it, below 0 where less often. A label's κ is "
    "for that label against all others; – where neither gave it, or both gave no other. Unsure "
    "takes no part.</p>"
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


def _pair(one: Agreement) -> str:
    names = text_html(one.one), text_html(one.other)
    columns = "".join(
        f'<th scope="col">{name}</th>' for name in ("Label", *names, "both", "Cohen's κ")
    )
    rows = "".join(_row(label, one.per_label[label]) for label in LABELS)
    return (
        f'<section class="card"><h3>{names[0]} and {names[1]}</h3>'
        f'<p class="sure"><strong>κ {kappa_text(one.kappa)}</strong> the same on {one.same:,} of '
        f"{counted(one.segments, 'segment')} ({one.same / one.segments:.0%})</p>"
        f'<table class="figures"><thead><tr>{columns}</tr></thead><tbody>{rows}</tbody></table>'
        "</section>"
    )


def _row(label: Label, on: LabelAgreement) -> str:
    # Negative kappas have no bar: a meter begins at 0.
    bar = "" if on.kappa is None else f'<progress max="1" value="{max(on.kappa, 0):.2f}" '
    bar += 'aria-hidden="true"></progress>' if bar else ""
    return (
        f'<tr class="{label}"><th scope="row"><b aria-hidden="true">{SIGNS[label]}</b> '
        f"{LABEL_NAMES[label]}</th><td>{on.one:,}</td><td>{on.other:,}</td><td>{on.both:,}</td>"
        f"<td>{bar}{kappa_text(on.kappa)}</td></tr>"
    )


def _disputed(desk: Desk, reviewer: str) -> str:
    number = count(desk.index, reviewer, Filters(status="disputed"))
    if not number:
        return ""
    return (
        f'<a class="plain" href="queue?status=disputed">{counted(number, "segment")} on which '
        "reviewers differ</a>"
    )
