"""Deciding on the entries of a baseline: answers in, decisions out, one at a time."""

import pytest

from labeler.errors import UsageError
from labeler.policy.baseline import Entry, Key
from labeler.policy.review import Question, review

FIRST, SECOND, THIRD = (Key(f"{n:016x}", "no-ai") for n in (3, 2, 1))
ENTRIES = {
    THIRD: Entry(path="c.txt"),
    SECOND: Entry(path="b.txt"),
    FIRST: Entry(path="a.txt"),
    Key("f" * 16, "no-ai"): Entry(status="accepted", path="d.txt"),
}


class Reviewer:
    """Gives answers one by one, and keeps what was asked and decided."""

    def __init__(self, *answers: str) -> None:
        self._answers = list(answers)
        self.asked: list[Question] = []
        self.decided: list[tuple[Key, str, str | None]] = []

    def ask(self, question: Question) -> str | None:
        self.asked.append(question)
        return self._answers.pop(0) if self._answers else None

    def decide(self, key: Key, entry: Entry) -> None:
        self.decided.append((key, entry.status, entry.reason))

    def review(self) -> int:
        return review(ENTRIES, self.ask, self.decide)


def test_undecided_entries_are_asked_about_by_rule_and_path() -> None:
    reviewer = Reviewer("s", "s", "s")
    assert reviewer.review() == 0
    assert [(q.key, q.number, q.of) for q in reviewer.asked] == [
        (FIRST, 1, 3),
        (SECOND, 2, 3),
        (THIRD, 3, 3),
    ]


def test_yes_and_no_with_and_without_a_reason() -> None:
    reviewer = Reviewer("y", "n  quoted in an interview \n", "y agreed\n")
    assert reviewer.review() == 3
    assert reviewer.decided == [
        (FIRST, "accepted", None),
        (SECOND, "false_positive", "quoted in an interview"),
        (THIRD, "accepted", "agreed"),
    ]


def test_a_decision_is_taken_before_the_next_question() -> None:
    reviewer = Reviewer("y", "q")
    reviewer.review()
    assert reviewer.decided == [(FIRST, "accepted", None)]


def test_back_asks_again_and_shows_what_was_decided() -> None:
    reviewer = Reviewer("y", "b", "n", "q")
    assert reviewer.review() == 1
    assert [(q.key, q.entry.status) for q in reviewer.asked] == [
        (FIRST, "todo"),
        (SECOND, "todo"),
        (FIRST, "accepted"),
        (SECOND, "todo"),
    ]
    assert reviewer.decided[-1] == (FIRST, "false_positive", None)


def test_back_at_the_first_stays_there() -> None:
    reviewer = Reviewer("b", "q")
    reviewer.review()
    assert [q.key for q in reviewer.asked] == [FIRST, FIRST]


def test_the_end_of_input_quits() -> None:
    reviewer = Reviewer("y")
    assert reviewer.review() == 1
    assert len(reviewer.asked) == 2


@pytest.mark.parametrize("answer", ["x", "", "yes", "q now", "Y"])
def test_a_line_that_is_no_answer_decides_nothing(answer: str) -> None:
    reviewer = Reviewer("y", answer)
    with pytest.raises(UsageError) as error:
        reviewer.review()
    assert str(error.value) == (
        f"question 2: {answer!r} is no answer; y: right, and accepted; n: a false positive; "
        "s: skip; b: back; q: quit; a reason may follow y and n"
    )
    assert [key for key, *_ in reviewer.decided] == [FIRST]


def test_nothing_to_decide() -> None:
    assert review({}, Reviewer().ask, Reviewer().decide) == 0
