"""The verdicts on a document's segments: as structs for reports, as columns for tables."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import overload

import numpy as np
import numpy.typing as npt

from labeler.decide.columns import ABSENCE, ACCUSED, BASES, HEADS, INFERRED, SPOKEN_FOR, Columns
from labeler.decide.page import Page
from labeler.decide.statistics import Statistics
from labeler.evidence import LABELS, Evidence, Role
from labeler.rules.pack import Hit
from labeler.verdict import Verdict


class Verdicts(Sequence[Verdict]):
    """One verdict a segment, in order. Structs are made when one of them is asked for."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def __len__(self) -> int:
        return len(self._page.segments)

    def __iter__(self) -> Iterator[Verdict]:
        return iter(self._structs)

    @overload
    def __getitem__(self, at: int) -> Verdict: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Verdict]: ...

    def __getitem__(self, at: int | slice) -> Verdict | Sequence[Verdict]:
        return self._structs[at]

    @cached_property
    def _structs(self) -> list[Verdict]:
        return [self._page.verdict(position) for position in range(len(self))]

    @cached_property
    def columns(self) -> Columns:
        """All of them, without a struct where statistics alone decide."""
        page, plain = self._page, self._page.statistics.columns
        said = page.said()
        spoken_for = [at for at, hits in page.hits.items() if any(map(_names_author, hits))]
        if said or spoken_for:
            plain = plain.copy()
            _speak_for(plain, spoken_for)
            _write(plain, said)
        return plain._replace(roles=self._roles(said), evidence=self._evidence(said), verdicts=said)

    @cached_property
    def plain(self) -> npt.NDArray[np.bool_]:
        """Of which segments the columns, the two heads, their format and rules that vote say all
        there is."""
        plain = np.ones(len(self), bool)
        by_place = self.statistics.placed - self.statistics.only_by_kind.keys()
        plain[[*by_place, *self.columns.verdicts]] = False
        return plain

    @property
    def hits(self) -> Mapping[int, Sequence[Hit]]:
        """The rules that matched in each segment."""
        return self._page.hits

    @property
    def statistics(self) -> Statistics:
        """What the two heads say."""
        return self._page.statistics

    def one(self, position: int) -> Verdict:
        """The verdict on one segment, without making those on all."""
        return self.columns.verdicts.get(position) or self._page.verdict(position)

    def _roles(self, said: Mapping[int, Verdict]) -> dict[int, Role]:
        labels = self._page.labels
        roles: dict[int, Role] = {}
        for position, hits in self._page.hits.items():
            if position in said:
                continue
            for hit in hits:
                if hit.rule.label == labels[position]:
                    if hit.rule.role is not None:
                        roles[position] = hit.rule.role
                    break
        return roles

    def _evidence(self, said: Mapping[int, Verdict]) -> dict[int, tuple[str, ...]]:
        page = self._page
        placed = page.statistics.placed
        judged = page.statistics.columns.judged.tolist()
        found = {
            position: _with_rules(hits, HEADS[judged[position]])
            for position, hits in page.hits.items()
            if position not in said and position not in placed
        }
        for position in placed - said.keys():
            hits = page.hits.get(position, ())
            found[position] = _with_rules(hits, _names(page.statistics.evidence(position)))
        found |= {position: _names(verdict.evidence) for position, verdict in said.items()}
        return found


def _with_rules(hits: Sequence[Hit], others: tuple[str, ...]) -> tuple[str, ...]:
    """Names of the evidence of rules, before those of others."""
    return (*[f"rule:{hit.rule.id}" for hit in hits], *others)


def _names_author(hit: Hit) -> bool:
    return hit.rule.role == "byline" and hit.rule.label == "human_article"


def _speak_for(columns: Columns, positions: Sequence[int]) -> None:
    """Let bylines count in what statistics alone say."""
    for position in positions:
        if columns.reasons[position] == ACCUSED:
            columns.reasons[position] = SPOKEN_FOR
        if columns.bases[position] == ABSENCE:
            columns.bases[position] = INFERRED


def _write(columns: Columns, verdicts: Mapping[int, Verdict]) -> None:
    """Put verdicts into the arrays."""
    for position, verdict in verdicts.items():
        columns.labels[position] = LABELS.index(verdict.label)
        columns.confidences[position] = verdict.confidence
        columns.scores[position] = verdict.scores
        columns.bases[position] = BASES.index(verdict.basis)
        columns.needs_review[position] = verdict.needs_review


def _names(evidence: Sequence[Evidence]) -> tuple[str, ...]:
    return tuple([f"{e.source}:{e.name}" for e in evidence])
