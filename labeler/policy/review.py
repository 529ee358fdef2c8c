"""Going through the entries of a baseline that nobody has decided on."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from msgspec.structs import replace

from labeler.errors import UsageError
from labeler.policy.baseline import Entry, Key, Review

ANSWERS = (
    "y: right, and accepted; n: a false positive; s: skip; b: back; q: quit; "
    "a reason may follow y and n"
)
_DECISIONS: dict[str, Review] = {"y": "accepted", "n": "false_positive"}


def is_answer(line: str) -> bool:
    """Whether a line is one of the answers."""
    letter, _, reason = line.strip().partition(" ")
    return letter in _DECISIONS or (letter in ("s", "b", "q") and not reason)


class Question(NamedTuple):
    """One entry to decide on."""

    key: Key
    entry: Entry
    number: int
    """Of the question, from 1."""
    of: int


def review(
    entries: Mapping[Key, Entry],
    ask: Callable[[Question], str | None],
    decide: Callable[[Key, Entry], None],
) -> int:
    """Ask about each entry that waits, by rule and path; return how many were decided.

    `ask` gives a line, such as `n quoted in an interview`, or `None` at the end of input.
    `decide` takes each decision at once, so that the next review goes on after it.
    Raises UsageError for a line that is no answer.
    """
    waiting = [key for key, entry in entries.items() if entry.status == "todo"]
    waiting.sort(key=lambda key: (key.rule, entries[key].path or "", key.content))
    decided = dict[Key, Entry]()
    at = 0
    while at < len(waiting):
        key = waiting[at]
        question = Question(key, decided.get(key, entries[key]), at + 1, len(waiting))
        answer = ask(question)
        if answer is None:
            break
        if not is_answer(answer):
            raise UsageError(f"question {at + 1}: {answer.strip()!r} is no answer; {ANSWERS}")
        letter, _, reason = answer.strip().partition(" ")
        if letter in _DECISIONS:
            status, why = _DECISIONS[letter], reason.strip() or None
            decided[key] = replace(question.entry, status=status, reason=why)
            decide(key, decided[key])
            at += 1
        elif letter == "s":
            at += 1
        elif letter == "b":
            at = max(0, at - 1)
        else:
            break
    return len(decided)
