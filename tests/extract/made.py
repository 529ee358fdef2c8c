"""Made pages and reports for the tests of extraction: blocks with given probabilities."""

from collections.abc import Sequence
from typing import NamedTuple

from labeler.document import Kind, Lineage, Markup, Span
from labeler.evidence import Label
from labeler.extract.candidates import Candidate, candidate
from labeler.report.schema import ReportSegment, Scores

PROSE = (
    "The island council met on Tuesday to decide about the old pier. After two hours of debate, "
    "nine members voted to repair it before the winter, and three asked for another survey."
)
OTHER_PROSE = (
    "Repairs will begin in March, the harbour master said, once the last fishing boats have left. "
    "Until then, ferries land at the northern quay, a short walk from the village square."
)
THIRD_PROSE = (
    "The money comes from the county, which had put it aside for a bridge that nobody wanted. A "
    "carpenter from the mainland will bring the oak, and six men of the village will lay it."
)


class Block(NamedTuple):
    """One segment of a page and how likely it is article."""

    text: str
    article: float = 0.9
    path: str = "html/body/main/p"
    kind: Kind = "paragraph"
    caption: float = 0.0
    tokens: tuple[str, ...] = ()
    link_chars: int = 0
    label: Label | None = None


def page(*blocks: Block, html: bool = True) -> list[Candidate]:
    """The candidates of a page of these blocks."""
    return [_candidate(block, index, html) for index, block in enumerate(blocks)]


def _candidate(block: Block, index: int, html: bool) -> Candidate:
    rest = 1 - block.article - block.caption
    best = max((block.article, "human_article"), (block.caption, "image_caption"))
    label: Label = "boilerplate" if rest > best[0] else best[1]  # type: ignore[assignment]
    markup = Markup(
        tag=block.path.rpartition("/")[2].split("[")[0],
        path=block.path,
        parent=block.path.rpartition("/")[0],
        lineage=Lineage.of(
            tuple(step.split("[")[0] for step in block.path.split("/")), block.tokens
        ),
        link_chars=block.link_chars,
        container=0,
    )
    segment = ReportSegment(
        id="0000000000000000-1",
        index=index,
        span=Span(0, len(block.text)),
        line=1,
        column=1,
        text=block.text,
        kind=block.kind,
        label=block.label or label,
        confidence=0.9,
        scores=Scores(block.article, 0.0, block.caption, rest),
        basis="absence",
        needs_review=False,
        governed_by=(),
        governs=(),
        evidence=(),
        conflicts=(),
    )
    return candidate(segment, markup if html else None)


def kept(found: Sequence[Candidate], chosen: Sequence[bool]) -> list[str]:
    """The texts that were chosen."""
    return [c.text for c, keep in zip(found, chosen, strict=True) if keep]
