"""The reports on the desk with the decisions on them: what both the page and the terminal use."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from labeler.corrections.log import CorrectionsLog
from labeler.corrections.make import decision
from labeler.corrections.schema import Decision, DecisionKind, Scope, Target
from labeler.corrections.standing import Standing
from labeler.errors import UsageError
from labeler.evidence import Label
from labeler.report.schema import Report
from labeler.review.index import report_of


class Ask(NamedTuple):
    """What a reviewer wants to record."""

    kind: DecisionKind
    label: Label | None = None
    note: str | None = None
    scope: Scope = "one"
    rule: str | None = None


class About(NamedTuple):
    """What is known of a segment beside its report."""

    identical: int
    """Open segments with its text and label, itself included."""
    rules: dict[str, int]
    """Open segments with its label on which each of its rules spoke."""
    notes: list[tuple[str, str, str]]
    """Reviewer, time and words."""


class Desk:
    """An index of reports and a corrections file, kept in step."""

    def __init__(self, index: sqlite3.Connection, log: CorrectionsLog) -> None:
        self.index = index
        self.standing = Standing()
        self._log = log
        self.sync()

    def sync(self) -> None:
        """Take in what other processes decided. Raises DataError for a damaged file."""
        for one in self._log.unread():
            self._show(self.standing.add(one))

    def decide(self, reviewer: str, row: int, ask: Ask) -> tuple[Decision, list[int]]:
        """Record what a reviewer says of a segment, or of all that the scope takes in.

        Gives the decision, which is on the disk then, and the rows of its segments. A scope takes
        only segments with the same label in the report that the reviewer has not decided.
        Raises UsageError for a segment that is not there or a scope without segments.
        """
        rows = self.rows_in(reviewer, row, ask.scope, ask.rule)
        if not rows:
            raise UsageError("no such segment is open; the page may be out of date, load it again")
        targets = self._targets(rows)
        label = ask.label
        if ask.kind == "label" and label is None:  # accepted as it is
            label = targets[0].label
        made = decision(
            reviewer,
            ask.kind,
            targets,
            label=label if ask.kind == "label" else None,
            note=ask.note,
            scope=ask.scope,
            rule=ask.rule if ask.scope == "rule" else None,
        )
        self._keep(made)
        return made, rows

    def undo(self, reviewer: str, which: str | None = None) -> tuple[Decision, list[int]] | None:
        """Take back a decision of the reviewer, the last one if none is named.

        Gives the decision that holds no longer with its rows; None if there is none to undo.
        """
        self.sync()
        last = self.standing.last(reviewer)
        name = which or (last.id if last else None)
        if name is None or not self.standing.undoable(name, reviewer):
            return None
        undone = self.standing.decision(name)
        self._keep(decision(reviewer, "undo", undoes=name))
        return undone, [row for target in undone.targets for row in self._rows_of(target)]

    def rows_in(self, reviewer: str, row: int, scope: Scope, rule: str | None = None) -> list[int]:
        """The segments that a decision on `row` with this scope is about, `row` first."""
        like = self.index.execute(
            "SELECT content, label FROM segments WHERE row = ?", (row,)
        ).fetchone()
        if like is None:
            return []
        if scope == "one":
            return [row]
        content, label = like
        which, value = (
            ("s.content = ?", content)
            if scope == "identical"
            else ("EXISTS (SELECT 1 FROM rules r WHERE r.row = s.row AND r.rule = ?)", rule)
        )
        found = self.index.execute(
            f"SELECT s.row FROM segments s WHERE {which} AND s.label = ? AND NOT EXISTS "
            "(SELECT 1 FROM decided d WHERE d.row = s.row AND d.reviewer = ?) ORDER BY s.row",
            (value, label, reviewer),
        )
        rows = [other for (other,) in found]
        return sorted(rows, key=lambda other: other != row)

    def about(self, reviewer: str, row: int) -> About:
        """What to show beside a segment. Until a reviewer has decided, the others' notes are kept
        back, as their decisions are."""
        rules = self.index.execute("SELECT rule FROM rules WHERE row = ?", (row,)).fetchall()
        decided = reviewer in self.decided([row]).get(row, {})
        return About(
            len(self.rows_in(reviewer, row, "identical")),
            {name: len(self.rows_in(reviewer, row, "rule", name)) for (name,) in rules},
            [
                (one.reviewer, one.time, one.note or "")
                for one in self.notes(row)
                if decided or one.reviewer == reviewer
            ],
        )

    def rows_of_document(self, doc: int) -> list[int]:
        """The rows of a document's segments, in reading order."""
        found = self.index.execute("SELECT row FROM segments WHERE doc = ? ORDER BY place", (doc,))
        return [row for (row,) in found]

    def place_of(self, row: int) -> tuple[int, int] | None:
        """The document of a segment and its place there; None if there is no such segment."""
        found: tuple[int, int] | None = self.index.execute(
            "SELECT doc, place FROM segments WHERE row = ?", (row,)
        ).fetchone()
        return found

    def report(self, doc: int) -> Report | None:
        """The report on a document; None if there is no such document."""
        return report_of(self.index, doc)

    def decided(self, rows: Iterable[int]) -> dict[int, dict[str, str]]:
        """For each decided row, by reviewer, the label given or `unsure`."""
        found: dict[int, dict[str, str]] = {}
        for row in rows:
            marks = self.index.execute("SELECT reviewer, label FROM decided WHERE row = ?", (row,))
            if by := dict(marks.fetchall()):
                found[row] = by
        return found

    def notes(self, row: int) -> list[Decision]:
        """What reviewers wrote on a segment."""
        (target,) = self._targets([row]) or (None,)
        if target is None:
            return []
        return self.standing.notes(target.sha256, target.path, target.segment)

    def standing_of(self, row: int) -> Mapping[str, Decision]:
        """Where a segment stands, by reviewer."""
        (target,) = self._targets([row])
        return self.standing.of(target.sha256, target.path, target.segment)

    def _keep(self, made: Decision) -> None:
        self._log.append(made)
        self.sync()

    def _targets(self, rows: Sequence[int]) -> list[Target]:
        found = []
        for row in rows:
            values = self.index.execute(
                "SELECT d.sha256, d.path, s.id, s.label FROM segments s "
                "JOIN documents d USING (doc) WHERE s.row = ?",
                (row,),
            ).fetchone()
            if values is not None:
                found.append(Target(*values))
        return found

    def _rows_of(self, target: Target) -> list[int]:
        found = self.index.execute(
            "SELECT s.row FROM segments s JOIN documents d USING (doc) "
            "WHERE s.id = ? AND (d.sha256 = ? OR (d.path = ? AND d.path <> '-'))",
            (target.segment, target.sha256, target.path),
        )
        return [row for (row,) in found]

    def _show(self, targets: Iterable[Target]) -> None:
        """Bring the index up to date on these segments."""
        rows = {row for target in targets for row in self._rows_of(target)}
        marks = [
            (row, reviewer, one.label or "unsure")
            for row in rows
            for reviewer, one in self.standing_of(row).items()
        ]
        with_row = [(row,) for row in rows]
        self.index.execute("BEGIN")
        self.index.executemany("DELETE FROM decided WHERE row = ?", with_row)
        self.index.executemany("INSERT INTO decided VALUES (?, ?, ?)", marks)
        self.index.execute("COMMIT")
