"""Whether a segment is where a rule wants to match."""

from collections.abc import Sequence
from fnmatch import fnmatchcase

import msgspec

from labeler.document import Markup, Segment
from labeler.rules.engine import compiled, spans
from labeler.rules.pack import Hit
from labeler.rules.schema import Elsewhere, Html, Neighbour, Position, Where

HitsBySegment = dict[int, list[Hit]]


class Place(msgspec.Struct, frozen=True):
    """A segment among the others of its document."""

    segments: Sequence[Segment]
    position: int
    length: int
    """Of its view, in characters."""
    language: str | None = None
    document_language: str | None = None


class Mentions:
    """What the segments of a document say, found once for all segments that ask."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        self._found: dict[Elsewhere, list[int]] = {}

    def are_enough(self, wanted: Elsewhere, but: int) -> bool:
        """Whether enough segments other than that at position `but` say what is wanted."""
        found = self._found.get(wanted)
        if found is None:
            found = self._found[wanted] = [
                position
                for position, segment in enumerate(self._segments)
                if len(segment.text) >= wanted.min_chars and _finds(wanted.regex, segment.text)
            ]
        others = [position for position in found[: wanted.segments + 1] if position != but]
        return len(others) >= wanted.segments


def fits_length(where: Where, length: int) -> bool:
    """Whether a view of `length` characters has the length that `where` asks for."""
    return length >= where.min_chars and (where.max_chars is None or length <= where.max_chars)


def fits_from(where: Where, length: int) -> bool:
    """Whether any view of `length` characters or more has the length that `where` asks for."""
    return where.max_chars is None or length <= where.max_chars


def fits(where: Where, place: Place) -> bool:
    """Whether the segment by itself meets `where`: all but coverage and what is around it."""
    if not fits_length(where, place.length):
        return False
    segment = place.segments[place.position]
    if where.kinds and segment.kind not in where.kinds:
        return False
    if where.html is not None and not fits_html(where.html, segment.markup):
        return False
    if where.language_mismatch is not None:
        known = place.language is not None and place.document_language is not None
        mismatch = place.language != place.document_language
        if not known or mismatch is not where.language_mismatch:
            return False
    return _fits_position(where.position, place)


def looks_around(where: Where) -> bool:
    """Whether `where` depends on other segments, so on `fits_around` too."""
    near_marker = not isinstance(where.position, Position) and "near_marker" in where.position
    beside = where.neighbours.previous is not None or where.neighbours.next is not None
    return near_marker or beside or where.page is not None


def fits_around(where: Where, place: Place, hits: HitsBySegment, page: "Mentions") -> bool:
    """Whether the other segments meet `where`, given the hits in all segments."""
    position = place.position
    if not isinstance(where.position, Position) and "near_marker" in where.position:
        around = (*hits.get(position - 1, ()), *hits.get(position + 1, ()))
        near_marker = any(hit.rule.role == "disclosure" for hit in around)
        if not near_marker and not _at_any(where.position, place):
            return False
    if where.page is not None and not page.are_enough(where.page, but=position):
        return False
    previous, after = where.neighbours.previous, where.neighbours.next
    return (previous is None or _fits_neighbour(previous, position - 1, place, hits)) and (
        after is None or _fits_neighbour(after, position + 1, place, hits)
    )


def fits_html(html: Html, markup: Markup | None) -> bool:
    """Whether the markup of a block meets `html`; no markup never does."""
    if markup is None:
        return False
    if html.tag and not any(tag in html.tag for tag in markup.ancestors[-1 - html.within :]):
        return False
    if html.class_regex is None:
        return True
    regex = compiled(html.class_regex)
    near = markup.lineage.names[: html.within + 1]
    return any(regex.search(name) for names in near for name in names)


def _fits_position(wanted: Sequence[str] | Position, place: Place) -> bool:
    if isinstance(wanted, Position):
        from_end = len(place.segments) - 1 - place.position
        return place.position < wanted.from_start or from_end < wanted.from_end
    # Markers are known only once all segments are matched: see fits_around.
    return not wanted or "near_marker" in wanted or _at_any(wanted, place)


def _at_any(wanted: Sequence[str], place: Place) -> bool:
    segments, position = place.segments, place.position
    around = (*segments[max(0, position - 1) : position], *segments[position + 1 : position + 2])
    return (
        ("first" in wanted and position == 0)
        or ("last" in wanted and position == len(segments) - 1)
        or segments[position].kind in wanted
        or ("near_heading" in wanted and any(s.kind == "heading" for s in around))
    )


def _fits_neighbour(neighbour: Neighbour, position: int, place: Place, hits: HitsBySegment) -> bool:
    if not 0 <= position < len(place.segments):
        return False
    segment = place.segments[position]
    length = segment.end - segment.start
    rules = [hit.rule for hit in hits.get(position, ())]
    return (
        length >= neighbour.min_chars
        and (neighbour.max_chars is None or length <= neighbour.max_chars)
        and (neighbour.regex is None or _finds(neighbour.regex, segment.text))
        and (neighbour.label is None or any(r.label == neighbour.label for r in rules))
        and (neighbour.rule is None or any(fnmatchcase(r.id, neighbour.rule) for r in rules))
        and not (neighbour.not_rule and any(fnmatchcase(r.id, neighbour.not_rule) for r in rules))
    )


def _finds(pattern: str, text: str) -> bool:
    data = text.lower().encode("utf-8", "replace")  # JSON can escape half a pair of surrogates
    return spans(compiled(pattern), data) is not None
