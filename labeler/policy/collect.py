"""Findings of a run as entries of a baseline."""

from pathlib import Path

from labeler.errors import InputError
from labeler.policy.baseline import Entry, Key, entry_of, seen_from
from labeler.report.writer import AnyReport, findings_of


class EntryCollector:
    """Takes reports as a `labeler.report.writer.Writer`, and keeps what `target` is to know.

    Where several texts give one entry, the first says where it was seen. What is suppressed
    needs no entry.
    """

    def __init__(self, target: Path) -> None:
        self.entries: dict[Key, Entry] = {}
        self._target = target

    def write(self, report: AnyReport) -> None:
        """Keep the findings of one report."""
        findings = findings_of(report, include_text=True)
        seen = seen_from(self._target, report.input.path)
        for finding in findings:
            if finding.status != "suppressed":
                key = Key(finding.content, finding.rule)
                self.entries.setdefault(key, entry_of(finding, seen))

    def write_error(self, error: InputError) -> None:
        """An input that could not be read has no findings."""

    def close(self) -> None:
        """Nothing follows."""
