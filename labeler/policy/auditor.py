"""Goes through the report on one document and notes what the rules object to."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from labeler.document import Span
from labeler.policy import findings
from labeler.policy.compiled import CompiledRules, SegmentRule
from labeler.policy.conditions import c2pa_fits, hidden_text_fits
from labeler.policy.disclosures import Disclosures
from labeler.policy.limits import objection
from labeler.policy.schema import Disclosed, PolicyRule
from labeler.report.schema import CONTENT_DIGITS, DocumentEvidence, Finding, ReportSegment

if TYPE_CHECKING:
    from labeler.report.writer import AnyReport

MOST = 10_000
"""Findings kept of one rule in one document, so that a huge one takes no more memory; the
number of further ones is said in a finding about the document."""


class _Part(NamedTuple):
    """Hidden characters or a manifest that a rule objects to."""

    rule: PolicyRule
    span: Span | None
    message: str
    content: tuple[object, ...]


class DocumentAuditor:
    """Takes the segments of one document in order, then gives the findings.

    `mark` gives a finding with its status: whether it is accepted.
    """

    def __init__(
        self, rules: CompiledRules, evidence: DocumentEvidence, mark: Callable[[Finding], Finding]
    ) -> None:
        self._rules = rules
        self._mark = mark
        self._disclosures = Disclosures()
        self._found: list[Finding] = []
        self._objections: dict[PolicyRule, int] = {}
        self._sums = [(0, 0)] * len(rules.together)
        """Segments and characters that fit each rule about the document."""
        parts = list(_parts(rules, evidence))
        self._whole = [part for part in parts if part.span is None]
        self._waiting = [(p.span, p) for p in parts if p.span is not None]
        self._waiting.sort(key=lambda waiting: waiting[0].start, reverse=True)
        """What is yet to be placed in a segment; the next one stands last."""

    def see(self, segment: ReportSegment) -> None:
        """Take the next segment of the document."""
        while self._waiting and self._waiting[-1][0].start < segment.span.end:
            self._place(*self._waiting.pop(), segment)
        disclosed = self._disclosures.of(segment) if self._rules.ask_disclosures else None
        for made in self._rules.each:
            if _fits(made, segment, disclosed) and self._has_room(made.rule):
                self._found.append(self._mark(findings.of_segment(made.rule, segment)))
        for number, made in enumerate(self._rules.together):
            if _fits(made, segment, disclosed):
                count, characters = self._sums[number]
                length = segment.span.end - segment.span.start
                self._sums[number] = count + 1, characters + length

    def findings(self, report: "AnyReport") -> tuple[Finding, ...]:
        """All findings: those about the document, then the others by position."""
        whole = map(self._mark, self._of_document(report))
        unplaced = [self._mark(_finding(part, None)) for _, part in self._waiting]
        found = [*self._found, *unplaced]
        found.sort(key=lambda one: one.span.start if one.span else 0)
        return (*whole, *found)

    def _place(self, span: Span, part: _Part, segment: ReportSegment) -> None:
        if self._has_room(part.rule):
            inside = segment.span.start <= span.start
            self._found.append(self._mark(_finding(part, segment if inside else None)))

    def _has_room(self, rule: PolicyRule) -> bool:
        number = self._objections.get(rule, 0) + 1
        if rule.once and number > 1:
            return False
        self._objections[rule] = number
        return number <= MOST

    def _of_document(self, report: "AnyReport") -> Iterator[Finding]:
        for made, sums in zip(self._rules.together, self._sums, strict=True):
            said = objection(made, *sums, report)
            if said is not None:
                yield findings.of_document(made.rule, said, report.input)
        for part in self._whole:
            yield findings.of_document(part.rule, part.message, report.input)
        for rule, number in self._objections.items():
            if number > MOST:
                further = f"{number - MOST:,} more in this document"
                yield findings.of_document(rule, further, report.input)


def _fits(made: SegmentRule, segment: ReportSegment, disclosed: Disclosed | None) -> bool:
    for test in made.tests:
        if not test(segment):
            return False
    return not made.disclosed or disclosed in made.disclosed


def _parts(rules: CompiledRules, evidence: DocumentEvidence) -> Iterator[_Part]:
    for rule, hidden_when in rules.hidden:
        for hidden in evidence.hidden_text:
            if hidden_text_fits(hidden_when, hidden):
                spelt = f", they spell {hidden.decoded!r}" if hidden.decoded else ""
                content = (hidden.kind, hidden.count, hidden.decoded)
                yield _Part(rule, hidden.span, hidden.message + spelt, content)
    for rule, c2pa_when in rules.c2pa:
        for found in evidence.c2pa:
            if c2pa_fits(c2pa_when, found):
                yield _Part(rule, found.span, found.message, (found.kind, found.message))


def _finding(part: _Part, segment: ReportSegment | None) -> Finding:
    around = () if segment is None else (segment.id[:CONTENT_DIGITS],)
    content = findings.content_of(*around, *part.content)
    return findings.of_part(part.rule, part.message, content, part.span, segment)
