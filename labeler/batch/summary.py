"""The manifest as a page to look at: numbers, plots, and what went wrong. It needs no network."""

import html
from collections.abc import Iterable, Sequence
from pathlib import Path

from labeler.batch.counts import CONFIDENCE_BINS
from labeler.batch.manifest import ERRORS_FILE, Manifest
from labeler.batch.writing import write_atomically
from labeler.evidence import LABELS, Label

_COLOURS: dict[Label, str] = {
    # Told apart by people with any colour vision (Okabe and Ito, 2008).
    "human_article": "#009e73",
    "ai_report": "#d55e00",
    "image_caption": "#56b4e9",
    "boilerplate": "#999999",
}
_LANGUAGES_SHOWN = 20
_BAR = "#0072b2"
_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem;
  color: #1a1a1a; background: #fff }
h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin-top: 2rem }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid #ddd;
  vertical-align: top; overflow-wrap: anywhere }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums }
svg { width: 100%; height: auto } svg text { font: 12px system-ui, sans-serif; fill: currentColor }
.warning { border-left: 4px solid #d55e00; padding-left: .75rem }
@media (prefers-color-scheme: dark) { body { color: #e6e6e6; background: #161616 }
  th, td { border-color: #444 } }
"""


def write_summary(output: Path, manifest: Manifest) -> None:
    """Write `summary.html`. Raises OutputError."""
    page = summary_page(manifest).encode("utf-8", "replace")
    write_atomically(output / "summary.html", lambda path: path.write_bytes(page))


def summary_page(manifest: Manifest) -> str:
    """The page as HTML."""
    counts = manifest.counts
    sections = [
        _numbers(manifest),
        "<h2>Characters by label</h2>",
        _bars([(label, counts.labels[label].characters, _COLOURS[label]) for label in LABELS]),
        "<h2>Documents by language</h2>",
        _bars([(code, number, _BAR) for code, number in _top(counts.languages)]),
        "<h2>Documents by length</h2>",
        _bars([(name, number, _BAR) for name, number in _lengths(counts.lengths)]),
        "<h2>Segments by confidence</h2>",
        *(_confidences(label, counts.labels[label].confidences) for label in LABELS),
        "<h2>Files</h2>",
        _files(manifest),
        f"<h2>Errors ({manifest.errors.total:,})</h2>",
        _errors(manifest),
        "<h2>Made by</h2>",
        _made_by(manifest),
    ]
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>labeler batch</title><style>{_STYLE}</style></head>\n<body>\n"
        + "\n".join(sections)
        + "\n</body></html>\n"
    )


def _numbers(manifest: Manifest) -> str:
    counts = manifest.counts
    segments = sum(count.segments for count in counts.labels.values())
    unfinished = (
        "" if manifest.complete else '<p class="warning">The run stopped before its end.</p>'
    )
    kept = f" {counts.kept:,} have text that was kept." if manifest.settings.keep else ""
    return (
        f"<h1>{counts.documents:,} documents labelled</h1>{unfinished}"
        f"<p>{counts.records:,} records of {len(manifest.sources):,} files, "
        f"{counts.characters:,} characters in {segments:,} segments, of which "
        f"{counts.needs_review:,} need a look. {manifest.errors.total:,} errors.{kept}</p>"
    )


def _bars(rows: Sequence[tuple[str, int, str]]) -> str:
    """A bar for each name, with its number."""
    if not rows:
        return "<p>None.</p>"
    most = max(max(number for _, number, _ in rows), 1)
    total = max(sum(number for _, number, _ in rows), 1)
    step = 22
    drawn = [
        f'<text x="150" y="{at * step + 15}" text-anchor="end">{html.escape(name)}</text>'
        f'<rect x="158" y="{at * step + 3}" width="{500 * number / most:.1f}" height="16" '
        f'fill="{colour}"/>'
        f'<text x="{164 + 500 * number / most:.1f}" y="{at * step + 15}">'
        f"{number:,} ({number / total:.1%})</text>"
        for at, (name, number, colour) in enumerate(rows)
    ]
    return _svg(860, len(rows) * step, drawn)


def _confidences(label: Label, bins: Sequence[int]) -> str:
    """A column for each twentieth of confidence; nothing for a label without segments."""
    if not sum(bins):
        return ""
    most = max(bins)
    width = 600 / CONFIDENCE_BINS
    drawn = [
        f'<rect x="{40 + at * width:.1f}" y="{90 - 80 * number / most:.1f}" '
        f'width="{width - 2:.1f}" height="{80 * number / most:.1f}" fill="{_COLOURS[label]}">'
        f"<title>{at / CONFIDENCE_BINS:.2f} to {(at + 1) / CONFIDENCE_BINS:.2f}: "
        f"{number:,}</title></rect>"
        for at, number in enumerate(bins)
    ]
    axis = [
        f'<text x="{40 + tick * 600:.0f}" y="106" text-anchor="middle">{tick:g}</text>'
        for tick in (0, 0.25, 0.5, 0.75, 1)
    ]
    return f"<h3>{label} ({sum(bins):,})</h3>" + _svg(680, 112, [*drawn, *axis])


def _svg(width: int, height: int, drawn: Iterable[str]) -> str:
    return f'<svg viewBox="0 0 {width} {height}" role="img">{"".join(drawn)}</svg>'


def _top(languages: dict[str, int]) -> list[tuple[str, int]]:
    ranked = list(languages.items())
    rest = sum(number for _, number in ranked[_LANGUAGES_SHOWN:])
    return ranked[:_LANGUAGES_SHOWN] + ([("others", rest)] if rest else [])


def _lengths(bins: Sequence[int]) -> list[tuple[str, int]]:
    filled = [at for at, number in enumerate(bins) if number]
    if not filled:
        return []
    return [
        (f"{1 << at:,} to {(2 << at) - 1:,}", bins[at]) for at in range(filled[0], filled[-1] + 1)
    ]


def _files(manifest: Manifest) -> str:
    rows = [
        (name, f"{table.files:,}", f"{table.rows:,}", f"{table.bytes:,}")
        for name, table in manifest.tables.items()
    ]
    return _table(("table", "files", "rows", "bytes"), rows)


def _errors(manifest: Manifest) -> str:
    errors = manifest.errors
    if not errors.total:
        return "<p>None.</p>"
    causes = _table(
        ("cause", "number"), [(cause, f"{number:,}") for cause, number in errors.causes.items()]
    )
    rows = [
        (failure.cause, failure.source, f"{failure.row or ''}", failure.message)
        for failure in errors.first
    ]
    left = errors.total - len(rows)
    more = f"<p>{left:,} more in {ERRORS_FILE}.</p>" if left else ""
    return causes + _table(("cause", "source", "row", "message"), rows) + more


def _made_by(manifest: Manifest) -> str:
    tool = manifest.tool
    rows = [
        (tool.name, tool.version),
        ("rules", tool.rules_sha256),
        ("model", tool.model_sha256 or ""),
        ("configuration", tool.config_sha256 or "none"),
        *manifest.libraries.items(),
    ]
    return _table(("what", "version or SHA-256"), rows)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    def cells(values: Sequence[str], tag: str) -> str:
        return "".join(f"<{tag}>{html.escape(value)}</{tag}>" for value in values)

    body = "".join(f"<tr>{cells(row, 'td')}</tr>" for row in rows)
    return f"<table><thead><tr>{cells(head, 'th')}</tr></thead><tbody>{body}</tbody></table>"
