"""A diff in Markdown, as a comment on a pull request."""

from collections import Counter
from collections.abc import Iterable, Iterator

from labeler.diff.changes import Diff, SegmentChange, SegmentState
from labeler.diff.words import segments_in_words, summary_lines
from labeler.report.markdown_text import code, code_cell, plain
from labeler.report.text import SIGNS

_MOST_ROWS = 50
_EXCERPT = 80
_LONGEST = 200


def markdown(diff: Diff) -> str:
    """The text; at most fifty rows in each table, as comments have a greatest length."""
    names = f"{code(diff.old, _LONGEST)} → {code(diff.new, _LONGEST)}"
    parts = [
        f"### Labels: {names}",
        "\n".join(f"- {line}" for line in summary_lines(diff)),
        *_label_changes(diff),
        *_findings(diff),
        *_others(diff),
    ]
    return "\n\n".join(parts) + "\n"


def _label_changes(diff: Diff) -> Iterator[str]:
    rows = [
        (document.path, change)
        for document in diff.documents
        for change in document.segments
        if change.change == "relabelled"
    ]
    if not rows:
        return
    ways = Counter(
        (change.old.label, change.new.label)
        for _, change in rows
        if change.label_changed and change.old and change.new
    )
    yield "#### Same text, judged otherwise"
    if ways:
        yield "\n".join(f"- {was} → {now}: {number:,}" for (was, now), number in ways.most_common())
    yield _table(("place", "was", "is", "text"), [_row(path, change) for path, change in rows])


def _findings(diff: Diff) -> Iterator[str]:
    for kind in ("new", "fixed"):
        rows = [
            (
                _place(document.path, change.finding.line),
                change.finding.severity,
                code_cell(change.finding.rule, _LONGEST),
                plain(change.finding.message, _LONGEST),
            )
            for document in diff.documents
            for change in document.findings
            if change.change == kind
        ]
        if rows:
            yield f"#### {kind.capitalize()} findings"
            yield _table(("place", "severity", "rule", "message"), rows)


def _others(diff: Diff) -> Iterator[str]:
    rows = [
        (change.change, *_row(document.path, change))
        for document in diff.documents
        for change in document.segments
        if change.change != "relabelled" and document.change == "changed"
    ]
    whole = [
        f"- {document.change}: {code(document.path, _LONGEST)}, {segments_in_words(document)}"
        for document in diff.documents
        if document.change != "changed"
    ]
    if whole:
        more = [f"- and {len(whole) - _MOST_ROWS:,} more"] if len(whole) > _MOST_ROWS else []
        yield "#### Whole documents"
        yield "\n".join(whole[:_MOST_ROWS] + more)
    if rows:
        table = _table(("change", "place", "was", "is", "text"), rows)
        summary = f"<summary>Other text: {len(rows):,} segments</summary>"
        yield f"<details>{summary}\n\n{table}\n\n</details>"


def _row(path: str, change: SegmentChange) -> tuple[str, ...]:
    shown = change.new or change.old
    line, text = (shown.line, shown.text or "") if shown else (None, "")
    return _place(path, line), _state(change.old), _state(change.new), plain(text, _EXCERPT)


def _place(path: str, line: int | None) -> str:
    return code_cell(path if line is None else f"{path}:{line}", _LONGEST)


def _state(segment: SegmentState | None) -> str:
    if segment is None:
        return ""
    review = ", needs review" if segment.needs_review else ""
    words = f"{SIGNS[segment.label]} {segment.label}"
    return f"{words} {segment.confidence:.2f} ({segment.basis}{review})"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    all_rows = list(rows)
    lines = [head, ("---",) * len(head), *all_rows[:_MOST_ROWS]]
    table = "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
    more = len(all_rows) - _MOST_ROWS
    return table if more <= 0 else f"{table}\n\nand {more:,} more"
