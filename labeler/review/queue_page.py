"""The queue: what needs a person most, first."""

from urllib.parse import urlencode

import msgspec

from labeler.report.html.shown import attribute, text_html
from labeler.report.html.words import LABEL_NAMES
from labeler.report.text import SIGNS
from labeler.review.desk import Desk
from labeler.review.frame import decision_bar, header, page
from labeler.review.queue import EXCERPT, PAGE, Filters, Item, choices, count, items, progress

_STATUS_NAMES = {
    "open": "Open",
    "done": "Decided by me",
    "unsure": "Unsure",
    "disputed": "Reviewers differ",
    "any": "Any",
}
_NEED_NAMES = {
    "": "Needs a person",
    "review": "The report asks",
    "finding": "Policy findings",
    "conflict": "Evidence in conflict",
    "close": "Close calls",
    "all": "All segments",
}
_SURENESS_NAMES = {"": "Any", "low": "below 0.6", "middle": "0.6 to 0.9", "high": "0.9 and above"}
_SORT_NAMES = {"need": "Need", "document": "Document", "confidence": "Least sure"}
_MOST_CHOICES = 60


def queue_page(desk: Desk, reviewer: str, filters: Filters) -> str:
    """The page of the queue that the filters ask for."""
    total = count(desk.index, reviewer, filters)
    last = max(1, -(-total // PAGE))
    filters = msgspec.structs.replace(filters, page=min(filters.page, last))
    found = items(desk.index, reviewer, filters)
    marks = desk.decided(item.row for item in found)
    rows = "".join(_row(item, marks.get(item.row, {}), reviewer) for item in found)
    shown = f'<ol class="queue" id="queue" role="list">{rows}</ol>' if found else _nothing(filters)
    heading = "segment" if total == 1 else "segments"
    body = (
        f'{_filters(desk, reviewer, filters)}<main id="main" tabindex="-1">'
        f'<div class="queue-head"><h2>{total:,} {heading}</h2>'
        f"{_bulk(desk, reviewer, filters, found)}{_pages(filters, last)}</div>"
        f"{shown}{_pages(filters, last) if last > 1 else ''}{decision_bar()}</main>\n"
    )
    top = header(reviewer, progress(desk.index, reviewer), "", _search(filters), "queue")
    return page("Queue", "../", "queue.js", reviewer, top, body, "listing")


def _bulk(desk: Desk, reviewer: str, filters: Filters, found: list[Item]) -> str:
    """The button that accepts all that a rule says, where the queue shows one rule and label."""
    if not (filters.rule and found and filters.status == "open"):
        return ""
    if len({item.label for item in found}) > 1:
        return '<p class="facts">Choose a label to accept all of this rule at once.</p>'
    number = len(desk.rows_in(reviewer, found[0].row, "rule", filters.rule))
    return (
        f'<button type="button" class="plain js-only" id="accept-rule" '
        f'data-rule="{attribute(filters.rule)}" data-row="{found[0].row}" data-number="{number}">'
        f"Accept all {number:,}</button>"
    )


def link(filters: Filters, **changes: object) -> str:
    """The address of the queue with other filters."""
    wanted = msgspec.to_builtins(msgspec.structs.replace(filters, **changes))
    return f"queue?{attribute(urlencode(wanted))}" if wanted else "queue"


def _row(item: Item, marks: dict[str, str], reviewer: str) -> str:
    mine = marks.get(reviewer, "")
    text = item.text + ("…" if len(item.text) == EXCERPT else "")
    flags = "".join(
        f'<span class="chip {css}">{text_html(name)}</span>'
        for css, name in (
            ("warn", "review" if item.review else ""),
            (item.finding or "", f"finding: {item.finding}" if item.finding else ""),
            ("warn", "conflict" if item.conflict else ""),
            ("", item.basis),
            ("", item.language or ""),
        )
        if name
    )
    before, after = _near(item.before), _near(item.after)
    language = f' lang="{attribute(item.language)}"' if item.language else ""
    href = f"document/{item.doc}#d-{attribute(item.id)}"
    why = f'<p class="because">{text_html(item.why)}</p>' if item.why else ""
    return (
        f'<li class="q {item.label}" id="r{item.row}" data-row="{item.row}" tabindex="-1" '
        f'data-label="{item.label}" data-mine="{attribute(mine)}">'
        f'<div class="q-head"><span class="l"><b aria-hidden="true">{SIGNS[item.label]}</b> '
        f'{LABEL_NAMES[item.label]}</span><span class="c" title="confidence">{item.confidence:.2f}'
        f'</span>{flags}<span class="said"></span>'
        f'<a class="where" href="{href}" dir="auto">{text_html(item.path)} · {item.place}</a></div>'
        f'{before}<p class="t" dir="auto"{language}>{text_html(text) or _GONE}</p>{after}'
        f"{why}</li>"
    )


def _near(text: str) -> str:
    return f'<p class="near" dir="auto">{text_html(text)}</p>' if text else ""


_GONE = '<em class="gone">text left out</em>'


def _search(filters: Filters) -> str:
    return (
        '<div class="search" role="search"><input type="search" id="query" name="q" form="filters" '
        f'value="{attribute(filters.q)}" placeholder="Search all texts" '
        'aria-label="Search all texts" autocomplete="off" spellcheck="false">'
        '<kbd aria-hidden="true">/</kbd></div>'
    )


def _filters(desk: Desk, reviewer: str, filters: Filters) -> str:
    found = {
        name: choices(desk.index, reviewer, filters, name)
        for name in ("label", "basis", "rule", "language")
    }
    numbers = dict(found["label"])
    labels = [
        (label, f"{name} ({numbers[label]:,})")
        for label, name in LABEL_NAMES.items()
        if label in numbers
    ]
    others = {
        name: [(value, f"{value} ({n:,})") for value, n in found[name][:_MOST_CHOICES]]
        for name in ("basis", "rule", "language")
    }
    selects = [
        _select("status", "Status", list(_STATUS_NAMES.items()), filters.status),
        _select("need", "Why", _needs(filters), filters.need or ""),
        _select("label", "Label", [("", "Any"), *labels], filters.label or ""),
        _select("basis", "Basis", [("", "Any"), *others["basis"]], filters.basis or ""),
        _select("rule", "Rule", [("", "Any"), *others["rule"]], filters.rule or ""),
        _select("language", "Language", [("", "Any"), *others["language"]], filters.language or ""),
        _select("sureness", "Confidence", list(_SURENESS_NAMES.items()), filters.sureness or ""),
        _select("sort", "Order by", list(_SORT_NAMES.items()), filters.sort),
    ]
    document = (
        f'<input type="hidden" name="document" value="{filters.document}">'
        if filters.document
        else ""
    )
    return (
        '<aside class="filters" aria-label="Filters"><details open><summary><h2>Filter</h2>'
        f'</summary><form id="filters" action="queue" method="get">{"".join(selects)}{document}'
        '<p class="actions"><button class="plain" id="apply">Apply</button> '
        '<a class="plain" href="queue">Reset</a></p></form></details></aside>\n'
    )


def _needs(filters: Filters) -> list[tuple[str, str]]:
    """Only what is open is narrowed to what needs a person, unless asked."""
    if filters.status == "open":
        return list(_NEED_NAMES.items())
    return [("", "Any"), *(one for one in _NEED_NAMES.items() if one[0] not in ("", "all"))]


def _select(name: str, title: str, options: list[tuple[str, str]], chosen: str) -> str:
    if chosen and chosen not in {value for value, _ in options}:
        options = [*options, (chosen, f"{chosen} (0)")]
    inside = "".join(
        f'<option value="{attribute(value)}"{" selected" if value == chosen else ""}>'
        f"{text_html(shown)}</option>"
        for value, shown in options
    )
    return (
        f'<p class="field"><label for="f-{name}">{title}</label>'
        f'<select id="f-{name}" name="{name}">{inside}</select></p>'
    )


def _pages(filters: Filters, last: int) -> str:
    if last == 1:
        return ""
    at = filters.page
    before = f'<a href="{link(filters, page=at - 1)}" rel="prev">Previous</a>' if at > 1 else ""
    after = f'<a href="{link(filters, page=at + 1)}" rel="next">Next</a>' if at < last else ""
    return (
        f'<nav class="pages" aria-label="Pages of the queue">{before}'
        f"<span>{at:,} of {last:,}</span>{after}</nav>"
    )


def _nothing(filters: Filters) -> str:
    if filters == Filters():
        return (
            '<p class="none">Nothing waits for you. '
            '<a href="queue?status=any&amp;need=all">Show all segments</a></p>'
        )
    return '<p class="none">No segment matches. <a href="queue">Reset the filters</a></p>'
