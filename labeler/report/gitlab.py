"""`--format gitlab`: new findings as a Code Quality report of GitLab.

The fields are those of https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format.
"""

import os

from labeler.provenance.finding import Severity
from labeler.report.encode import encode
from labeler.report.fingerprint import Fingerprints
from labeler.report.places import place_in_file
from labeler.report.schema import Finding
from labeler.report.writer import AnyReport, Sink, Writer, findings_of

_SEVERITIES: dict[Severity, str] = {"note": "info", "warning": "minor", "error": "major"}


class GitlabWriter(Writer):
    """Writes a list with an issue for each new finding.

    GitLab has no accepted issues, so findings of the baseline and suppressed ones are left out.
    """

    def __init__(self, sink: Sink) -> None:
        self._stream = sink.stream
        self._root = os.getcwd()
        self._written = 0
        self._stream.write(b"[")

    def write(self, report: AnyReport) -> None:
        """Write the issues of one document."""
        fingerprints = Fingerprints(report.input.path)
        for finding in findings_of(report, include_text=False):
            fingerprint = fingerprints.of(finding)
            if finding.status != "new":
                continue
            place = place_in_file(finding, report.input, self._root)
            line = place.line or 1  # an issue has to stand somewhere
            issue = {
                "description": finding.message,
                "check_name": finding.rule,
                "fingerprint": fingerprint,
                "severity": _SEVERITIES[finding.severity],
                "location": {
                    "path": place.file,
                    "lines": {"begin": line, "end": _last_line(finding, place.end_line, line)},
                },
            }
            self._stream.write((b",\n" if self._written else b"\n") + encode(issue))
            self._written += 1

    def close(self) -> None:
        """Write the end of the list."""
        self._stream.write(b"\n]\n" if self._written else b"]\n")


def _last_line(finding: Finding, end_line: int | None, line: int) -> int:
    """The last line with something of the finding; its end is exclusive."""
    if end_line is None:
        return line
    return max(line, end_line - 1 if finding.end_column == 1 else end_line)
