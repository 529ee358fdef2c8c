"""What makes a run fail."""

import msgspec
import pytest

from labeler.policy import FAIL_ON, fails
from labeler.report.schema import Finding
from tests.policy.made import report


def page(severity="warning", status="new", justification=None):
    finding = Finding(
        rule="made-rule",
        severity=severity,
        message="made",
        content="0123456789abcdef",
        status=status,
        justification=justification,
    )
    return msgspec.structs.replace(report(), findings=(finding,))


@pytest.mark.parametrize(
    ("severity", "failing"),
    [
        ("note", ["note", "new", "unreviewed"]),
        ("warning", ["note", "warning", "new", "unreviewed"]),
        ("error", ["note", "warning", "error", "new", "unreviewed"]),
    ],
)
def test_a_new_finding_fails_at_its_severity_and_below(severity, failing) -> None:
    assert [on for on in FAIL_ON if fails(page(severity), [on])] == failing


def test_what_the_baseline_knows_fails_only_while_nobody_has_decided_on_it() -> None:
    known = page("error", "unchanged")
    decided = page("error", "unchanged", "quoted in an interview")

    assert [on for on in FAIL_ON if fails(known, [on])] == ["unreviewed"]
    assert not fails(decided, FAIL_ON)


def test_what_is_suppressed_never_fails() -> None:
    assert not fails(page("error", "suppressed", "the archive stays as it is"), FAIL_ON)


def test_any_of_several_criteria_will_do() -> None:
    assert fails(page("error"), ["error", "unreviewed"])
    assert fails(page("note"), ["error", "unreviewed"])
    assert not fails(page("note"), ["error", "warning"])


def test_without_criteria_or_findings_nothing_fails() -> None:
    assert not fails(page("error"), [])
    assert not fails(report(), FAIL_ON)
