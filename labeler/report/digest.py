"""The findings of a run in Markdown, for a pull request's comment or a job's summary."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from labeler.errors import InputError
from labeler.evidence import LABELS
from labeler.provenance.finding import Severity
from labeler.report.counted import counted
from labeler.report.markdown_text import code, code_cell, plain
from labeler.report.places import place_in_file
from labeler.report.schema import Finding, Input
from labeler.report.writer import AnyReport, findings_of

MARK = "<!-- labeler -->"
"""The first line, by which a bot finds its comment again to replace it."""
_SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
_LONGEST_PATH = 200
_LONGEST_MESSAGE = 300
_LONGEST_QUOTE = 160
_MOST_RULES = 60
"""Rows of the table of rules."""


class _Count(NamedTuple):
    new: int = 0
    accepted: int = 0


class _Section(NamedTuple):
    number: int
    """Of lines, also of those that were not kept."""
    title: str
    lines: list[str]


class Digest:
    """Gathers findings; holds no more of them than there is room for.

    `limit` is the most that the text may come to, as `size` measures it: in characters.
    Files are named as seen from the directory `root`, and quoted only with `include_text`.
    """

    def __init__(
        self, limit: int, root: str, include_text: bool, size: Callable[[str], int] = len
    ) -> None:
        self._include_text = include_text
        self._root = root
        self._size = size
        self._documents = 0
        self._segments: Counter[str] = Counter()
        self._characters: Counter[str] = Counter()
        self._needs_review = 0
        self._rules: dict[tuple[Severity, str], _Count] = {}
        self._lines: dict[Severity, list[str]] = {severity: [] for severity in _SEVERITIES}
        self._room: dict[Severity, int] = dict.fromkeys(_SEVERITIES, limit)
        self._new: Counter[Severity] = Counter()
        self._unreadable = 0
        self._error_lines: list[str] = []
        self._error_room = limit

    def add(self, report: AnyReport) -> None:
        """Take the findings and the summary of one document."""
        for finding in findings_of(report, include_text=self._include_text):
            self._add_finding(finding, report.input)
        self._documents += 1
        summary = report.summary
        self._needs_review += summary.needs_review
        for label in LABELS:
            count = getattr(summary.labels, label)
            self._segments[label] += count.segments
            self._characters[label] += count.characters

    def add_error(self, error: InputError) -> None:
        """Take an input that could not be read."""
        self._unreadable += 1
        line = f"- {plain(str(error), _LONGEST_MESSAGE)}\n"
        self._error_room -= self._size(line)
        if self._error_room >= 0:
            self._error_lines.append(line)

    def markdown(self, limit: int) -> str:
        """All of it, the worst first, as far as it fits into `limit`; whole lines."""
        text = ""
        head = f"{MARK}\n## labeler: {self._heading()}\n\n{self._overview()}\n"
        for piece in (head, "".join(self._table_of_rules())):
            if self._size(text + piece) <= limit:
                text += piece
        for section in self._sections():
            text += self._written(section, limit - self._size(text))
        return text

    def _add_finding(self, finding: Finding, input: Input) -> None:
        severity = finding.severity
        key = severity, finding.rule
        count = self._rules.get(key, _Count())
        if finding.status != "new":
            self._rules[key] = count._replace(accepted=count.accepted + 1)
            return
        self._rules[key] = count._replace(new=count.new + 1)
        self._new[severity] += 1
        if self._room[severity] > 0:
            line = self._described(finding, input)
            self._room[severity] -= self._size(line)
            self._lines[severity].append(line)

    def _described(self, finding: Finding, input: Input) -> str:
        place = place_in_file(finding, input, self._root)
        where = place.file if place.line is None else f"{place.file}:{place.line}"
        quote = code(finding.quote or "", _LONGEST_QUOTE)
        return (
            f"- {code(where, _LONGEST_PATH)} {plain(finding.message, _LONGEST_MESSAGE)}"
            f" ({code(finding.rule, _LONGEST_PATH)})" + (f": {quote}\n" if quote else "\n")
        )

    def _heading(self) -> str:
        new = [counted(self._new[s], s) for s in _SEVERITIES if self._new[s]]
        return ", ".join(new) if new else "nothing new to object to"

    def _overview(self) -> str:
        said = [counted(self._documents, "document")]
        total = sum(self._characters.values())
        said.extend(
            f"{self._characters[label] / total:.0%} {code(label, _LONGEST_PATH)}"
            for label in LABELS
            if self._segments[label] and total
        )
        if self._needs_review:
            said.append(f"{counted(self._needs_review, 'segment')} for a person to look at")
        return ", ".join(said) + ".\n"

    def _table_of_rules(self) -> Iterator[str]:
        rules = sorted(
            self._rules.items(), key=lambda item: (_SEVERITIES.index(item[0][0]), item[0][1])
        )
        if not rules:
            return
        yield "| rule | severity | new | accepted |\n|---|---|--:|--:|\n"
        for (severity, rule), count in rules[:_MOST_RULES]:
            name = code_cell(rule, _LONGEST_PATH)
            yield f"| {name} | {severity} | {count.new} | {count.accepted} |\n"
        if len(rules) > _MOST_RULES:
            yield f"| and {len(rules) - _MOST_RULES} more | | | |\n"
        yield "\n"

    def _sections(self) -> Iterator[_Section]:
        if self._unreadable:
            title = f"{counted(self._unreadable, 'input')} not read"
            yield _Section(self._unreadable, title, self._error_lines)
        for severity in _SEVERITIES:
            if number := self._new[severity]:
                yield _Section(number, counted(number, severity), self._lines[severity])

    def _written(self, section: _Section, room: int) -> str:
        """What there is room for of a section, and how much there is none for."""
        head = f"<details><summary>{section.title}</summary>\n\n"
        more = "- and {:,} more\n"
        foot = "\n</details>\n\n"
        room -= self._size(head + more.format(section.number) + foot)
        shown = []
        for line in section.lines:
            room -= self._size(line)
            if room < 0:
                break
            shown.append(line)
        left = section.number - len(shown)
        if not shown:
            return ""  # the table of rules has its numbers
        return head + "".join(shown) + (more.format(left) if left else "") + foot
