"""The parts of the page around the segments: head, index, one header a document, foot."""

import base64
import hashlib
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from operator import add
from typing import NamedTuple

import msgspec

from labeler.evidence import LABELS
from labeler.report.counted import counted
from labeler.report.html.charts import NO_BINS, PATTERNS, Bins, Outline, histogram, share_bar, strip
from labeler.report.html.segments import anchor, data_block
from labeler.report.html.shown import HIDDEN_NAMES, HIDDEN_RANGES, SHAPED_FROM, SHAPING, text_html
from labeler.report.html.words import BASIS_MEANINGS, LABEL_NAMES, percent
from labeler.report.schema import DocumentEvidence, Finding, LabelCount, LabelCounts, Summary
from labeler.report.text import SIGNS
from labeler.report.writer import AnyReport

SCRIPTS = ("model.js", "shown.js", "why.js", "filters.js", "moves.js", "start.js")
"""Names of the scripts in the order in which they run; they share one scope."""
_SEVERITY_SIGNS = {"error": "■", "warning": "▲", "note": "●"}


class Totals(NamedTuple):
    """All documents of the page in numbers."""

    documents: int = 0
    segments: int = 0
    findings: int = 0
    needs_review: int = 0
    labels: tuple[tuple[int, int], ...] = ((0, 0),) * len(LABELS)
    """Segments and characters of each label, in the order of `LABELS`."""
    bins: Bins = NO_BINS

    def plus(self, summary: Summary, findings: int, bins: Bins) -> "Totals":
        """The totals with one more document."""
        counts = [getattr(summary.labels, label) for label in LABELS]
        return Totals(
            self.documents + 1,
            self.segments + summary.segments,
            self.findings + findings,
            self.needs_review + summary.needs_review,
            tuple(
                (segments + count.segments, characters + count.characters)
                for (segments, characters), count in zip(self.labels, counts, strict=True)
            ),
            {label: list(map(add, self.bins[label], bins[label])) for label in LABELS},
        )

    def counts(self) -> LabelCounts:
        """The labels as a document's summary holds them."""
        pairs = zip(LABELS, self.labels, strict=True)
        return LabelCounts(
            **{label: LabelCount(segments=s, characters=c) for label, (s, c) in pairs}
        )


def head(title: str) -> str:
    """The beginning of the page up to the documents' place.

    A policy in the page forbids all that is not its own: no request leaves it, and no script
    runs but those whose hashes it names.
    """
    early, style, main = _asset("early.js"), _asset("page.css"), _main_script()
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; "
        f"script-src '{_hash(early)}' '{_hash(main)}'; base-uri 'none'; form-action 'none'"
    )
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{text_html(title)}</title>\n<style>{style}</style>\n<script>{early}</script>\n"
        f"</head>\n<body>\n{PATTERNS}\n{_asset('top.html')}{filters()}"
        '<main id="main" tabindex="-1">\n'
    )


def filters() -> str:
    """What chooses which segments are shown."""
    labels = "".join(
        f'<label class="{label}"><input type="checkbox" name="label" value="{label}">'
        f'<span class="swatch"></span><span class="what"><b aria-hidden="true">{SIGNS[label]}</b> '
        f"{LABEL_NAMES[label]}</span><output></output></label>\n"
        for label in LABELS
    )
    bases = "".join(
        f'<label><input type="checkbox" name="basis" value="{basis}"><span class="what">'
        f"{basis.capitalize()}</span><output></output></label>\n"
        for basis in BASIS_MEANINGS
    )
    return (
        '<aside class="filters js-only" aria-label="Filters">\n<details open>\n'
        '<summary><h2>Filter</h2></summary>\n<form id="filters">\n'
        f"<fieldset><legend>Label</legend>\n{labels}</fieldset>\n"
        f"<fieldset><legend>Basis</legend>\n{bases}</fieldset>\n"
        "<fieldset><legend>Attention</legend>\n"
        '<label><input type="checkbox" name="review"><span class="what">Needs review</span>'
        "<output></output></label>\n"
        '<label><input type="checkbox" name="finding"><span class="what">Has findings</span>'
        "<output></output></label>\n</fieldset>\n"
        '<button type="reset" class="plain">Show all</button>\n</form>\n</details>\n</aside>\n'
    )


def foot() -> str:
    """The end of the page after the documents, with its script and what that must know."""
    script = f"<script>{_main_script()}</script>"
    return f"</main>\n{_asset('bottom.html')}{known_block()}\n{script}\n</body>\n</html>\n"


def known_block() -> str:
    """What the scripts must know, as data."""
    known = {
        "labels": {label: {"name": LABEL_NAMES[label], "sign": SIGNS[label]} for label in LABELS},
        "bases": BASIS_MEANINGS,
        "hidden": HIDDEN_RANGES,
        "hiddenNames": HIDDEN_NAMES,
        "shaping": SHAPING,
        "shapedFrom": SHAPED_FROM,
    }
    return data_block(msgspec.json.encode(known), "known")


def one_scope(scripts: Iterable[str]) -> str:
    """Scripts as one that leaves no names behind."""
    return '"use strict";\n{\n' + "".join(scripts) + "}\n"


def index_head(totals: Totals) -> str:
    """What stands above the rows of the documents."""
    facts = " · ".join(
        [
            counted(totals.documents, "document"),
            counted(totals.segments, "segment"),
            counted(totals.findings, "finding"),
            f"{totals.needs_review:,} to review",
        ]
    )
    return (
        '<section class="index" id="index" aria-labelledby="index-title">\n'
        f'<h2 id="index-title">All documents</h2>\n<p class="facts">{facts}</p>\n'
        f'<div class="card summary">{share_bar(totals.counts())}'
        f"{_table(totals.counts(), totals.bins)}</div>\n"
        '<table class="rows"><thead><tr><th scope="col" data-sort="place">Document</th>'
        '<th scope="col">Labels</th><th scope="col" data-sort="ai">AI</th>'
        '<th scope="col" data-sort="findings">Findings</th>'
        '<th scope="col" data-sort="review">Review</th>'
        '<th scope="col" data-sort="segments">Segments</th></tr></thead>\n<tbody>\n'
    )


def problem(message: str) -> str:
    """An input that could not be read."""
    return f'<p class="problem">{text_html(message)}</p>\n'


INDEX_FOOT = '</tbody></table>\n<p class="none" hidden>No document matches.</p>\n</section>\n'


def index_row(document: str, report: AnyReport, findings: int) -> str:
    """One document in the index; `document` is the anchor of its section."""
    summary = report.summary
    ai = summary.labels.ai_report.characters / (summary.characters or 1)
    return (
        f'<tr data-document="{document}" data-ai="{ai:.6f}" data-findings="{findings}" '
        f'data-review="{summary.needs_review}" data-segments="{summary.segments}">'
        f'<th scope="row"><a href="#{document}">{text_html(report.input.path)}</a></th>'
        f"<td>{share_bar(summary.labels, 'share small')}</td><td>{percent(ai)}</td>"
        f"<td>{findings or ''}</td><td>{summary.needs_review or ''}</td>"
        f"<td>{summary.segments:,}</td></tr>\n"
    )


def document_head(
    document: str, report: AnyReport, findings: Sequence[Finding], outline: Outline
) -> str:
    """What stands above the segments of one document."""
    about, summary = report.input, report.summary
    facts = [about.media_type, about.encoding, *([about.language] if about.language else [])]
    facts += [counted(summary.segments, "segment"), counted(summary.characters, "character")]
    errors = "".join(f"<p class='problem'>{text_html(error)}</p>" for error in report.errors)
    marked = [f.span.start for f in findings if f.span] + list(outline.waiting)
    return (
        f'<article class="doc" id="{document}" aria-labelledby="{document}-title">\n<header>\n'
        f'<a class="up" href="#index">All documents</a>\n'
        f'<h2 id="{document}-title" dir="auto">{text_html(about.path)}</h2>\n'
        f'<p class="facts">{text_html(" · ".join(facts))}</p>\n{errors}\n'
        f'<div class="card summary">{share_bar(summary.labels)}'
        f'{_table(summary.labels, outline.bins)}<div class="along" data-end="{outline.end}">'
        f"{strip(outline, marked)}</div></div>\n"
        f"{_findings(document, findings)}{_evidence(report.document)}</header>\n"
        '<section class="segments" aria-label="Segments">\n'
    )


def document_foot(report: AnyReport) -> str:
    """What stands below the segments of one document."""
    empty = "" if report.summary.segments else '<p class="none">No text to label.</p>\n'
    tool = report.tool
    parts = [f"{tool.name} {tool.version}", f"input {report.input.sha256[:12]}"]
    parts += [f"rules {tool.rules_sha256[:12]}"]
    parts += [f"model {tool.model_sha256[:12]}"] if tool.model_sha256 else []
    return (
        f'{empty}<p class="none" hidden>No segment matches.</p>\n</section>\n'
        f"<footer>{text_html(' · '.join(parts))}</footer>\n</article>\n"
    )


def _table(counts: LabelCounts, bins: Bins) -> str:
    rows, total = [], sum(getattr(counts, label).characters for label in LABELS)
    for label in LABELS:
        count = getattr(counts, label)
        share = percent(count.characters / (total or 1))
        rows.append(
            f'<tr class="{label}"><th scope="row"><span class="swatch"></span>'
            f'<b aria-hidden="true">{SIGNS[label]}</b> {LABEL_NAMES[label]}</th>'
            f"<td>{share}</td><td>{count.segments:,}</td>"
            f"<td>{histogram(label, bins[label])}</td></tr>"
        )
    return (
        '<table class="labels"><thead><tr><th scope="col">Label</th><th scope="col">Text</th>'
        '<th scope="col">Segments</th><th scope="col">Confidence 0–1</th></tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def _findings(document: str, findings: Sequence[Finding]) -> str:
    if not findings:
        return ""
    items = "".join(_finding(document, finding) for finding in findings)
    return (
        '<details class="card findings" open><summary><h3>Findings</h3> '
        f'{len(findings):,}</summary><ol role="list">{items}</ol></details>\n'
    )


def _finding(document: str, finding: Finding) -> str:
    place = f"{finding.line}:{finding.column}" if finding.line else "document"
    target = anchor(document, finding.segment) if finding.segment else document
    quote = f' <q dir="auto">{text_html(finding.quote)}</q>' if finding.quote else ""
    why = (
        f'<p class="accepted">{text_html(finding.justification)}</p>'
        if finding.justification
        else ""
    )
    return (
        f'<li class="finding {finding.severity} {finding.status}" data-for="{target}">'
        f'<span class="severity"><b aria-hidden="true">{_SEVERITY_SIGNS[finding.severity]}</b> '
        f'{finding.severity}</span><div><a href="#{target}">{text_html(finding.message)}</a>{quote}'
        f'<p class="facts"><code>{text_html(finding.rule)}</code> · {place} · {finding.status}</p>'
        f"{why}</div></li>"
    )


def _evidence(evidence: DocumentEvidence) -> str:
    items = [
        *(
            f"<b>{text_html(d.signal)}</b> = {text_html(d.value)} — {d.meaning}, {d.governs}"
            for d in evidence.declared
        ),
        *(
            f"<b>C2PA</b> {text_html(c.message)} — {c.status}, {c.verification}"
            for c in evidence.c2pa
        ),
        *(
            f"<b>Hidden text</b> {text_html(h.message)}"
            + (f", reads <q>{text_html(h.decoded)}</q>" if h.decoded else "")
            for h in evidence.hidden_text
        ),
    ]
    if not items:
        return ""
    return (
        "<details class='card declared' open><summary><h3>Of the whole document</h3></summary>"
        f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul></details>\n"
    )


@cache
def _asset(name: str) -> str:
    return files(__package__).joinpath("assets", name).read_text("utf-8")


@cache
def _main_script() -> str:
    return one_scope(map(_asset, SCRIPTS))


def _hash(content: str) -> str:
    digest = hashlib.sha256(content.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
