"""A document's segments as the scopes of disclosures see them: prose, pictures, headings, boxes."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property

from labeler.document import Segment
from labeler.evidence import Label
from labeler.rules.pack import Hit
from labeler.rules.schema import Barrier

_PROSE_CHARS = 60
_PROSE_CHARS_CJK = 40
"""From these lengths on a segment counts as prose without a label that says so."""
_BOX_DEPTH = 3
"""Slashes in the path of what stands in an element of its own: `html/body/` is the page."""
_CAPTION_CHARS = 300
_NOT_PROSE = frozenset(
    ("heading", "caption", "alt", "button", "link", "label", "metadata", "code", "table")
)
SENTENCE_ENDS = (".", "!", "?", "…", "。", "！", "？", "।", "؟", "።", "”", "»", "」")


class Outline:
    """The segments with what scopes need to know of them."""

    def __init__(
        self,
        hits: Sequence[Hit],
        segments: Sequence[Segment],
        labels: Sequence[Label],
        text: str,
    ) -> None:
        self.text = text
        self.segments = segments
        self.labels = labels
        self.markers = {h.segment for h in hits if h.rule.role == "disclosure"}
        self.text_markers = {
            h.segment
            for h in hits
            if h.segment in self.markers and h.rule.scope.target not in ("this", "adjacent_image")
        }
        self.furniture = {
            h.segment for h in hits if h.rule.label in ("boilerplate", "image_caption")
        } | self.markers
        self.captioned = {
            h.segment
            for h in hits
            if h.rule.label == "image_caption"
            and h.rule.role in ("caption", "credit")
            and len(segments[h.segment].text) <= _CAPTION_CHARS
        }

        headings = [i for i, segment in enumerate(segments) if segment.kind == "heading"]
        self.section_starts = [0, *headings]
        self.section_ends = [*headings, len(segments)]
        self._boxes: dict[str, range] = {}

    def __len__(self) -> int:
        return len(self.segments)

    def is_heading(self, position: int) -> bool:
        """Whether a segment is one."""
        return self.segments[position].kind == "heading"

    def is_prose(self, position: int) -> bool:
        """Whether a segment is part of a text that somebody wrote: by its label, or long."""
        segment = self.segments[position]
        if position in self.markers or segment.kind in _NOT_PROSE:
            return False
        if self.labels[position] in ("human_article", "ai_report"):
            return True
        return position not in self.furniture and _is_long(segment.text)

    def is_article(self, position: int) -> bool:
        """Whether the label says so; for scopes that reach over the whole page."""
        picture = self.segments[position].kind in ("caption", "alt")
        article = self.labels[position] in ("human_article", "ai_report")
        return article and not picture and position not in self.markers

    def is_picture(self, position: int) -> bool:
        """Whether a segment is the caption or the alt text of one."""
        caption = self.labels[position] == "image_caption" or position in self.captioned
        return caption or self.segments[position].kind in ("caption", "alt")

    def is_headline(self, position: int, following: int) -> bool:
        """Whether a segment reads as the headline of the prose after it."""
        if self.is_heading(position):
            return True
        text = self.segments[position].text.rstrip()
        short = not _is_long(text) and not text.endswith(SENTENCE_ENDS)
        return short and following < len(self) and _is_long(self.segments[following].text)

    def stops(self, position: int, until: Iterable[Barrier]) -> bool:
        """Whether a segment is one of the barriers of a scope."""
        return ("marker" in until and position in self.text_markers) or (
            "heading" in until and self.is_heading(position)
        )

    def is_attached(self, position: int) -> bool:
        """Whether a segment stands on the line right below a short one, like a credit."""
        if position == 0 or position - 1 in self.markers:
            return False
        above, below = self.segments[position - 1], self.segments[position]
        between = self.text[above.end : below.start]
        one_line = between.count("\n") == 1 or between == "\r"
        return one_line and above.kind != "heading" and len(above.text) <= _CAPTION_CHARS

    def points(self, position: int, step: int) -> list[int]:
        """The list that begins (ends) at a position: key points, however short they are."""
        found: list[int] = []
        while 0 <= position < len(self) and self.segments[position].kind == "list_item":
            if position in self.furniture:
                break
            found.append(position)
            position += step
        return found

    def box(self, position: int) -> range:
        """The positions around one whose elements the element around it holds; text has none."""
        markup = self.segments[position].markup
        wrapper = "" if markup is None else markup.path.rpartition("/")[0] + "/"
        if wrapper.count("/") < _BOX_DEPTH:
            return range(position, position + 1)
        known = self._boxes.get(wrapper, range(0))
        if position in known:  # else a page of markers in one box would take quadratic time
            return known
        start, end = position, position + 1
        while start > 0 and self._path(start - 1).startswith(wrapper):
            start -= 1
        while end < len(self) and self._path(end).startswith(wrapper):
            end += 1
        found = self._boxes[wrapper] = range(start, end)
        return found

    def ends_box(self, position: int) -> bool:
        """Whether a segment ends the element it shares with what is above it, and prose follows."""
        box = self.box(position)
        return position - 1 in box and box.stop == position + 1 and self.last_prose >= box.stop

    def has_prose(self, box: range) -> bool:
        """Whether any of the positions of a box is prose."""
        at = bisect_left(self._prose, box.start)
        return at < len(self._prose) and self._prose[at] < box.stop

    @cached_property
    def _prose(self) -> list[int]:
        return [at for at in range(len(self)) if self.is_prose(at)]

    @cached_property
    def first_prose(self) -> int:
        """The position of the first prose; one past the end on a page without."""
        return self._prose[0] if self._prose else len(self)

    @cached_property
    def last_prose(self) -> int:
        """The position of the last prose; -1 on a page without."""
        return self._prose[-1] if self._prose else -1

    def _path(self, position: int) -> str:
        markup = self.segments[position].markup
        return "" if markup is None else markup.path

    def container(self, position: int) -> int | None:
        """The element around a segment that `Markup.container` counts; None of text."""
        markup = self.segments[position].markup
        return None if markup is None else markup.container


def _is_long(text: str) -> bool:
    wide = sum(c >= "\u2e80" or "\u0e00" <= c <= "\u0eff" for c in text)  # CJK; Thai, Lao
    return len(text) >= (_PROSE_CHARS_CJK if wide * 3 > len(text) else _PROSE_CHARS)
