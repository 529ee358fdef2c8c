"""What extraction looks at: a scanned segment with its place on the page."""

import math
import re
from collections.abc import Sequence
from typing import NamedTuple

from labeler.document import Document, Kind, Markup
from labeler.report.schema import Report, ReportSegment

_LINKED, _MOSTLY_LINKED = 0.9, 0.5
_WEIGHTY_CHARS = 1000
"""No segment weighs more: one long block must not outvote a page."""
# Names that pages give the elements around readers' comments, in several languages.
_COMMENTS = re.compile(
    r"comments?(?!ary|ator|s?-(?:open|closed|off|count))|commenti(?![a-z])|commentaire|kommentar"
    r"|comentario|yorum(?![a-z]*ad)|disqus|livefyre"
)
_BESIDE = re.compile(
    r"(?<![a-z])(?:related|recirc|caption|credit|newsletter|promo|outbrain|taboola|slideshow)"
)
_NO_PROSE = frozenset(("alt", "caption", "button", "label"))


class Candidate(NamedTuple):
    """A segment that may belong to the article."""

    segment: ReportSegment
    markup: Markup | None

    @property
    def kind(self) -> Kind:
        """What the block is by its format."""
        return self.segment.kind

    @property
    def text(self) -> str:
        """The block's text."""
        return self.segment.text or ""

    @property
    def path(self) -> str:
        """Element path; empty without markup."""
        return self.markup.path if self.markup else ""

    @property
    def weight(self) -> int:
        """Characters, up to a bound."""
        return min(self.segment.span.end - self.segment.span.start, _WEIGHTY_CHARS)

    @property
    def probability(self) -> float:
        """Probability of article prose, whoever wrote it; 0 for captions and alt texts."""
        segment = self.segment
        if self.kind == "alt" or segment.label == "image_caption":
            return 0.0
        if segment.label == "ai_report" and segment.basis != "inferred":
            return _by_structure(segment)
        article = segment.scores.human_article + segment.scores.ai_report
        return 0.0 if article <= segment.scores.image_caption else article

    @property
    def linked(self) -> bool:
        """Whether the whole block is a link."""
        return self._link_chars > _LINKED * len(self.text)

    @property
    def tells(self) -> bool:
        """Whether it can tell what stands around it: not a link, a button or a caption."""
        return self.kind not in _NO_PROSE and self._link_chars <= _MOSTLY_LINKED * len(self.text)

    @property
    def in_comments(self) -> bool:
        """Whether an element around it is called after readers' comments."""
        return self.markup is not None and any(map(_COMMENTS.search, self.markup.tokens))

    @property
    def beside(self) -> bool:
        """Whether an element around it is called a caption, related or the like."""
        return self.markup is not None and any(map(_BESIDE.search, self.markup.tokens))

    @property
    def _link_chars(self) -> int:
        return self.markup.link_chars if self.markup else 0


def _by_structure(segment: ReportSegment) -> float:
    """The structure head's word on a segment whose scores tell who wrote it: what a disclosure
    covers may be a teaser as well as the article."""
    for evidence in segment.evidence:
        if evidence.name == "structure" and evidence.weight is not None:
            likely = 1 / (1 + math.exp(-evidence.weight))
            return likely if evidence.label == "human_article" else 1 - likely
    return segment.scores.human_article + segment.scores.ai_report


def candidates(document: Document, report: Report) -> Sequence[Candidate]:
    """The segments of the report on `document`, each with its block's markup."""
    found: list[Candidate] = []
    blocks = document.blocks
    at = 0
    for segment in report.segments:
        while at < len(blocks) and blocks[at].end <= segment.span.start:
            at += 1
        found.append(Candidate(segment, blocks[at].markup if at < len(blocks) else None))
    return found
