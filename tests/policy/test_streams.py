"""Documents of any size: the same findings as for small ones, in little memory."""

import tracemalloc
from collections.abc import Iterator

import pytest

from labeler.policy import Accepted, Policy, audit, auditor, fails
from labeler.policy.baseline import Entry, Key
from labeler.policy.schema import HiddenTextWhen, When
from labeler.provenance import inspect
from labeler.report.build import ReportStream, Window
from tests.policy.made import rule
from tests.report.made import PROSE, TOOL, document, paragraphs, report_on, window

TEXT = "\n".join(f"The ferry of {hour} o'clock was {hour} minutes late." for hour in range(24))
RULES = (
    rule(When(label="human_article"), id="each"),
    rule(When(label="human_article", share_above=0.5), id="whole"),
    rule(When(hidden_text=HiddenTextWhen()), id="hidden"),
)


def stream(text: str, at_once: int = 5) -> ReportStream:
    made = document(text)
    segments = paragraphs(text)

    def windows() -> Iterator[Window]:
        for start in range(0, len(segments), at_once):
            some = segments[start : start + at_once]
            yield window(some, [PROSE] * len(some))

    return ReportStream(made, windows(), TOOL, inspect(made), language="en")


def test_a_stream_has_the_findings_of_a_report() -> None:
    text = TEXT.replace("late", "la\u200bte", 1)
    accepted = Accepted({Key("0" * 16, "each"): Entry()})
    audited = audit(stream(text), Policy(RULES), accepted)
    for _ in audited.segments:
        pass

    expected = audit(report_on(text), Policy(RULES), accepted).findings
    assert audited.findings == expected
    assert len(expected) == 24 + 1 + 1
    assert audited.findings == expected, "asking twice changes nothing"
    assert fails(audited, ["new"])


def test_memory_stays_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auditor, "MOST", 1_000)
    text = "\n".join(f"Line {number} of a long table." for number in range(6_000))
    policy = Policy((rule(When(label="human_article"), id="each"), *RULES[1:]))
    report = audit(stream(text, at_once=500), policy)

    tracemalloc.start()
    for _ in report.segments:
        pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    kept = [finding for finding in report.findings if finding.segment]
    assert len(kept) == 1_000
    assert peak < 6_000_000
