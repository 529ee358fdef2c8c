"""What extraction looks at: a scanned segment with its place on the page."""

import math
import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from labeler.document import Document, Kind, Markup
from labeler.report.schema import Report, ReportSegment

_LINKED, _MOSTLY_LINKED = 0.9, 0.5
_WEIGHTY_CHARS = 1000
"""No segment weighs more: one long block must not outvote a page."""
_UNLIKELY = 0.01
"""Below this probability nothing that stands around a segment makes it article."""
# Names that pages give the elements around readers' comments, in several languages.
_COMMENTS = re.compile(
    r"comments?(?!ary|ator|s?-(?:open|closed|off|count))|commenti(?![a-z])|commentaire|kommentar"
    r"|comentario|yorum(?![a-z]*ad)|disqus|livefyre"
)
# And the elements beside an article's own text; at the start of a word, as in `related-stories`.
_BESIDE = re.compile(
    r"(?<![a-z])(?:byline|caption|credit|newsletter|outbrain|promo|recirc|related|slideshow|taboola)"
)
_NO_PROSE = frozenset(("alt", "caption", "button", "label"))


class Candidate(NamedTuple):
    """A segment that may belong to the article."""

    segment: ReportSegment
    markup: Markup | None
    text: str
    path: str
    """Element path; empty without markup."""
    weight: int
    """Characters, up to a bound."""
    probability: float
    """Of article prose, whoever wrote it; 0 for captions, alt texts and what is unlikely."""
    linked: bool
    """Whether the whole block is a link."""
    tells: bool
    """Whether it can tell what stands around it: not a link, a button or a caption."""

    @property
    def kind(self) -> Kind:
        """What the block is by its format."""
        return self.segment.kind

    @property
    def in_comments(self) -> bool:
        """Whether an element around it is called after readers' comments."""
        return self.markup is not None and _names(self.markup.lineage.names).comments

    @property
    def beside(self) -> bool:
        """Whether an element around it is called a byline, a caption, related or the like."""
        return self.markup is not None and _names(self.markup.lineage.names).beside


class _Names(NamedTuple):
    comments: bool
    beside: bool


@lru_cache(maxsize=1024)  # neighbours share their names
def _names(around: tuple[tuple[str, ...], ...]) -> _Names:
    names = " ".join(chain.from_iterable(around))
    return _Names(_COMMENTS.search(names) is not None, _BESIDE.search(names) is not None)


def candidates(document: Document, report: Report) -> Sequence[Candidate]:
    """The segments of the report on `document`, each with its block's markup."""
    found: list[Candidate] = []
    blocks = document.blocks
    at = 0
    for segment in report.segments:
        while at < len(blocks) and blocks[at].end <= segment.span.start:
            at += 1
        found.append(candidate(segment, blocks[at].markup if at < len(blocks) else None))
    return found


def candidate(segment: ReportSegment, markup: Markup | None) -> Candidate:
    """A segment as a candidate."""
    text = segment.text or ""
    link_chars = markup.link_chars if markup else 0
    return Candidate(
        segment=segment,
        markup=markup,
        text=text,
        path=markup.path if markup else "",
        weight=min(len(text), _WEIGHTY_CHARS),
        probability=_probability(segment),
        linked=link_chars > _LINKED * len(text),
        tells=segment.kind not in _NO_PROSE and link_chars <= _MOSTLY_LINKED * len(text),
    )


def _probability(segment: ReportSegment) -> float:
    if segment.kind == "alt" or segment.label == "image_caption":
        return 0.0
    scores = segment.scores
    article = scores.human_article + scores.ai_report
    if segment.label == "ai_report" and segment.basis != "inferred":
        article = _by_structure(segment, article)
    return 0.0 if article < _UNLIKELY or article <= scores.image_caption else article


def _by_structure(segment: ReportSegment, otherwise: float) -> float:
    """The structure head's word on a segment whose scores tell who wrote it: what a disclosure
    covers may be a teaser as well as the article."""
    for evidence in segment.evidence:
        if evidence.name == "structure" and evidence.weight is not None:
            likely = 1 / (1 + math.exp(-evidence.weight))
            return likely if evidence.label == "human_article" else 1 - likely
    return otherwise
