"""What all decisions come to: where each segment stands with each reviewer."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from labeler.corrections.schema import Decision, Target
from labeler.evidence import Label


class _Key(NamedTuple):
    document: str
    """Its SHA-256, or its path."""
    segment: str


class Standing:
    """All decisions, folded. The last one of a reviewer that was not undone counts."""

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        self._by_id: dict[str, Decision] = {}
        self._undone: set[str] = set()
        self._place: dict[str, int] = {}
        self._of: dict[_Key, list[str]] = {}
        for decision in decisions:
            self.add(decision)

    def add(self, decision: Decision) -> tuple[Target, ...]:
        """Take one more decision; gives the segments whose standing it may change."""
        self._by_id[decision.id] = decision
        self._place[decision.id] = len(self._place)
        if decision.kind == "undo":
            undone = self._by_id.get(decision.undoes or "")
            if undone is None or undone.reviewer != decision.reviewer:
                return ()
            self._undone.add(undone.id)
            return undone.targets
        for target in decision.targets:
            for key in _keys(target.sha256, target.path, target.segment):
                self._of.setdefault(key, []).append(decision.id)
        return decision.targets

    def of(self, sha256: str, path: str, segment: str) -> Mapping[str, Decision]:
        """What counts for a segment, by reviewer: kinds `label` and `unsure`."""
        return {d.reviewer: d for d in self._held(sha256, path, segment) if d.kind != "note"}

    def notes(self, sha256: str, path: str, segment: str) -> list[Decision]:
        """What reviewers wrote on a segment, first first."""
        return [d for d in self._held(sha256, path, segment) if d.note]

    def decision(self, number: str) -> Decision:
        """The decision with that id, which must be there."""
        return self._by_id[number]

    def last(self, reviewer: str) -> Decision | None:
        """The reviewer's last decision that an undo can take back."""
        for decision in reversed(self._by_id.values()):
            if decision.reviewer == reviewer and self.undoable(decision.id, reviewer):
                return decision
        return None

    def undoable(self, decision: str, reviewer: str) -> bool:
        """Whether the reviewer made that decision and it still holds."""
        found = self._by_id.get(decision)
        return (
            found is not None
            and found.reviewer == reviewer
            and found.kind != "undo"
            and decision not in self._undone
        )

    def _held(self, sha256: str, path: str, segment: str) -> list[Decision]:
        found = {
            number: self._by_id[number]
            for key in _keys(sha256, path, segment)
            for number in self._of.get(key, ())
            if number not in self._undone
        }
        return sorted(found.values(), key=lambda d: self._place[d.id])


def agreed(decisions: Mapping[str, Decision]) -> Label | None:
    """The label that all reviewers who decided gave; None if they differ or one is unsure."""
    labels = {d.label for d in decisions.values()}
    return labels.pop() if len(labels) == 1 else None


def _keys(sha256: str, path: str, segment: str) -> list[_Key]:
    """Standard input has no path that would find anything again."""
    by_content = _Key(sha256, segment)
    return [by_content] if path == "-" else [by_content, _Key(path, segment)]
