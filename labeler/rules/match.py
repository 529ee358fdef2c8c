"""Rules matched against the segments of a document."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate, chain, pairwise
from typing import NamedTuple

from labeler.document import Document, Segment
from labeler.rules.engine import Regex, compiled, spans
from labeler.rules.normalize import normalize_all, raw_span
from labeler.rules.pack import Hit, Matches, RulePack
from labeler.rules.schema import Node, Rule
from labeler.rules.views import Views
from labeler.rules.where import HitsBySegment, Place, fits, fits_around, fits_html, looks_around

_GROUP_NAME = re.compile(r"\(\?P?<[^>]+>")
_BATCH_CHARS = 1 << 19
"""How much text is normalised at once: views of a whole huge document would triple its memory."""

Piece = tuple[int, int]
"""Start and end of a match in the bytes of a view."""


class Page(NamedTuple):
    """A document to match."""

    document: Document
    segments: Sequence[Segment]
    languages: Sequence[str | None] | None = None
    """Of the segments, for `language_mismatch`, which without them is never met; the document's
    is the declared one, else the most common."""


def match(
    pack: RulePack,
    document: Document,
    segments: Sequence[Segment],
    languages: Sequence[str | None] | None = None,
) -> Matches:
    """Return the hits of all rules in the segments of one document, guards applied."""
    return match_pages(pack, [Page(document, segments, languages)])[0]


def match_pages(pack: RulePack, pages: Sequence[Page]) -> list[Matches]:
    """Return the hits of all rules in the segments of each page, guards applied.

    Linear in the text's length; small pages are looked through together.
    """
    segments = list(chain.from_iterable(page.segments for page in pages))
    starts = list(accumulate((len(page.segments) for page in pages), initial=0))
    languages = [_document_language(page) for page in pages]
    hits: list[list[Hit]] = [[] for _ in pages]
    normalised: list[bytes] = []
    for offset, views in _batches(segments):
        normalised += views.data
        markups = [s.markup for s in segments[offset : offset + len(views.texts)]]
        found = pack.prefilter.candidates(views, markups)
        for index in found.certain.keys() | found.possible.keys():
            at = bisect_right(starts, offset + index) - 1
            page, position, view = pages[at], offset + index - starts[at], views.texts[index]
            language = page.languages[position] if page.languages else None
            place = Place(page.segments, position, len(view), language, languages[at])
            certain = found.certain.get(index, ())
            possible = found.possible.get(index, {}).values()
            hits[at] += _hits_in(place, view, views.data[index], certain, possible)
    return [
        Matches(*_kept(page.segments, of_page), normalised[start:end])
        for page, of_page, (start, end) in zip(pages, hits, pairwise(starts), strict=True)
    ]


def _kept(segments: Sequence[Segment], hits: Sequence[Hit]) -> tuple[list[Hit], list[Hit]]:
    """Return the hits of a page that stay where they are, and those that a guard takes out."""
    by_segment: HitsBySegment = {}
    for hit in hits:
        by_segment.setdefault(hit.segment, []).append(hit)
    kept = [
        hit
        for hit in hits
        if not looks_around(hit.rule.where)
        or fits_around(hit.rule.where, Place(segments, hit.segment, 0), by_segment)
    ]
    return _apply_guards(sorted(kept, key=_order))


def _hits_in(
    place: Place, view: str, data: bytes, certain: Iterable[Rule], possible: Iterable[Rule]
) -> Iterator[Hit]:
    """Yield the hits of a segment: of rules that match all of its view, and that can match it."""
    segment = place.segments[place.position]
    for rule in certain:
        if fits(rule.where, place):
            yield Hit(rule, place.position, *_quoted(segment, view, 0, len(view)))
    for rule in possible:
        if fits(rule.where, place) and (span := _span(rule, segment, view, data)) is not None:
            yield Hit(rule, place.position, *span)


def pieces(node: Node, data: bytes, segment: Segment) -> list[Piece] | None:
    """Return the spans that `node` matches in the view `data`, None if it does not match.

    Empty for a match on the markup alone.
    """
    if node.pattern is not None:
        return _found(node.pattern, data) or None
    if node.html is not None:
        return [] if fits_html(node.html, segment.markup) else None
    found: list[Piece] = []
    for child in node.all:
        part = pieces(child, data, segment)
        if part is None:
            return None
        found += part
    if node.any:
        if _matches_none(tuple([child.pattern for child in node.any]), data):
            return None
        parts = [p for c in node.any if (p := pieces(c, data, segment)) is not None]
        if not parts:
            return None
        found += [piece for part in parts for piece in part]
    if any(pieces(child, data, segment) is not None for child in node.none):
        return None
    return found


def _matches_none(patterns: tuple[str | None, ...], data: bytes) -> bool:
    """Whether surely none of the alternatives matches: most rules end here, after one search."""
    return (
        len(patterns) > 1 and (either := _either(patterns)) is not None and not spans(either, data)
    )


def _found(pattern: str, data: bytes) -> list[Piece]:
    regex, group = _regex(pattern)
    found: list[Piece] = []
    match = spans(regex, data)
    while match is not None:
        start, end = match[group]
        if start < 0:  # the group had no part in the match
            start, end = match[0]
        if start < end:
            found.append((start, end))
        after = match[0][1]
        if after == len(data):
            break
        match = spans(regex, data, max(after, match[0][0] + 1))
    return found


@cache
def _either(patterns: tuple[str | None, ...]) -> Regex | None:
    """Return a regex that matches where one of `patterns` does; None if some are no patterns."""
    known = [pattern for pattern in patterns if pattern is not None]
    if len(known) < len(patterns):
        return None
    return compiled("|".join(f"(?:{_GROUP_NAME.sub('(?:', pattern)})" for pattern in known))


@cache
def _regex(pattern: str) -> tuple[Regex, int]:
    """Return the compiled regex and the group that is the hit: `(?P<hit>...)`, else the whole."""
    regex = compiled(pattern)
    return regex, regex.groupindex.get("hit", 0)


def _span(rule: Rule, segment: Segment, view: str, data: bytes) -> tuple[int, int] | None:
    """Return where `rule` matches in the document, None if it does not."""
    found = pieces(rule.match, data, segment)
    if found is None:
        return None
    whole = [(0, len(data))] if data else []
    merged = _merge(found) or whole
    if rule.where.min_coverage:
        matched = sum(len(data[start:end].decode()) for start, end in merged)
        if matched < rule.where.min_coverage * len(view):
            return None
    if not merged:
        return segment.start, segment.end
    first, last = max(merged, key=lambda piece: piece[1] - piece[0])
    start = len(data[:first].decode())
    return _quoted(segment, view, start, start + len(data[first:last].decode()))


def _quoted(segment: Segment, view: str, start: int, end: int) -> tuple[int, int]:
    """Translate a span of the view into one of the document, without spaces around it."""
    quote = view[start:end]
    start += len(quote) - len(quote.lstrip(" "))
    quote = quote.strip(" ")
    if not quote:
        return segment.start, segment.end
    raw_start, raw_end = raw_span(segment.text, view, start, start + len(quote))
    return segment.start + raw_start, segment.start + raw_end


def _merge(found: list[Piece]) -> list[Piece]:
    merged: list[Piece] = []
    for start, end in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _batches(segments: Sequence[Segment]) -> Iterator[tuple[int, Views]]:
    """Yield the position of the first segment of each batch and the batch's views."""
    start = size = 0
    for end, segment in enumerate(segments, 1):
        size += len(segment.text)
        if size >= _BATCH_CHARS or end == len(segments):
            yield start, Views.of(normalize_all([s.text for s in segments[start:end]]))
            start, size = end, 0


def _document_language(page: Page) -> str | None:
    if page.document.declared_language:
        return page.document.declared_language.replace("_", "-").split("-")[0].lower()
    known = Counter(language for language in page.languages or () if language)
    return known.most_common(1)[0][0] if known else None


def _apply_guards(hits: Sequence[Hit]) -> tuple[list[Hit], list[Hit]]:
    """Return the hits that stay and those that a guard takes out."""
    guards: dict[int, list[Hit]] = {}
    for hit in hits:
        if hit.rule.role == "guard":
            guards.setdefault(hit.segment, []).append(hit)
    kept: list[Hit] = []
    vetoed: list[Hit] = []
    for hit in hits:
        vetoes = any(_vetoes(guard, hit) for guard in guards.get(hit.segment, ()))
        (vetoed if vetoes else kept).append(hit)
    return kept, vetoed


def _vetoes(guard: Hit, hit: Hit) -> bool:
    overlap = guard.start < hit.end and hit.start < guard.end
    return hit.rule.role in guard.rule.vetoes and (guard.rule.extent == "segment" or overlap)


def _order(hit: Hit) -> tuple[int, int, int, str]:
    return hit.segment, hit.start, hit.end, hit.rule.id
