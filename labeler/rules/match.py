"""Rules matched against the segments of a document."""

from collections import Counter
from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

from labeler.document import Document, Segment
from labeler.rules.look import look
from labeler.rules.pack import Found, Hit, Matches, RulePack
from labeler.rules.schema import Rule
from labeler.rules.where import HitsBySegment, Mentions, Place, fits, fits_around, looks_around

_REMEMBERED_CHARS = 200
"""Longer texts hardly ever come again."""
_MOST_REMEMBERED = 1 << 16
"""About 20 MB. Within so many texts nearly half of the lines of a crawl come again."""


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
    found = iter(_found(pack, list(chain.from_iterable(page.segments for page in pages))))
    return [_matches(page, [next(found) for _ in page.segments]) for page in pages]


def _found(pack: RulePack, segments: Sequence[Segment]) -> list[Found]:
    """Return what is found in the text of each segment; texts that recur are looked at once."""
    if not pack.is_textual:
        return list(look(pack.prefilter, segments))
    remembered = pack.remembered
    new = {s.text: s for s in segments if s.text not in remembered}
    fresh = dict(zip(new, look(pack.prefilter, list(new.values())), strict=True))
    found = [fresh.get(s.text) or remembered[s.text] for s in segments]
    if len(remembered) + len(fresh) > _MOST_REMEMBERED:
        remembered.clear()
    remembered |= {text: one for text, one in fresh.items() if len(text) <= _REMEMBERED_CHARS}
    return found


def _matches(page: Page, found: Sequence[Found]) -> Matches:
    """Return the hits of a page whose `where` its segments meet."""
    document_language = _document_language(page)
    hits: list[Hit] = []
    for position, one in enumerate(found):
        if one.hits:
            language = page.languages[position] if page.languages else None
            place = Place(page.segments, position, one.length, language, document_language)
            offset = place.segments[position].start
            hits += [
                Hit(rule, position, offset + start, offset + end)
                for rule, start, end in one.hits
                if fits(rule.where, place)
            ]
    by_segment: HitsBySegment = {}
    for hit in hits:
        by_segment.setdefault(hit.segment, []).append(hit)
    said = Mentions(page.segments)
    kept = [
        hit
        for hit in hits
        if not looks_around(hit.rule.where)
        or fits_around(hit.rule.where, Place(page.segments, hit.segment, 0), by_segment, said)
    ]
    left, vetoed = _apply_guards(sorted(kept, key=_order))
    return Matches(_without_fallbacks(left), vetoed, [one.view for one in found])


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
        is_vetoed = any(vetoes(guard, hit) for guard in guards.get(hit.segment, ()))
        (vetoed if is_vetoed else kept).append(hit)
    return kept, vetoed


def _without_fallbacks(hits: Sequence[Hit]) -> list[Hit]:
    """Return the hits without those of fallback rules where a rule with a verdict speaks.

    A disclosure whose priority is below 0 is a fallback: it knows less of what the line is about.
    """
    spoken_of = {
        hit.segment for hit in hits if hit.rule.verdict is not None and not is_fallback(hit.rule)
    }
    return [hit for hit in hits if not (is_fallback(hit.rule) and hit.segment in spoken_of)]


def is_fallback(rule: Rule) -> bool:
    """Whether a rule yields to every other verdict in its segment."""
    return rule.role == "disclosure" and rule.priority < 0


def vetoes(guard: Hit, hit: Hit) -> bool:
    """Whether a guard takes out a hit in its segment."""
    overlap = guard.start < hit.end and hit.start < guard.end
    return hit.rule.role in guard.rule.vetoes and (guard.rule.extent == "segment" or overlap)


def _order(hit: Hit) -> tuple[int, int, int, str]:
    return hit.segment, hit.start, hit.end, hit.rule.id
