"""What all pages of the review have around them."""

from urllib.parse import quote

from labeler.evidence import LABELS, Label
from labeler.report.html.charts import PATTERNS
from labeler.report.html.shown import attribute, text_html
from labeler.report.html.words import LABEL_NAMES
from labeler.report.text import SIGNS
from labeler.review.queue import Progress

_THEME = (
    '<button type="button" class="icon js-only" id="theme" aria-label="Light or dark" '
    'title="Light or dark (t)"><svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">'
    '<circle cx="10" cy="10" r="7.5" fill="none" stroke="currentColor" stroke-width="1.6"/>'
    '<path d="M10 2.5a7.5 7.5 0 0 1 0 15z" fill="currentColor"/></svg></button>'
)
_SHORT: dict[Label, str] = {
    "human_article": "Human",
    "ai_report": "AI",
    "image_caption": "Caption",
    "boilerplate": "Boilerplate",
}
_KEYS = (
    ("a", "accept the label that the report suggests"),
    ("1 2 3 4", "human article, AI report, image caption, boilerplate"),
    ("u", "unsure"),
    ("A", "accept this and all open segments with the same text and label"),
    ("n", "note"),
    ("z", "undo your last decision"),
    ("j k", "next, previous segment; arrows do the same"),
    ("] [", "next, previous document in which something waits"),
    ("Enter", "open the document; in it, the panel that says why"),
    ("g", "in a document: to the disclosure that governs the segment, or what it governs"),
    ("/", "search"),
    ("q", "back to the queue"),
    ("t", "light or dark"),
    ("Esc", "close the panel, the search, the dialog"),
)


def page(title: str, up: str, script: str, reviewer: str, top: str, body: str, css: str) -> str:
    """A whole page; `up` leads from its address to `/TOKEN/`."""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{text_html(title)} · labeler review</title>\n"
        f'<link rel="icon" href="{up}assets/icon.svg">\n'
        f'<link rel="stylesheet" href="{up}assets/page.css">\n'
        f'<script src="{up}assets/early.js"></script>\n'
        f'<script src="{up}assets/{script}" defer></script>\n'
        f'</head>\n<body class="{css}" data-reviewer="{attribute(reviewer)}">\n{PATTERNS}\n{top}'
        f"{body}{_dialogs()}"
        '<p id="toast" role="status" aria-live="polite"></p>\n</body>\n</html>\n'
    )


def header(reviewer: str, progress: Progress, home: str, search: str, here: str) -> str:
    """The bar at the top; `home` leads to the reviewer's pages, `here` is the current one."""
    links = "".join(
        f'<a href="{home}{place}"{" aria-current=page" if place == here else ""}>{name}</a>'
        for place, name in (("queue", "Queue"), ("agreement", "Agreement"))
    )
    return (
        '<a class="skip" href="#main">Skip to the segments</a>\n<header class="top">\n'
        '<h1><span class="logo" aria-hidden="true"><i></i><i></i><i></i><i></i></span>labeler '
        f'<small>review</small></h1>\n<nav class="places" aria-label="Pages">{links}</nav>'
        f"{search}{progress_bar(progress)}"
        f'<p class="who" title="Reviewer">{text_html(reviewer)}</p>{_THEME}'
        '<button type="button" class="icon js-only" id="help-open" aria-label="Keys" '
        'title="Keys (?)"><span aria-hidden="true">?</span></button>\n</header>\n'
    )


def progress_bar(progress: Progress) -> str:
    """How far the reviewer is with what needs a person."""
    return (
        '<p class="progress" id="progress" role="status"><progress aria-label="Decided" '
        f'max="{max(progress.needing, 1)}" value="{progress.done}"></progress>'
        f"<span>{progress.done:,} of {progress.needing:,} decided</span></p>"
    )


def decision_bar() -> str:
    """The buttons that decide on the selected segment."""
    labels = "".join(
        f'<button type="button" class="choice {label}" data-label="{label}" '
        f'aria-label="{LABEL_NAMES[label]}" '
        f'aria-keyshortcuts="{number}"><kbd aria-hidden="true">{number}</kbd> '
        f'<b aria-hidden="true">{SIGNS[label]}</b> {_SHORT[label]}</button>'
        for number, label in enumerate(LABELS, 1)
    )
    return (
        '<div class="decide js-only" id="decide" role="toolbar" aria-label="Decide">'
        '<button type="button" class="choice accept" data-do="accept" aria-keyshortcuts="a">'
        '<kbd aria-hidden="true">a</kbd> Accept <span id="suggested"></span></button>'
        f'<span class="labels-row">{labels}</span>'
        '<button type="button" class="choice" data-do="unsure" aria-keyshortcuts="u">'
        '<kbd aria-hidden="true">u</kbd> Unsure</button>'
        '<button type="button" class="choice quiet" data-do="note" aria-keyshortcuts="n">'
        '<kbd aria-hidden="true">n</kbd> Note</button>'
        '<button type="button" class="choice quiet" data-do="undo" aria-keyshortcuts="z">'
        '<kbd aria-hidden="true">z</kbd> Undo</button></div>\n'
    )


def reviewer_path(reviewer: str) -> str:
    """The reviewer's name as one part of an address."""
    return quote(reviewer, safe="")


def _dialogs() -> str:
    keys = "".join(
        f"<div><dt>{''.join(f'<kbd>{key}</kbd> ' for key in keys.split())}</dt>"
        f"<dd>{what}</dd></div>"
        for keys, what in _KEYS
    )
    return (
        f'<dialog id="help" aria-labelledby="help-title"><h2 id="help-title">Keys</h2><dl>{keys}'
        '</dl><form method="dialog"><button class="plain">Close</button></form></dialog>\n'
        '<dialog id="note" aria-labelledby="note-title"><h2 id="note-title">Note</h2>'
        '<form method="dialog"><textarea id="note-text" rows="4" maxlength="10000" '
        'aria-labelledby="note-title"></textarea><p class="actions">'
        '<button class="plain" value="">Cancel</button> '
        '<button class="plain strong" value="save">Save <kbd>Ctrl Enter</kbd></button></p></form>'
        "</dialog>\n"
        '<dialog id="bulk" aria-labelledby="bulk-title"><h2 id="bulk-title">Accept all?</h2>'
        '<form method="dialog"><p id="bulk-text"></p><p class="actions">'
        '<button class="plain" value="">Cancel</button> '
        '<button class="plain strong" value="yes" id="bulk-yes">Accept them</button></p></form>'
        "</dialog>\n"
    )
