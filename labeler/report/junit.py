"""`--format junit`: documents as test suites, the policy's rules as their test cases."""

import os
import re
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from labeler.errors import InputError
from labeler.provenance.finding import Severity
from labeler.report.places import place_in_file
from labeler.report.schema import Finding, Input
from labeler.report.writer import AnyReport, Sink, Writer, findings_of

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, not even escaped (https://www.w3.org/TR/xml/#charsets)."""
_SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


class JunitWriter(Writer):
    """Writes a test suite for each document.

    A rule is a test case. It fails where it has new findings, and is skipped where all of
    its findings have been accepted.
    """

    def __init__(self, sink: Sink) -> None:
        self._stream = sink.stream
        self._include_text = sink.include_text
        self._root = os.getcwd()
        self._rules = tuple(rule.id for rule in sink.rules)
        self._stream.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="labeler">\n')

    def write(self, report: AnyReport) -> None:
        """Write the test suite of one document."""
        found: dict[str, list[Finding]] = {rule: [] for rule in self._rules}
        for finding in findings_of(report, include_text=self._include_text):
            found.setdefault(finding.rule, []).append(finding)
        cases = found or {"policy": []}
        suite = report.input.path
        failures = sum(any(f.status == "new" for f in some) for some in cases.values())
        skipped = sum(bool(some) for some in cases.values()) - failures
        self._write_line(
            f"  <testsuite name={_attribute(suite)} tests={_attribute(len(cases))} "
            f'failures={_attribute(failures)} errors="0" skipped={_attribute(skipped)}>'
        )
        for rule, findings in cases.items():
            self._write_case(suite, rule, self._outcome(findings, report.input))
        if report.errors:
            self._write_line(f"    <system-err>{_text(chr(10).join(report.errors))}</system-err>")
        self._write_line("  </testsuite>")

    def write_error(self, error: InputError) -> None:
        """Write a test suite with nothing but the error."""
        self._write_line(
            '  <testsuite name="unreadable" tests="1" failures="0" errors="1" skipped="0">'
        )
        outcome = f'<error message={_attribute(error)} type="unreadable"/>'
        self._write_case("unreadable", str(error).partition(":")[0], outcome)
        self._write_line("  </testsuite>")

    def close(self) -> None:
        """Write the end of the document."""
        self._write_line("</testsuites>")

    def _write_case(self, suite: str, name: str, outcome: str) -> None:
        start = f"    <testcase classname={_attribute(suite)} name={_attribute(name)}"
        self._write_line(f"{start}>{outcome}</testcase>" if outcome else f"{start}/>")

    def _outcome(self, findings: Sequence[Finding], input: Input) -> str:
        new = [finding for finding in findings if finding.status == "new"]
        if new:
            worst = min((f.severity for f in new), key=_SEVERITIES.index)
            details = "\n".join(self._described(finding, input) for finding in new)
            message = new[0].message if len(new) == 1 else f"{len(new)} findings"
            return (
                f"<failure message={_attribute(message)} type={_attribute(worst)}>"
                f"{_text(details)}</failure>"
            )
        if findings:
            return f"<skipped message={_attribute(_accepted(findings))}/>"
        return ""

    def _described(self, finding: Finding, input: Input) -> str:
        place = place_in_file(finding, input, self._root)
        numbers = [n for n in (place.line, place.column) if n is not None]
        where = ":".join([place.file, *map(str, numbers)])
        quote = f"\n    {finding.quote}" if finding.quote else ""
        return f"{where}: {finding.severity}: {finding.message}{quote}"

    def _write_line(self, line: str) -> None:
        self._stream.write(f"{line}\n".encode())


def _accepted(findings: Iterable[Finding]) -> str:
    reasons = dict.fromkeys(
        f"suppressed: {f.justification}" if f.status == "suppressed" else "in the baseline"
        for f in findings
    )
    return "; ".join(reasons)


def _attribute(value: object) -> str:
    """`value` in quotes, with what XML cannot hold as U+FFFD."""
    return quoteattr(_ILLEGAL.sub("\ufffd", str(value)))


def _text(value: str) -> str:
    return escape(_ILLEGAL.sub("\ufffd", value), {"\r": "&#13;"})
