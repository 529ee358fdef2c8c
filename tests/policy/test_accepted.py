"""What is accepted: baselines and suppressions give findings their status."""

import datetime
import pickle
from pathlib import Path

import pytest

from labeler.policy import Policy, accepted, audit, load_accepted
from labeler.policy.baseline import Entry, Key, write_baseline
from labeler.policy.schema import Suppression, When
from tests.policy.made import report, rule, segment, text_id

POLICY = Policy((rule(When(label="ai_report"), id="no-ai"),))
TEXT = "Two ferries ran on Sunday."
KEY = Key(text_id(TEXT)[:16], "no-ai")


@pytest.fixture
def baseline(tmp_path: Path) -> Path:
    return tmp_path / "baseline.json"


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accepted, "today", lambda: datetime.date(2027, 1, 31))


def ai(text: str = TEXT, path: str = "page.txt"):
    return report(segment(text, label="ai_report"), path=path)


def statuses(report, known) -> list[tuple[str, str | None]]:
    return [(f.status, f.justification) for f in audit(report, POLICY, known).findings]


@pytest.mark.parametrize(
    ("entry", "justification"),
    [
        (Entry(), None),
        (Entry(status="accepted"), "accepted"),
        (Entry(status="false_positive"), "false positive"),
        (Entry(status="accepted", reason="an interview"), "an interview"),
    ],
)
def test_what_the_baseline_knows_is_unchanged(baseline, entry, justification) -> None:
    write_baseline(baseline, {KEY: entry})
    assert statuses(ai(), load_accepted(baseline)) == [("unchanged", justification)]


def test_moved_text_stays_known_and_changed_text_does_not(baseline) -> None:
    write_baseline(baseline, {KEY: Entry()})
    known = load_accepted(baseline)
    moved = report(
        segment("Something before it."),
        segment(TEXT, label="ai_report", id=text_id(TEXT, 2)),
        path="elsewhere.txt",
    )

    assert statuses(moved, known) == [("unchanged", None)]
    assert statuses(ai(TEXT.replace("Two", "Three")), known) == [("new", None)]


def test_a_text_is_known_under_its_rule_alone(baseline) -> None:
    write_baseline(baseline, {Key(KEY.content, "another-rule"): Entry()})
    assert statuses(ai(), load_accepted(baseline)) == [("new", None)]


@pytest.mark.usefixtures("today")
@pytest.mark.parametrize(
    ("fields", "suppressed"),
    [
        ({"rule": "no-*"}, True),
        ({"rule": "other"}, False),
        ({"rule": "*", "paths": ("archive/",)}, True),
        ({"rule": "*", "paths": ("/news/*",)}, False),
        ({"rule": "*", "content": KEY.content}, True),
        ({"rule": "*", "content": "0" * 16}, False),
        ({"rule": "*", "expires": datetime.date(2027, 1, 31)}, True),
        ({"rule": "*", "expires": datetime.date(2027, 1, 30)}, False),
    ],
)
def test_a_suppression_holds_where_all_it_says_fits(fields, suppressed) -> None:
    known = load_accepted(None, [Suppression(**fields, reason="the archive stays")], "site")
    expected = ("suppressed", "the archive stays") if suppressed else ("new", None)
    assert statuses(ai(path="site/archive/1.txt"), known) == [expected]


@pytest.mark.usefixtures("today")
def test_what_has_expired_is_said() -> None:
    gone = Suppression(rule="no-ai", reason="until the vote", expires=datetime.date(2027, 1, 30))
    assert load_accepted(None, [gone]).notices == (
        "the suppression of no-ai (until the vote) expired on 2027-01-30; "
        "renew it with a new date or remove it",
    )
    holds = Suppression(rule="no-ai", reason="until the vote", expires=datetime.date(2027, 1, 31))
    assert load_accepted(None, [holds]).notices == ()


@pytest.mark.usefixtures("today")
def test_an_expired_suppression_does_not_take_its_equal_along() -> None:
    gone = Suppression(rule="no-ai", reason="x", expires=datetime.date(2027, 1, 30))
    assert len(load_accepted(None, [gone, gone]).notices) == 2


def test_a_suppression_goes_before_the_baseline(baseline) -> None:
    write_baseline(baseline, {KEY: Entry()})
    known = load_accepted(baseline, [Suppression(rule="no-ai", reason="agreed")])
    assert statuses(ai(), known) == [("suppressed", "agreed")]


def test_the_day_can_be_set_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    assert accepted.today() == datetime.date(2027, 1, 15)
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    now = datetime.datetime.now(datetime.timezone.utc).date()
    assert 0 <= (now - accepted.today()).days <= 1


def test_it_can_be_sent_to_another_process(baseline) -> None:
    write_baseline(baseline, {KEY: Entry()})
    suppression = Suppression(rule="*", paths=("*.md",), reason="drafts")
    sent = pickle.loads(pickle.dumps(load_accepted(baseline, [suppression])))

    assert statuses(ai(), sent) == [("unchanged", None)]
    assert statuses(ai(path="a.md"), sent) == [("suppressed", "drafts")]
