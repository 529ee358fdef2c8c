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
from labeler.rules.outline import SENTENCE_ENDS, Outline
from labeler.rules.pack import Hit
from labeler.rules.schema import Rule, Scope, Target
from labeler.rules.summary import summary_above, summary_goes_on

DIRECT_CONFIDENCE = 0.99

_MAX_SEARCH = 12
"""How many segments a marker may look past (byline, date, buttons) for its prose."""
_MAX_GAP = 4
"""More page furniture than this in a row ends what a marker's scope inherits."""
_IMAGE_REACH = 3
_BADGE_CHARS = 60
"""A disclosure this short names no picture of its own: it stands beside the caption it is about."""
_NOTE_CHARS = 25
"""A shorter label tells of what is beside it, not of a whole text above it."""
_STRETCHES = ("document", "section")


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
    page = Outline(hits, segments, labels, text)
    disclosures = [h for h in hits if h.rule.role == "disclosure" or h.rule.scope.target != "this"]
    governed = [g for hit in _without_repeats(disclosures, page) for g in _governed(hit, page)]
    return sorted(_trim_last_runs(governed), key=lambda g: (g.target, g.marker, g.rule.id))


def _governed(hit: Hit, page: Outline) -> list[Governed]:
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


def _without_repeats(hits: Iterable[Hit], page: Outline) -> Iterator[Hit]:
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


def _bounds(marker: int, target: Target, page: Outline) -> tuple[int, int]:
    """Return start and end of the document, the section, or what is left of it."""
    if target == "document":
        return 0, len(page)
    section = bisect_right(page.section_starts, marker, lo=1) - 1
    end = page.section_ends[section]
    if target == "until_heading":
        return marker + 1, end
    start = page.section_starts[section]
    box = page.box(marker)
    if page.has_prose(box):  # a section goes no further than its box
        return max(start, box.start), min(end, box.stop)
    return start, end


def _run(marker: int, rule: Rule, page: Outline) -> tuple[list[int], list[int]]:
    """Return the prose directly after (before) a marker, and the prose that inherits."""
    scope = rule.scope
    step = 1 if scope.target == "next" else -1
    if step == 1 and (summary := summary_above(marker, rule, page)):
        return summary, []
    if step == 1 and (above := _above_last_note(marker, rule, page)):
        return above, []
    if (rule.aspect == "summary" or step == -1) and (points := page.points(marker + step, step)):
        return points, []
    found = _first_prose(marker, step, scope, page)
    if found is None:
        return [], []
    first, headlines = found
    if rule.aspect == "summary" and page.segments[first].kind != "list_item":
        return [first], [*headlines, *summary_goes_on(marker, first, page)]
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


def _above_last_note(marker: int, rule: Rule, page: Outline) -> list[int]:
    """The prose that a note on what follows can only speak of if it stands below it.

    That is the article where the page's one note, a sentence, follows its last prose, and a box
    amid others' prose of which the note is the end.
    """
    if rule.aspect == "summary" or len(page.segments[marker].text) < _NOTE_CHARS:
        return []
    if 0 <= page.last_prose < marker and not rule.scope.max_segments:
        sentence = page.segments[marker].text.rstrip().endswith(SENTENCE_ENDS)
        alone = sentence and len(page.text_markers) == 1
        return [at for at in range(marker) if page.is_article(at)] if alone else []
    box = page.box(marker)
    if not (page.ends_box(marker) and page.first_prose < box.start):
        return []
    return [at for at in range(marker - 1, box.start - 1, -1) if page.is_prose(at)]


def _first_prose(
    marker: int, step: int, scope: Scope, page: Outline
) -> tuple[int, list[int]] | None:
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


def _adjacent_image(marker: int, page: Outline) -> list[int]:
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
