"""Small reports made for the tests of policies."""

import hashlib
from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

from labeler.document import Span
from labeler.policy import Policy, audit
from labeler.policy.schema import PolicyRule, When
from labeler.provenance import C2paFinding, Declared, HiddenText
from labeler.report.schema import (
    DocumentEvidence,
    Finding,
    Input,
    LabelCount,
    LabelCounts,
    Report,
    ReportEvidence,
    ReportSegment,
    Scores,
    Summary,
    Tool,
)

LABELS = ("human_article", "ai_report", "image_caption", "boilerplate")


def text_id(text: str, ordinal: int = 1) -> str:
    return f"{hashlib.sha256(text.encode()).hexdigest()[:16]}-{ordinal}"


def segment(text: str = "Two ferries ran on Sunday.", **fields: Any) -> ReportSegment:
    """A paragraph of a person's, or what `fields` make of it; `report` puts it in its place."""
    given: dict[str, Any] = {
        "id": text_id(text),
        "index": 0,
        "span": Span(0, len(text)),
        "line": 1,
        "column": 1,
        "text": text,
        "language": "en",
        "kind": "paragraph",
        "label": "human_article",
        "confidence": 0.9,
        "scores": Scores(0.9, 0.05, 0.03, 0.02),
        "basis": "absence",
        "needs_review": False,
        "governed_by": (),
        "governs": (),
        "evidence": (),
        "conflicts": (),
    }
    return ReportSegment(**{**given, **fields})


def evidence(name: str, **fields: Any) -> ReportEvidence:
    return ReportEvidence(**{"source": "rule", "name": name, "via": "direct", **fields})


def report(
    *segments: ReportSegment,
    path: str = "page.txt",
    declared: Sequence[Declared] = (),
    hidden_text: Sequence[HiddenText] = (),
    c2pa: Sequence[C2paFinding] = (),
) -> Report:
    """The report on the segments' texts with an empty line between them."""
    placed, at, line = [], 0, 1
    for index, one in enumerate(segments):
        text = one.text or ""
        span = Span(at, at + len(text))
        placed.append(replace(one, index=index, span=span, line=line))
        at += len(text) + 2
        line += text.count("\n") + 2
    counts = {
        label: LabelCount(
            segments=sum(s.label == label for s in placed),
            characters=sum(s.span.end - s.span.start for s in placed if s.label == label),
        )
        for label in LABELS
    }
    return Report(
        schema_version=1,
        tool=Tool(name="labeler", version="0.0", rules_sha256="a" * 64),
        input=Input(
            path=path,
            media_type="text/plain",
            encoding="utf-8",
            encoding_source="utf-8",
            sha256="0123456789abcdef" * 4,
        ),
        document=DocumentEvidence(
            declared=tuple(declared), hidden_text=tuple(hidden_text), c2pa=tuple(c2pa)
        ),
        segments=tuple(placed),
        summary=Summary(
            segments=len(placed),
            characters=sum(count.characters for count in counts.values()),
            needs_review=sum(s.needs_review for s in placed),
            labels=LabelCounts(**counts),
        ),
        findings=(),
        errors=(),
    )


def rule(when: When, **fields: Any) -> PolicyRule:
    given = {"id": "made-rule", "severity": "warning", "message": "made for a test"}
    return PolicyRule(when=when, **{**given, **fields})


def findings(report: Report, *rules: PolicyRule) -> tuple[Finding, ...]:
    return audit(report, Policy(rules)).findings
