"""What is found where a page holds an article alone, or none: text dumps of pieces of gold pages.

A cookie wall or an index of teasers has no article, and a letter nothing around it. Labels that
say otherwise are invented.
"""

from collections.abc import Callable, Sequence

import msgspec

from labeler.classifier.evaluate_pages import Labelled
from labeler.classifier.evaluate_tables import Table, percent
from labeler.classifier.gold import GoldPage, PageLabel

_PROSE = ("human_article", "ai_report")


class Pieces(msgspec.Struct, frozen=True):
    """Pieces of one kind, and how often something was found that is not there."""

    pages: int = 0
    wrong_pages: int = 0
    """With any wrong segment."""
    segments: int = 0
    wrong_segments: int = 0

    def plus(self, segments: int, wrong: int) -> "Pieces":
        """These and one page more."""
        return Pieces(
            self.pages + 1,
            self.wrong_pages + (wrong > 0),
            self.segments + segments,
            self.wrong_segments + wrong,
        )


def score_pieces(
    found: dict[str, Pieces],
    pages: Sequence[GoldPage],
    scan: Callable[[str], Sequence[Labelled]],
) -> None:
    """Add what `scan` says of each page without its article, and of the article alone."""
    for page in pages:
        without = scan(_text(page, ("boilerplate",)))
        invented = sum(segment.label in _PROSE for segment in without)
        found["article in furniture"] = found["article in furniture"].plus(len(without), invented)
        alone = scan(_text(page, ("article",)))
        lost = sum(segment.label == "boilerplate" for segment in alone)
        found["furniture in article"] = found["furniture in article"].plus(len(alone), lost)


def no_pieces() -> dict[str, Pieces]:
    """What `score_pieces` adds to."""
    return {"article in furniture": Pieces(), "furniture in article": Pieces()}


def pieces_table(found: dict[str, Pieces]) -> Table:
    """Shares of pages and of segments with an invented label."""
    return Table(
        "invented in pieces of pages (text dumps)",
        ("invented", "pages", "with any", "segments", "wrong"),
        [
            (
                name,
                str(one.pages),
                percent(one.wrong_pages / max(one.pages, 1)),
                str(one.segments),
                percent(one.wrong_segments / max(one.segments, 1)),
            )
            for name, one in found.items()
        ],
    )


def _text(page: GoldPage, labels: Sequence[PageLabel]) -> str:
    return "\n\n".join(s.text for s in page.segments if s.label in labels) or " "
