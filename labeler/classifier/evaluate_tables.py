"""The figures of an evaluation as tables of text, ready to print."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from labeler.classifier.evaluate_groups import (
    AuthorshipFigures,
    AuthorshipResult,
    Grouping,
    Mean,
)
from labeler.classifier.evaluate_metrics import share_interval
from labeler.classifier.evaluate_pages import PageFigures, PagesResult
from labeler.classifier.gold import PAGE_LABELS

GAP = "  "
NONE = "-"

AUTHORSHIP_COLUMNS = (
    "human", "AI", "AUROC", "95 %", "length", "TPR@1%", "TPR@5%", "FPR", "TPR", "review", "ECE",
)  # fmt: skip
"""`length` is the AUROC of length alone; FPR, TPR, each with its interval of 95 %, and review are
the model's as it is."""
PAGE_COLUMNS = ("pages", "article", "chars", "caption", "chars", "boilerplate", "chars", "AI")
"""F1 by segment and by character of each label; the share of article called AI."""


class Table(NamedTuple):
    """A table of text: the first column names the row, the others are figures."""

    title: str
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]
    notes: tuple[str, ...] = ()
    """What to know of it, one line each."""


def plain(table: Table) -> str:
    """The table as aligned text, its title above and its notes below."""
    widths = _widths(table)
    lines = [
        GAP.join([line[0].ljust(widths[0]), *map(str.rjust, line[1:], widths[1:])]).rstrip()
        for line in (table.columns, *table.rows)
    ]
    return "\n".join([table.title, *lines, *table.notes])


def width(table: Table) -> int:
    """Columns of a terminal that the table's figures need."""
    return sum(size + len(GAP) for size in _widths(table))


def _widths(table: Table) -> list[int]:
    lines = (table.columns, *table.rows)
    return [max(len(line[at]) for line in lines) for at in range(len(table.columns))]


def label_table(title: str, found: PageFigures) -> Table:
    """Precision, recall and F1 of each label."""
    return Table(
        title,
        ("label", "segments", "precision", "recall", "F1", "by chars", "precision", "recall", "F1"),
        [
            (
                label,
                str(found.segments[label].gold),
                *(number(getattr(found.segments[label], name)) for name in _PRF),
                str(found.characters[label].gold),
                *(number(getattr(found.characters[label], name)) for name in _PRF),
            )
            for label in PAGE_LABELS
        ],
        (f"article called AI-generated: {percent(found.article_called_ai)}",),
    )


def page_tables(result: PagesResult) -> list[Table]:
    """Tables for one mode: precision and recall by label, then F1s by source and language."""
    shown = "text dumps" if result.mode == "text" else "HTML"
    labels = label_table(f"{shown}, {result.all.pages} pages", result.all)
    if result.unread:
        labels = labels._replace(notes=(*labels.notes, f"refused: {', '.join(result.unread)}"))
    return [
        labels,
        _page_groups(f"{shown}, F1 by source", result.by_source, result.weakest_source),
        _page_groups(f"{shown}, F1 by language", result.by_language, result.weakest_language),
    ]


_PRF = ("precision", "recall", "f1")


def _page_groups(title: str, groups: Mapping[str, PageFigures], weakest: str | None) -> Table:
    order = sorted(groups, key=lambda name: (-groups[name].pages, name))
    rows = [(name, *_page_row(groups[name])) for name in order]
    notes = (f"weakest in article: {weakest}",) if weakest else ()
    return Table(title, ("group", *PAGE_COLUMNS), rows, notes)


def _page_row(figures: PageFigures) -> tuple[str, ...]:
    found = [by[label] for label in PAGE_LABELS for by in (figures.segments, figures.characters)]
    return (
        str(figures.pages),
        *(number(label.f1) if label.gold else NONE for label in found),
        percent(figures.article_called_ai),
    )


def authorship_tables(result: AuthorshipResult) -> list[Table]:
    """One table over all texts, then one for each grouping."""
    whole = Table("all texts", ("", *AUTHORSHIP_COLUMNS), [("all", *_figures_row(result.all))])
    return [
        whole,
        *(_grouping_table(f"by {name}", grouping) for name, grouping in result.by.items()),
    ]


def _grouping_table(title: str, grouping: Grouping) -> Table:
    rows = [(name, *_figures_row(found)) for name, found in grouping.groups.items()]
    if len(rows) > 1:
        rows.append((mean_name("mean", grouping.mean), *mean_row(grouping.mean)))
    return Table(title, ("group", *AUTHORSHIP_COLUMNS), rows, grouping_notes(grouping))


def grouping_notes(grouping: Grouping) -> tuple[str, ...]:
    """Which group is weakest and which accuses people most."""
    notes = []
    if grouping.weakest:
        area = number(grouping.groups[grouping.weakest].auroc)
        notes.append(f"weakest: {grouping.weakest} (AUROC {area})")
    if grouping.worst_fpr:
        rate = percent(grouping.groups[grouping.worst_fpr].fpr)
        notes.append(f"accuses people most: {grouping.worst_fpr} (FPR {rate})")
    return tuple(notes)


def _figures_row(found: AuthorshipFigures) -> tuple[str, ...]:
    interval = found.auroc_interval
    return (
        str(found.human),
        str(found.ai),
        number(found.auroc),
        f"{number(interval[0])}-{number(interval[1])}" if interval else NONE,
        number(found.length_auroc),
        percent(found.tpr_at_1),
        percent(found.tpr_at_5),
        _with_interval(found.fpr, found.human),
        _with_interval(found.tpr, found.ai),
        percent(found.review),
        number(found.calibration_error),
    )


def _with_interval(share: float | None, of: int) -> str:
    """A share of so many texts and its interval of 95 %, such as 1.3 % (.7-2.4)."""
    if share is None:
        return NONE
    low, high = (f"{100 * bound:.1f}".removeprefix("0") for bound in share_interval(share, of))
    return f"{percent(share)} ({low}-{high})"


def mean_name(name: str, mean: Mean) -> str:
    """Name of a mean's row, with how many groups it is over: AUROC and TPR@ need both sides."""
    return f"{name} of {mean.groups} (both sides: {mean.pairs})"


def mean_row(mean: Mean) -> tuple[str, ...]:
    """The cells of a mean under AUTHORSHIP_COLUMNS."""
    return (
        *(NONE, NONE, number(mean.auroc), NONE, NONE),
        *map(percent, (mean.tpr_at_1, mean.tpr_at_5, mean.fpr, mean.tpr, mean.review)),
        NONE,
    )


def number(value: float | None) -> str:
    """A figure between 0 and 1, such as .956."""
    return NONE if value is None else f"{value:.3f}".removeprefix("0")


def percent(value: float | None) -> str:
    """A share, such as 1.3 %."""
    return NONE if value is None else f"{100 * value:.1f} %"


def aligned(tables: Sequence[Table]) -> str:
    """Several tables as aligned text, an empty line between them."""
    return "\n\n".join(map(plain, tables)) + "\n"
