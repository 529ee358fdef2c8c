"""What `labeler rules test` prints for people."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from labeler.rules.check import Checked
    from labeler.rules.score import CorpusScores, Score

_SHOWN = 5
"""Wrong instances of a rule; JSON has more."""
_TEXT_CHARS = 120
_HEAD = (
    "rule",
    "label",
    "weight",
    "hits",
    "wrong",
    "precision",
    "overlaps",
    "conflicts",
    "vetoed",
    "measured",
)


def checked_lines(checked: "Checked") -> Iterator[str]:
    """Yield a line for each example that failed or is a known gap, then their numbers."""
    words = {
        "missed": "does not match",
        "false_hit": "matches, but must not",
        "mislabelled": "is labelled otherwise",
        "todo": "known gap",
        "todo_passes": "known gap that is closed: move it to `match`",
    }
    for result in checked.notable:
        what = words[result.outcome] + (f" ({result.note})" if result.note else "")
        yield f"{result.place}: {result.rule}: {what}: {result.text!r}"
    failed = sum(result.fails for result in checked.notable)
    yield f"{checked.rules} rules, {checked.examples} examples, {failed} failed"


def score_lines(scores: "CorpusScores") -> Iterator[str]:
    """Yield a table of the rules with hits, each with its first wrong instances, then totals."""
    with_hits = [score for score in scores.rules if score.hits or score.vetoed]
    rows = [_HEAD, *map(_cells, with_hits)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    yield _row(_HEAD, widths)
    for score, cells in zip(with_hits, rows[1:], strict=True):
        yield _row(cells, widths)
        yield from _wrong(score)
    right = sum(score.right for score in with_hits)
    wrong = sum(score.wrong for score in with_hits)
    yield (
        f"{scores.documents} documents, {scores.segments} segments, {scores.hit_segments} hit; "
        f"{len(scores.rules)} rules, {len(with_hits)} with hits; {right} right, {wrong} wrong"
    )


def _cells(score: "Score") -> tuple[str, ...]:
    return (
        score.rule,
        score.label or score.role,
        "decides" if score.weight is None else f"{score.weight:+.1f}",
        str(score.hits),
        str(score.wrong),
        "-" if score.precision is None else f"{score.precision:.3f}",
        str(score.overlaps),
        str(score.conflicts),
        str(score.vetoed),
        "-" if score.measured_weight is None else f"{score.measured_weight:+.1f}",
    )


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    """Names to the left, numbers to the right."""
    padded = [
        cell.ljust(width) if column < 2 else cell.rjust(width)
        for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return "  ".join(padded).rstrip()


def _wrong(score: "Score") -> Iterator[str]:
    from labeler.report.excerpt import shortened

    for instance in score.wrong_instances[:_SHOWN]:
        shown = shortened(instance.text, _TEXT_CHARS)
        yield f"    {instance.place}: segment {instance.segment} is {instance.label}: {shown}"
    if score.wrong > _SHOWN:
        yield f"    and {score.wrong - _SHOWN} more"
