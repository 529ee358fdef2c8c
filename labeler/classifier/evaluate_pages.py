"""How well article, caption and boilerplate are told apart on gold pages.

Every gold segment is asked which label the scan gave its text:

- `text`: the page is its gold segments joined by blank lines; a gold segment has the label
  that most of its characters have.
- `html`: the page is its HTML; gold and scanned segments are aligned by their texts, first
  equal ones in order, then what was cut differently is looked up within the gap.

Text that the scan did not show counts as boilerplate, and `ai_report` as article: who wrote
it is another question, of which `article_called_ai` keeps the answer.
"""

import difflib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal, NamedTuple, Protocol

import msgspec
import numpy as np
import numpy.typing as npt

from labeler.classifier.evaluate_metrics import precision_recall_f1
from labeler.classifier.gold import PAGE_LABELS, GoldPage, GoldSegment, comparable
from labeler.document import Span
from labeler.errors import InputError
from labeler.evidence import Label

Mode = Literal["text", "html"]
MODES: tuple[Mode, ...] = ("text", "html")

_AS_PAGE_LABEL: dict[Label, int] = {
    "human_article": PAGE_LABELS.index("article"),
    "ai_report": PAGE_LABELS.index("article"),
    "image_caption": PAGE_LABELS.index("caption"),
    "boilerplate": PAGE_LABELS.index("boilerplate"),
}
_ARTICLE, _BOILERPLATE = PAGE_LABELS.index("article"), PAGE_LABELS.index("boilerplate")
_WEIGHTY_CHARS = 2000
"""No segment weighs more than this among characters."""
_PROSE_CHARS = 80
"""Article segments from this length count in `article_called_ai`."""
_TELLING_CHARS = 15
"""A text of so many characters is also looked for outside its gap."""
_MIN_PAGES = 3
"""Groups of fewer pages are never named weakest."""


class Labelled(Protocol):
    """What is read of a scanned segment; `labeler.report.schema.ReportSegment` has it."""

    @property
    def span(self) -> Span:
        """Place in the scanned text."""

    @property
    def text(self) -> str | None:
        """The segment's text."""

    @property
    def label(self) -> Label:
        """The label it was given."""


class PageCounts(NamedTuple):
    """What was found on one page, or the sum over several."""

    segments: npt.NDArray[np.float64]
    """Gold segments, shape (3, 3): by gold label and by given label, as in PAGE_LABELS."""
    characters: npt.NDArray[np.float64]
    """Their characters."""
    prose: int
    """Article segments of some length."""
    called_ai: int
    """Of these, how many were called ai_report."""


class LabelFigures(msgspec.Struct, frozen=True):
    """How well one label was found, 0 to 1."""

    gold: int
    """Segments or characters that truly have it."""
    precision: float
    recall: float
    f1: float


class PageFigures(msgspec.Struct, frozen=True):
    """How well the labels of some pages were found."""

    pages: int
    segments: dict[str, LabelFigures]
    """By label; each gold segment counts once."""
    characters: dict[str, LabelFigures]
    """By label; each gold segment counts by its length."""
    macro_f1: float
    """Mean of the three segment F1s."""
    article_called_ai: float
    """Share of article segments of some length that were called AI-generated."""


class PagesResult(msgspec.Struct, frozen=True):
    """The outcome for one mode."""

    mode: Mode
    all: PageFigures
    by_source: dict[str, PageFigures]
    by_language: dict[str, PageFigures]
    weakest_source: str | None
    """By character F1 of article, among groups of at least three pages with any."""
    weakest_language: str | None
    unread: list[str]
    """Ids of pages that the scan refused."""


class ScoredPage(NamedTuple):
    """One page's counts; None if the scan refused it."""

    page: GoldPage
    counts: PageCounts | None


def evaluate_pages(
    pages: Iterable[GoldPage], mode: Mode, scan: Callable[[str], Sequence[Labelled]]
) -> PagesResult:
    """Scan all pages and sum up; `scan` takes a text, or HTML in that mode."""
    return summarise([score_page(page, mode, scan) for page in pages], mode)


def score_page(page: GoldPage, mode: Mode, scan: Callable[[str], Sequence[Labelled]]) -> ScoredPage:
    """Scan one page and compare."""
    try:
        if mode == "html":
            return ScoredPage(page, count(by_text(page.segments, scan(page.html))))
        segments = scan("\n\n".join(gold.text for gold in page.segments))
        return ScoredPage(page, count(by_span(page.segments, segments)))
    except InputError:
        return ScoredPage(page, None)


def by_span(
    gold: Sequence[GoldSegment], segments: Sequence[Labelled]
) -> Iterator[tuple[GoldSegment, Label | None]]:
    """Pair each gold segment with the label of most of its characters (None: not shown).

    `segments` are of the text that joins the gold ones by blank lines.
    """
    start = first = 0
    for wanted in gold:
        end = start + len(wanted.text)
        while first < len(segments) and segments[first].span.end <= start:
            first += 1
        shares: Counter[Label] = Counter()
        at = first
        while at < len(segments) and (span := segments[at].span).start < end:
            shares[segments[at].label] += min(span.end, end) - max(span.start, start)
            at += 1
        yield wanted, _most(shares)
        start = end + len("\n\n")


def by_text(
    gold: Sequence[GoldSegment], segments: Sequence[Labelled]
) -> Iterator[tuple[GoldSegment, Label | None]]:
    """Pair each gold segment with the label that its text was given (None: not shown).

    Both lists are in reading order. Gold segments of white space alone are left out.
    """
    want = [comparable(segment.text) for segment in gold]
    have = [comparable(segment.text or "") for segment in segments]
    match: dict[int, int] = {}
    matcher = difflib.SequenceMatcher(None, want, have, autojunk=False)
    for gold_start, start, size in matcher.get_matching_blocks():
        match |= {gold_start + offset: start + offset for offset in range(size)}
    whole = "".join(have)
    labels = [s.label for s, text in zip(segments, have, strict=True) for _ in text]
    bounds = [0]
    for text in have:
        bounds.append(bounds[-1] + len(text))
    gap_start = 0
    for at, (wanted, text) in enumerate(zip(gold, want, strict=True)):
        if not text:
            continue
        if at in match:
            gap_start = match[at] + 1
            yield wanted, segments[match[at]].label
            continue
        gap_end = next((match[i] for i in range(at, len(want)) if i in match), len(have))
        found = whole.find(text, bounds[gap_start], bounds[gap_end])
        if found < 0 and len(text) >= _TELLING_CHARS:
            found = whole.find(text)
        yield wanted, _most(Counter(labels[found : found + len(text)])) if found >= 0 else None


def _most(shares: Counter[Label]) -> Label | None:
    return shares.most_common(1)[0][0] if shares else None


def count(pairs: Iterable[tuple[GoldSegment, Label | None]]) -> PageCounts:
    """Count gold segments and their characters by gold label and by given label."""
    segments, characters = np.zeros((3, 3)), np.zeros((3, 3))
    prose = called_ai = 0
    for gold, label in pairs:
        if gold.label is None:
            continue
        given = _BOILERPLATE if label is None else _AS_PAGE_LABEL[label]
        cell = PAGE_LABELS.index(gold.label), given
        segments[cell] += 1
        characters[cell] += min(len(gold.text), _WEIGHTY_CHARS)
        if cell[0] == _ARTICLE and len(gold.text) >= _PROSE_CHARS:
            prose += 1
            called_ai += label == "ai_report"
    return PageCounts(segments, characters, prose, called_ai)


def summarise(scored: Sequence[ScoredPage], mode: Mode) -> PagesResult:
    """Sum up pages: all together, by source and by language."""
    read = [(page, counts) for page, counts in scored if counts is not None]
    by_source = _grouped((page.source, counts) for page, counts in read)
    by_language = _grouped((page.lang or "unknown", counts) for page, counts in read)
    return PagesResult(
        mode,
        figures([counts for _, counts in read]),
        by_source,
        by_language,
        _weakest(by_source),
        _weakest(by_language),
        [page.page_id for page, counts in scored if counts is None],
    )


def figures(counts: Sequence[PageCounts]) -> PageFigures:
    """The figures of pages, all their segments pooled."""
    segments = sum((c.segments for c in counts), np.zeros((3, 3)))
    characters = sum((c.characters for c in counts), np.zeros((3, 3)))
    by_segment, by_character = _by_label(segments), _by_label(characters)
    prose = sum(c.prose for c in counts)
    return PageFigures(
        len(counts),
        by_segment,
        by_character,
        round(sum(label.f1 for label in by_segment.values()) / len(by_segment), 4),
        round(sum(c.called_ai for c in counts) / max(prose, 1), 4),
    )


def _by_label(confusion: npt.NDArray[np.float64]) -> dict[str, LabelFigures]:
    return {
        label: LabelFigures(
            int(confusion[index].sum()),
            *(round(figure, 4) for figure in precision_recall_f1(confusion, index)),
        )
        for index, label in enumerate(PAGE_LABELS)
    }


def _grouped(pairs: Iterable[tuple[str, PageCounts]]) -> dict[str, PageFigures]:
    groups: dict[str, list[PageCounts]] = {}
    for name, counts in pairs:
        groups.setdefault(name, []).append(counts)
    return {name: figures(members) for name, members in sorted(groups.items())}


def _weakest(groups: dict[str, PageFigures]) -> str | None:
    large = [
        name
        for name, found in groups.items()
        if found.pages >= _MIN_PAGES and found.segments["article"].gold
    ]
    if len(large) < 2:
        return None
    return min(large, key=lambda name: groups[name].characters["article"].f1)
