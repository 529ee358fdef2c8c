"""`--format github`: annotations of a GitHub Actions run, and its job's summary.

The commands are those of
https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands.
"""

import os
import re
from collections import Counter

from labeler.errors import InputError, UsageError
from labeler.provenance.finding import Severity
from labeler.report.counted import counted
from labeler.report.digest import Digest
from labeler.report.encode import utf8
from labeler.report.places import FilePlace, place_in_file
from labeler.report.schema import Finding
from labeler.report.writer import AnyReport, Sink, Writer, findings_of

_COMMANDS: dict[Severity, str] = {"note": "notice", "warning": "warning", "error": "error"}
_MOST = 10
"""Annotations of a level that GitHub shows of one step."""
_SUMMARY_BYTES = 1 << 20
"""That GitHub takes of one step."""
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
"""What steers the terminal that a job's log is read in; line ends are escaped anyway."""


class GithubWriter(Writer):
    """Writes an annotation for each new finding, up to what GitHub shows.

    All of them go to the job's summary, where `GITHUB_STEP_SUMMARY` names its file.
    """

    def __init__(self, sink: Sink) -> None:
        self._stream = sink.stream
        self._include_text = sink.include_text
        self._root = os.environ.get("GITHUB_WORKSPACE") or os.getcwd()
        self._new: Counter[Severity] = Counter()
        self._summary = os.environ.get("GITHUB_STEP_SUMMARY")
        self._digest = Digest(_SUMMARY_BYTES, self._root, sink.include_text, _bytes_of)

    def write(self, report: AnyReport) -> None:
        """Write the annotations of one document."""
        for finding in findings_of(report, include_text=self._include_text):
            if finding.status != "new":
                continue
            place = place_in_file(finding, report.input, self._root)
            self._annotate(finding.severity, _properties(finding, place), _message(finding, place))
        self._digest.add(report)

    def write_error(self, error: InputError) -> None:
        """Write an annotation for an input that could not be read."""
        self._annotate("error", {"title": "labeler"}, str(error))
        self._digest.add_error(error)

    def close(self) -> None:
        """Say how many annotations were left out, and write the summary.

        Raises UsageError if the summary's file cannot be written.
        """
        left = [counted(n - _MOST, s) for s, n in self._new.items() if n > _MOST]
        if left:
            self._stream.write(f"labeler: {', '.join(left)} more without annotation\n".encode())
        if self._summary:
            self._append(self._summary)

    def _annotate(self, severity: Severity, properties: dict[str, object], message: str) -> None:
        self._new[severity] += 1
        if self._new[severity] <= _MOST:
            said = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
            self._stream.write(utf8(f"::{_COMMANDS[severity]} {said}::{_escaped(message)}\n"))

    def _append(self, path: str) -> None:
        try:
            with open(path, "ab") as file:
                room = _SUMMARY_BYTES - file.tell()
                file.write(utf8(self._digest.markdown(room)))
        except OSError as error:
            raise UsageError(
                f"{path}: the job's summary (GITHUB_STEP_SUMMARY) cannot be written: "
                f"{error.strerror}"
            ) from error


def _properties(finding: Finding, place: FilePlace) -> dict[str, object]:
    properties: dict[str, object] = {"file": place.file}
    if place.line is not None:
        properties["line"] = place.line
        if place.end_line is not None:
            properties["endLine"] = place.end_line
        # GitHub takes columns only within one line.
        if place.column is not None and place.end_line in (None, place.line):
            properties["col"] = place.column
            if place.end_column is not None:
                properties["endColumn"] = place.end_column
    return properties | {"title": f"labeler: {finding.rule}"}


def _message(finding: Finding, place: FilePlace) -> str:
    """The message, and the text where no line says which is meant."""
    if place.line is not None or not finding.quote:
        return finding.message
    return f"{finding.message}\n{finding.quote}"


def _escaped(text: str) -> str:
    text = _CONTROLS.sub("\ufffd", text)
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: object) -> str:
    return _escaped(str(value)).replace(":", "%3A").replace(",", "%2C")


def _bytes_of(text: str) -> int:
    return len(utf8(text))
