"""`--format sarif`: findings in SARIF 2.1.0, for code scanning and editors.

Section numbers are of https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html.
"""

import os
from collections.abc import Mapping
from typing import Any, NamedTuple

from labeler.errors import InputError
from labeler.provenance.finding import Severity
from labeler.report.encode import encode
from labeler.report.fingerprint import Fingerprints
from labeler.report.places import FilePlace, place_in_file, uri_of
from labeler.report.schema import Finding, ReportSegment, Tool
from labeler.report.writer import AnyReport, Sink, Writer, findings_of
from labeler.version import VERSION

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_ROOT = "%SRCROOT%"
_TAXONOMY = "IPTC digital source type"
_TAXONOMY_URI = "http://cv.iptc.org/newscodes/digitalsourcetype/"
_BASELINE_STATE = {
    "new": "new",
    "unchanged": "unchanged",
    "suppressed": "unchanged",  # whoever suppressed it knew it
}

Json = dict[str, Any]


class _Facts(NamedTuple):
    """What a result says of the segment it is about."""

    confidence: float
    needs_review: bool
    review_reason: str | None
    digital_source_type: str | None
    path: str | None


class SarifWriter(Writer):
    """Writes one run with a result for each finding; what describes the run comes after them."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._root = os.getcwd()
        self._results = 0
        self._rules: dict[str, Json] = {}
        self._places_of_rules: dict[str, int] = {}
        self._taxa: dict[str, int] = {}
        self._notifications: list[Json] = []
        self._complete = True
        self._tool: Tool | None = None
        for rule in sink.rules:
            self._index_of(rule.id, rule.message, rule.severity)
        sink.stream.write(
            b'{"$schema":%b,"version":"2.1.0","runs":[{"columnKind":"unicodeCodePoints",'
            b'"newlineSequences":["\\r\\n","\\n","\\r"],"results":[' % encode(_SCHEMA)
        )

    def write(self, report: AnyReport) -> None:
        """Write the results of one document."""
        self._tool = self._tool or report.tool
        facts = {segment.id: _facts(segment) for segment in report.segments}
        fingerprints = Fingerprints()
        for finding in findings_of(report, include_text=self._sink.include_text):
            place = place_in_file(finding, report.input, self._root)
            result = self._result(finding, place, facts)
            result["partialFingerprints"] = {"labelerFinding/v1": fingerprints.of(finding)}
            self._sink.stream.write((b",\n" if self._results else b"\n") + encode(result))
            self._results += 1
        for error in report.errors:
            self._notify("warning", f"{report.input.path}: {error}")

    def write_error(self, error: InputError) -> None:
        """Note that the run did not get at everything."""
        self._complete = False
        self._notify("error", str(error))

    def close(self) -> None:
        """Write what the results refer to."""
        invocation: Json = {"executionSuccessful": self._complete}
        if self._notifications:
            invocation["toolExecutionNotifications"] = self._notifications
        run: Json = {
            "tool": {"driver": self._driver()},
            "originalUriBaseIds": {
                _ROOT: {"description": {"text": "The directory that labeler ran in."}}
            },
            "invocations": [invocation],
        }
        if self._taxa:
            run["taxonomies"] = [_taxonomy(self._taxa)]
        self._sink.stream.write(b"\n]," + encode(run)[1:] + b"]}\n")

    def _result(self, finding: Finding, place: FilePlace, facts: Mapping[str, _Facts]) -> Json:
        about = facts.get(finding.segment or "")
        result: Json = {
            "ruleId": finding.rule,
            "ruleIndex": self._index_of(finding.rule, None, finding.severity),
            "level": finding.severity,
            "message": {"text": finding.message.replace("](", "] (")},  # no link (3.11.6)
            "locations": [_location(finding, place, about)],
            "baselineState": _BASELINE_STATE[finding.status],
            "suppressions": _suppressions(finding),
        }
        if about is None:
            return result
        result["rank"] = round(about.confidence * 100, 2)
        if about.needs_review:
            result["properties"] = _without_none(
                {"needsReview": True, "reviewReason": about.review_reason}
            )
            if finding.severity == "note":
                # 3.27.10: any kind but `fail` has no level. What the policy calls a warning or
                # an error stays one, so that whoever reads levels sees what labeler's exit
                # code says.
                result |= {"kind": "review", "level": "none"}
        if about.digital_source_type:
            result["taxa"] = [self._taxon(about.digital_source_type)]
        return result

    def _index_of(self, rule: str, message: str | None, severity: Severity) -> int:
        if rule not in self._rules:
            self._places_of_rules[rule] = len(self._rules)
            described = message or f"findings of the rule {rule}"
            self._rules[rule] = {
                "id": rule,
                "name": _pascal_case(rule),
                "shortDescription": {"text": described},
                "fullDescription": {"text": described},  # GitHub shows none without
                "help": {"text": f"{described}\n\nRule `{rule}` of the policy in force."},
                "defaultConfiguration": {"level": severity},
            }
        return self._places_of_rules[rule]

    def _taxon(self, uri: str) -> Json:
        index = self._taxa.setdefault(uri, len(self._taxa))
        return {
            "id": _term(uri),
            "index": index,
            "toolComponent": {"name": _TAXONOMY, "index": 0},
        }

    def _notify(self, level: Severity, message: str) -> None:
        self._notifications.append({"level": level, "message": {"text": message}})

    def _driver(self) -> Json:
        driver: Json = {
            "name": "labeler",
            "version": VERSION,
            "semanticVersion": VERSION,
            "shortDescription": {"text": "Labels who made each segment of a document."},
            "rules": list(self._rules.values()),
        }
        if self._taxa:
            driver["supportedTaxonomies"] = [{"name": _TAXONOMY, "index": 0}]
        if self._tool:
            driver["properties"] = _without_none(
                {
                    "rulesSha256": self._tool.rules_sha256,
                    "modelSha256": self._tool.model_sha256,
                    "configSha256": self._tool.config_sha256,
                }
            )
        return driver


def _facts(segment: ReportSegment) -> _Facts:
    return _Facts(
        segment.confidence,
        segment.needs_review,
        segment.review_reason,
        segment.digital_source_type,
        segment.path,
    )


def _location(finding: Finding, place: FilePlace, about: _Facts | None) -> Json:
    physical: Json = {"artifactLocation": _artifact(place.file)}
    region = _region(finding, place)
    if region:
        physical["region"] = region
    location: Json = {"physicalLocation": physical}
    if about and about.path:
        location["logicalLocations"] = [{"fullyQualifiedName": about.path, "kind": "element"}]
    return location


def _artifact(file: str) -> Json:
    uri = uri_of(file)
    return {"uri": uri} if uri.startswith("file:") else {"uri": uri, "uriBaseId": _ROOT}


def _region(finding: Finding, place: FilePlace) -> Json:
    """The region (3.30), empty where the document as a whole is meant."""
    span = place.span
    region = _without_none(
        {
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": place.end_line,
            "endColumn": place.end_column,
            "charOffset": span.start if span else None,
            "charLength": span.end - span.start if span else None,
        }
    )
    if region and finding.quote:
        region["snippet"] = {"text": finding.quote}
    return region


def _suppressions(finding: Finding) -> list[Json]:
    """Empty, not absent, where there are none: absent would say that nobody knows (3.27.23)."""
    if finding.status != "suppressed":
        return []
    return [
        _without_none(
            {"kind": "external", "status": "accepted", "justification": finding.justification}
        )
    ]


def _taxonomy(taxa: Mapping[str, int]) -> Json:
    return {
        "name": _TAXONOMY,
        "organization": "IPTC",
        "informationUri": _TAXONOMY_URI,
        "shortDescription": {"text": "How a text or picture came about."},
        "isComprehensive": False,
        "taxa": [{"id": _term(uri), "helpUri": uri} for uri in taxa],
    }


def _pascal_case(rule: str) -> str:
    """`undisclosed-ai` as `UndisclosedAi`, how SARIF names rules."""
    return "".join(part.capitalize() for part in rule.split("-"))


def _term(uri: str) -> str:
    return uri.rpartition("/")[2]


def _without_none(values: Mapping[str, object]) -> Json:
    return {key: value for key, value in values.items() if value is not None}
