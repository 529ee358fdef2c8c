"""From the segments of some documents to verdicts: all evidence gathered, then decided.

Each kind of evidence is gathered for all documents before the next kind: its tables then
stay in the processor's cache, and numpy is called once for many small documents.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from labeler.classifier.authorship import predict_authorship
from labeler.classifier.model import Model
from labeler.classifier.structure import Probabilities, predict_structure
from labeler.decide import (
    ARTICLE,
    FORMAT_VOTES,
    NO_REPEATS,
    Asked,
    Case,
    Prose,
    Structure,
    decide,
    structures_with_votes,
    with_doubt,
    with_subject,
)
from labeler.document import Document, Segment
from labeler.language import segment_languages
from labeler.provenance import Provenance
from labeler.report.build import Window
from labeler.rules import Hit, Matches, Page, RulePack, match_pages
from labeler.rules.scope import Governed, govern


class Part(NamedTuple):
    """Consecutive segments of one document that are judged together."""

    document: Document
    segments: Sequence[Segment]
    language: str | None
    """Of the document."""
    provenance: Provenance
    repeats: Mapping[int, int] = NO_REPEATS
    """On how many other pages of the run a segment stands, by its position in `segments`."""


class _Placed(NamedTuple):
    """What each segment of a part is on the page, and who declares its origin."""

    structure: Structure
    hits: Sequence[Hit]
    governed: Sequence[Governed]

    def undeclared_prose(self) -> list[int]:
        """Positions of article segments that no disclosure governs: their evidence is pooled."""
        declared = {
            g.target for g in self.governed if g.rule.label == "ai_report" and g.rule.verdict
        }
        return [
            position
            for position in np.flatnonzero(self.structure.best == ARTICLE).tolist()
            if position not in declared
        ]


def judge(parts: Sequence[Part], pack: RulePack, model: Model) -> list[Window]:
    """Verdicts on the segments of each part, with what the report says beside them."""
    languages = [segment_languages(part.segments, part.language) for part in parts]
    matches, structures = structured(parts, languages, pack, model)
    placed = [
        _placed(part, structure, found.hits)
        for part, structure, found in zip(parts, structures, matches, strict=True)
    ]
    prose = _prose(parts, [where.undeclared_prose() for where in placed], languages, model)
    cases = [
        Case(part.segments, where.structure, judged, where.hits, where.governed, part.provenance)
        for part, where, judged in zip(parts, placed, prose, strict=True)
    ]
    return [
        Window(part.segments, verdicts, codes, found.views)
        for part, verdicts, codes, found in zip(
            parts, decide(cases), languages, matches, strict=True
        )
    ]


def structured(
    parts: Sequence[Part],
    languages: Sequence[Sequence[str | None]],
    pack: RulePack,
    model: Model,
) -> tuple[list[Matches], list[Structure]]:
    """What the rules find in each part, and what its segments are by classifier and votes.

    `languages` are those of the segments.
    """
    matches = match_pages(
        pack,
        [
            Page(part.document, part.segments, codes)
            for part, codes in zip(parts, languages, strict=True)
        ],
    )
    classified = _classified(parts, model)
    structures = structures_with_votes(
        [
            Asked(
                probabilities,
                part.segments,
                found.hits,
                FORMAT_VOTES.get(part.document.media_type, {}),
                part.repeats,
            )
            for part, probabilities, found in zip(parts, classified, matches, strict=True)
        ]
    )
    return matches, structures


def _classified(parts: Sequence[Part], model: Model) -> list[Probabilities]:
    """What the classifier says each segment is; text and HTML have a head each."""
    found: list[Probabilities] = [np.zeros((0, 3), np.float32)] * len(parts)
    for head in (model.text, model.html):
        html = head is model.html
        rows = [
            row
            for row, part in enumerate(parts)
            if part.segments and (part.segments[0].markup is not None) is html
        ]
        if rows:
            of_head = predict_structure(
                [parts[row].segments for row in rows],
                [parts[row].document.title for row in rows],
                head,
                model.manifest.structure_hashing,
                model.tables,
            )
            for row, probabilities in zip(rows, of_head, strict=True):
                found[row] = probabilities
    return found


def _placed(part: Part, structure: Structure, hits: Sequence[Hit]) -> _Placed:
    hits = with_subject(hits, part.segments, structure.labels)
    hits = with_doubt(hits, part.segments, structure.labels)
    meant = [hit for hit in hits if hit.doubt is None]
    governed = govern(meant, part.segments, structure.labels, part.document.text)
    return _Placed(structure, hits, governed)


def _prose(
    parts: Sequence[Part],
    positions: Sequence[Sequence[int]],
    languages: Sequence[Sequence[str | None]],
    model: Model,
) -> list[Prose]:
    settings = model.manifest.authorship
    known = [
        [codes[position] in settings.languages for position in chosen]
        for codes, chosen in zip(languages, positions, strict=True)
    ]
    judged = predict_authorship(
        [
            [part.segments[position] for position in chosen]
            for part, chosen in zip(parts, positions, strict=True)
        ],
        known,
        model.authorship,
        settings,
        model.tables,
    )
    return [
        Prose(chosen, of_part, np.array(flags, bool))
        for chosen, of_part, flags in zip(positions, judged, known, strict=True)
    ]
