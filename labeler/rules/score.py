"""Rules measured on a gold corpus: how often each is right, and what else says the same."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import msgspec

from labeler.evidence import Label, Role
from labeler.rules.gold import GoldDocument, GoldSegment
from labeler.rules.match import Page, match_pages, vetoes
from labeler.rules.pack import Hit, Matches, RulePack
from labeler.rules.schema import Rule

MOST_SHOWN = 100
"""So many wrong instances of a rule are kept."""
_BATCH = 64
"""Documents matched together."""
_LABELS: frozenset[Label] = frozenset(
    ("human_article", "ai_report", "image_caption", "boilerplate")
)


class Instance(msgspec.Struct, frozen=True):
    """A segment about which a rule is wrong."""

    place: str
    """`file:line` of its document."""
    segment: int
    """Position in its document."""
    label: Label
    """What it is."""
    text: str


class Score(msgspec.Struct, frozen=True):
    """What a rule did on a corpus.

    A hit is right if the segment is what the rule says of it (`speaks_for`). A guard is right
    about every hit it takes out that would have been wrong.
    """

    rule: str
    role: Role
    label: Label | None
    weight: float | None
    """None if the rule decides."""
    hits: int
    right: int
    wrong: int
    precision: float | None
    """right / (right + wrong); None without either."""
    overlaps: int
    """Hits in segments that other rules hit too, guards aside."""
    conflicts: int
    """Hits in segments of which another rule says something else."""
    vetoed: int
    """Hits, not among `hits`, that a guard took out."""
    measured_weight: float | None
    """For rules that vote, the natural log-odds of `label` that a hit adds on this corpus, half a
    segment added to every count; the weight the rule would deserve here."""
    wrong_instances: tuple[Instance, ...]
    """The first `MOST_SHOWN`."""


class CorpusScores(msgspec.Struct, frozen=True):
    """What the rules of a pack did on a corpus."""

    documents: int
    segments: int
    hit_segments: int
    """Segments that some of the rules asked for hit."""
    labels: dict[Label, int]
    """How many segments have each label."""
    rules: tuple[Score, ...]
    """Of every rule asked for, most wrong hits first, then by id."""


class _Tally:
    """Counts of one rule."""

    def __init__(self) -> None:
        self.hits = self.right = self.wrong = self.overlaps = self.conflicts = self.vetoed = 0
        self.instances: list[Instance] = []

    def judge(self, is_right: bool, instance: Instance) -> None:
        if is_right:
            self.right += 1
            return
        self.wrong += 1
        if len(self.instances) < MOST_SHOWN:
            self.instances.append(instance)


def score_rules(
    pack: RulePack, rules: Sequence[Rule], documents: Iterable[GoldDocument]
) -> CorpusScores:
    """Measure `rules` of `pack`; the others only guard, overlap and conflict.

    Takes memory for some documents at a time, however many there are.
    """
    tallies = {rule.id: _Tally() for rule in rules}
    labels: Counter[Label] = Counter()
    read = hit_segments = 0
    for document, matches in _matched(pack, documents):
        read += 1
        labels.update(gold.label for gold in document.gold)
        hit_segments += _count(document, matches, tallies)
    scores = (_score(rule, tallies[rule.id], labels) for rule in rules)
    return CorpusScores(
        documents=read,
        segments=labels.total(),
        hit_segments=hit_segments,
        labels=dict(sorted(labels.items())),
        rules=tuple(sorted(scores, key=lambda score: (-score.wrong, score.rule))),
    )


def speaks_for(rule: Rule) -> frozenset[Label]:
    """Return the labels that a segment which `rule` hits can have if the rule is right.

    A disclosure that speaks about other segments is itself what `scope.marker_label` says, or
    what it governs if it stands in the same segment. A negative weight speaks for all other labels.
    """
    if rule.label is None:
        return frozenset()
    if rule.weight is not None and rule.weight < 0:
        return _LABELS - {rule.label}
    if rule.role in ("disclosure", "human_claim"):
        return frozenset((rule.label, rule.scope.marker_label))
    return frozenset((rule.label,))


def _matched(
    pack: RulePack, documents: Iterable[GoldDocument]
) -> Iterator[tuple[GoldDocument, Matches]]:
    rest = iter(documents)
    while batch := list(islice(rest, _BATCH)):
        pages = [Page(d.document, d.segments, [d.language] * len(d.segments)) for d in batch]
        yield from zip(batch, match_pages(pack, pages), strict=True)


def _count(document: GoldDocument, matches: Matches, tallies: dict[str, _Tally]) -> int:
    """Count the hits of one document, and return in how many segments there are any."""
    taken_out = _by_segment(matches.vetoed)
    found = _by_segment(matches.hits)
    hit_segments = 0
    for position in sorted(found.keys() | taken_out.keys()):
        hits, out = found.get(position, []), taken_out.get(position, [])
        gold = document.gold[position]
        text = document.segments[position].text
        instance = Instance(document.place, position, gold.label, text)
        voices = [hit for hit in hits if hit.rule.role != "guard"]
        for hit in hits:
            if tally := tallies.get(hit.rule.id):
                tally.hits += 1
                if hit.rule.role == "guard":
                    for vetoed in (v for v in out if vetoes(hit, v)):
                        tally.judge(not _is_right(vetoed.rule, gold), instance)
                else:
                    others = [other.rule for other in voices if other is not hit]
                    tally.judge(_is_right(hit.rule, gold), instance)
                    tally.overlaps += bool(others)
                    tally.conflicts += any(_disagree(hit.rule, other) for other in others)
        for hit in out:
            if tally := tallies.get(hit.rule.id):
                tally.vetoed += 1
        hit_segments += any(hit.rule.id in tallies for hit in hits)
    return hit_segments


def _by_segment(hits: Iterable[Hit]) -> dict[int, list[Hit]]:
    found: dict[int, list[Hit]] = {}
    for hit in hits:
        found.setdefault(hit.segment, []).append(hit)
    return found


def _is_right(rule: Rule, gold: GoldSegment) -> bool:
    if rule.role == "disclosure" and gold.role is not None:
        return gold.role == "disclosure"
    return gold.label in speaks_for(rule)


def _disagree(rule: Rule, other: Rule) -> bool:
    return speaks_for(rule).isdisjoint(speaks_for(other))


def _score(rule: Rule, tally: _Tally, labels: Counter[Label]) -> Score:
    judged = tally.right + tally.wrong
    return Score(
        rule=rule.id,
        role=rule.role,
        label=rule.label,
        weight=rule.weight,
        hits=tally.hits,
        right=tally.right,
        wrong=tally.wrong,
        precision=round(tally.right / judged, 4) if judged else None,
        overlaps=tally.overlaps,
        conflicts=tally.conflicts,
        vetoed=tally.vetoed,
        measured_weight=_measured_weight(rule, tally, labels) if judged else None,
        wrong_instances=tuple(tally.instances),
    )


def _measured_weight(rule: Rule, tally: _Tally, labels: Counter[Label]) -> float | None:
    if rule.weight is None or rule.label is None:
        return None
    against = rule.weight < 0
    of_label, others = (tally.wrong, tally.right) if against else (tally.right, tally.wrong)
    prior = labels[rule.label]
    return round(_log_odds(of_label, others) - _log_odds(prior, labels.total() - prior), 2)


def _log_odds(these: int, others: int) -> float:
    return math.log((these + 0.5) / (others + 0.5))
