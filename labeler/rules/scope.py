"""What the disclosures of a document govern.

A marker is a segment that a disclosure rule with a scope hit. Its scope says which segments it
speaks about; headings and other markers are barriers. Whatever it names outright is governed
directly, the prose after (or before) that inherits, and what is uncertain is left alone.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from labeler.document import Segment
from labeler.evidence import Label, Via
from labeler.rules.pack import Hit
from labeler.rules.schema import Barrier, Rule, Scope, Target

DIRECT_CONFIDENCE = 0.99

_PROSE_CHARS = 60
_PROSE_CHARS_CJK = 40
"""From these lengths on a segment counts as prose without a label that says so."""
_POINT_CHARS = 25
"""Shorter items above a disclosure are a menu rather than key points."""
_MAX_SEARCH = 12
"""How many segments a marker may look past (byline, date, buttons) for its prose."""
_MAX_GAP = 4
"""More page furniture than this in a row ends what a marker's scope inherits."""
_IMAGE_REACH = 3
_BADGE_CHARS = 60
"""A disclosure this short names no picture of its own: it stands beside the caption it is about."""
_CAPTION_CHARS = 300
_STRETCHES = ("document", "section")
_NOT_PROSE = frozenset(
    ("heading", "caption", "alt", "button", "link", "label", "metadata", "code", "table")
)
_SENTENCE_ENDS = (".", "!", "?", "…", "。", "！", "？", "।", "؟", "።", "”", "»", "」")


class Governed(msgspec.Struct, frozen=True):
    """One segment under one disclosure."""

    marker: int
    """Position of the segment that holds the disclosure."""
    target: int
    """Position of the segment it governs; the marker itself for scope `this`."""
    rule: Rule
    hit: Hit
    via: Via
    confidence: float
    """That the disclosure speaks about the target, 0 to 1."""


def govern(
    hits: Sequence[Hit], segments: Sequence[Segment], labels: Sequence[Label], text: str
) -> list[Governed]:
    """Return what the disclosures among `hits` govern, by target, marker and rule id.

    `labels` are the preliminary labels of the segments, from the classifier of structure, and
    `text` is the document's.
    Disclosures are hits with role `disclosure`, and others whose scope is wider than `this`.
    """
    page = _Page(hits, segments, labels, text)
    disclosures = [h for h in hits if h.rule.role == "disclosure" or h.rule.scope.target != "this"]
    governed = [g for hit in _without_repeats(disclosures, page) for g in _governed(hit, page)]
    return sorted(_trim_last_runs(governed), key=lambda g: (g.target, g.marker, g.rule.id))


class _Page:
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

    def __len__(self) -> int:
        return len(self.segments)

    def is_heading(self, position: int) -> bool:
        return self.segments[position].kind == "heading"

    def is_prose(self, position: int) -> bool:
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
        caption = self.labels[position] == "image_caption" or position in self.captioned
        return caption or self.segments[position].kind in ("caption", "alt")

    def is_headline(self, position: int, following: int) -> bool:
        """Whether a segment reads as the headline of the prose after it."""
        if self.is_heading(position):
            return True
        text = self.segments[position].text.rstrip()
        short = not _is_long(text) and not text.endswith(_SENTENCE_ENDS)
        return short and following < len(self) and _is_long(self.segments[following].text)

    def stops(self, position: int, until: Iterable[Barrier]) -> bool:
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

    def is_footnote(self, position: int) -> bool:
        """Whether a segment speaks of what it follows: below a list, or last in its element."""
        above, below = position - 1, position + 1
        if above < 0 or above in self.markers:
            return False
        if self.segments[above].kind == "list_item":
            sentence = self.segments[position].text.rstrip().endswith(_SENTENCE_ENDS)
            menu = len(self.segments[above].text) < _POINT_CHARS
            return sentence and not menu and not self._is_list_item(below)
        own = self.container(position)
        if own is None or not self.is_prose(above) or self.container(above) != own:
            return False
        return below == len(self) or self.container(below) != own

    def _is_list_item(self, position: int) -> bool:
        return position < len(self) and self.segments[position].kind == "list_item"

    def container(self, position: int) -> int | None:
        markup = self.segments[position].markup
        return None if markup is None else markup.container


def _governed(hit: Hit, page: _Page) -> list[Governed]:
    scope = hit.rule.scope
    direct: list[int]
    inherited: list[int] = []
    if scope.target == "this":
        direct = [hit.segment]
    elif scope.target == "adjacent_image":
        direct = _adjacent_image(hit.segment, page)
    elif scope.target in ("next", "previous"):
        direct, inherited = _run(hit.segment, hit.rule, page)
    else:
        start, end = _bounds(hit.segment, scope.target, page)
        direct = [p for p in range(start, end) if page.is_article(p)]
    limit = scope.max_segments or len(page)
    direct = direct[:limit]
    inherited = inherited[: limit - len(direct)]
    return [
        Governed(hit.segment, target, hit.rule, hit, "direct", DIRECT_CONFIDENCE)
        for target in direct
    ] + [
        Governed(hit.segment, target, hit.rule, hit, "inherited", scope.inherit_confidence)
        for target in inherited
    ]


def _without_repeats(hits: Iterable[Hit], page: _Page) -> Iterator[Hit]:
    """Drop hits of a rule that speaks of the same stretch already.

    Else a page of nothing but disclosures would take quadratic time.
    """
    spoken_of: set[tuple[str, int, int]] = set()
    for hit in hits:
        if hit.rule.scope.target in _STRETCHES:
            stretch = (hit.rule.id, *_bounds(hit.segment, hit.rule.scope.target, page))
            if stretch in spoken_of:
                continue
            spoken_of.add(stretch)
        yield hit


def _bounds(marker: int, target: Target, page: _Page) -> tuple[int, int]:
    """Return start and end of the document, the section, or what is left of it."""
    if target == "document":
        return 0, len(page)
    section = bisect_right(page.section_starts, marker, lo=1) - 1
    start = marker + 1 if target == "until_heading" else page.section_starts[section]
    return start, page.section_ends[section]


def _run(marker: int, rule: Rule, page: _Page) -> tuple[list[int], list[int]]:
    """Return the prose directly after (before) a marker, and the prose that inherits."""
    scope = rule.scope
    step = 1 if scope.target == "next" else -1
    if rule.aspect == "summary" and page.is_footnote(marker):
        step = -1
    if (rule.aspect == "summary" or step == -1) and (points := _points(marker + step, step, page)):
        return points, []
    found = _first_prose(marker, step, scope, page)
    if found is None:
        return [], []
    first, headlines = found
    direct, inherited = [first], list(headlines)
    in_list = page.segments[first].kind == "list_item"
    same_card = page.container(marker) == page.container(first)
    gap = 0
    position = first + step
    while 0 <= position < len(page) and not page.stops(position, scope.until) and gap <= _MAX_GAP:
        if same_card and page.container(position) != page.container(marker):
            break
        if in_list and page.segments[position].kind != "list_item":
            break  # a disclosure on key points speaks of the list, all of it and no more
        if page.is_prose(position):
            (direct if in_list else inherited).append(position)
            gap = 0
        else:
            gap += 1
        position += step
    return direct, inherited


def _points(position: int, step: int, page: _Page) -> list[int]:
    """Return the list that begins (ends) at a position: key points, however short they are."""
    points = []
    while 0 <= position < len(page) and page.segments[position].kind == "list_item":
        if position in page.furniture:
            break
        points.append(position)
        position += step
    return points


def _first_prose(marker: int, step: int, scope: Scope, page: _Page) -> tuple[int, list[int]] | None:
    """Return the nearest prose, and the article headlines between it and the marker above."""
    headlines: list[int] = []
    position = marker + step
    for _ in range(_MAX_SEARCH):
        if not 0 <= position < len(page):
            return None
        below_badge = step == 1 and position == marker + 1
        if below_badge and page.is_headline(position, position + 1):
            if page.labels[position] == "human_article":
                headlines.append(position)
        elif page.stops(position, scope.until):
            return None
        elif page.is_prose(position):
            return position, headlines
        position += step
    return None


def _adjacent_image(marker: int, page: _Page) -> list[int]:
    own = page.is_picture(marker)
    segment = page.segments[marker]
    badge = len(segment.text) <= _BADGE_CHARS and segment.kind not in ("caption", "alt")
    if own and not badge:
        return [marker]
    if page.is_attached(marker):
        return [marker - 1]
    for step in (-1, 1):
        for distance in range(1, _IMAGE_REACH + 1):
            position = marker + step * distance
            if not 0 <= position < len(page) or position in page.markers:
                break
            if page.is_picture(position):
                return [position]
            if page.is_prose(position):
                break
    return [marker] if own else []


def _trim_last_runs(governed: list[Governed]) -> list[Governed]:
    """Let the last of several badges govern no more than the longest run before it.

    Badges above cards part the cards from each other, but nothing parts the last card from what
    follows on the page, such as a story that nobody disclosed.
    """
    runs: dict[str, dict[int, list[Governed]]] = {}
    for item in governed:
        if item.rule.scope.target == "next":
            runs.setdefault(item.rule.id, {}).setdefault(item.marker, []).append(item)
    dropped: set[int] = set()
    for by_marker in runs.values():
        *earlier, last = sorted(by_marker)
        if earlier:
            longest = max(len(by_marker[marker]) for marker in earlier)
            dropped |= {id(item) for item in by_marker[last][longest:]}
    return [item for item in governed if id(item) not in dropped]


def _is_long(text: str) -> bool:
    wide = sum(c >= "\u2e80" or "\u0e00" <= c <= "\u0eff" for c in text)  # CJK; Thai, Lao
    return len(text) >= (_PROSE_CHARS_CJK if wide * 3 > len(text) else _PROSE_CHARS)
