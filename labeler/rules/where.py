"""Whether a segment is where a rule wants to match."""

from collections.abc import Sequence
from fnmatch import fnmatchcase

import msgspec

from labeler.document import Markup, Segment
from labeler.rules.engine import compiled
from labeler.rules.pack import Hit
from labeler.rules.schema import Html, Neighbour, Position, Where

HitsBySegment = dict[int, list[Hit]]


class Place(msgspec.Struct, frozen=True):
    """A segment among the others of its document."""

    segments: Sequence[Segment]
    position: int
    length: int
    """Of its view, in characters."""
    language: str | None = None
    document_language: str | None = None


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
    """Whether `where` depends on the hits in other segments, so on `fits_around` too."""
    near_marker = not isinstance(where.position, Position) and "near_marker" in where.position
    return near_marker or where.neighbours.previous is not None or where.neighbours.next is not None


def fits_around(where: Where, place: Place, hits: HitsBySegment) -> bool:
    """Whether the segments before and after meet `where`, given the hits in all segments."""
    position = place.position
    if not isinstance(where.position, Position) and "near_marker" in where.position:
        around = (*hits.get(position - 1, ()), *hits.get(position + 1, ()))
        near_marker = any(hit.rule.role == "disclosure" for hit in around)
        if not near_marker and not _at_any(where.position, place):
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
        and (neighbour.label is None or any(r.label == neighbour.label for r in rules))
        and (neighbour.rule is None or any(fnmatchcase(r.id, neighbour.rule) for r in rules))
        and not (neighbour.not_rule and any(fnmatchcase(r.id, neighbour.not_rule) for r in rules))
    )
