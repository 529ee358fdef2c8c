"""The queue in a terminal: the same decisions, for machines without a browser."""

from collections.abc import Callable
from typing import TextIO

from labeler.evidence import LABELS
from labeler.report.excerpt import one_line
from labeler.report.html.words import LABEL_NAMES
from labeler.report.text import SIGNS
from labeler.review.desk import Ask, Desk
from labeler.review.queue import Filters, Item, items, progress

ANSWERS = (
    "a: accept; "
    + ", ".join(f"{number}: {LABEL_NAMES[label]}" for number, label in enumerate(LABELS, 1))
    + "; u: unsure; s: skip; z: undo; q: quit; a note may follow"
)


def review_in_terminal(
    desk: Desk, reviewer: str, answers: TextIO, say: Callable[[str], object]
) -> int:
    """Ask about what needs a person most, an answer a line, until `q` or the end of `answers`.

    Each decision is on the disk before the next question. Gives how many were made.
    """
    skipped: set[int] = set()
    made = 0
    while (item := _next(desk, reviewer, skipped)) is not None:
        _ask(desk, reviewer, item, say)
        line = answers.readline()
        letter, _, note = line.strip().partition(" ")
        if not line or letter == "q":
            break
        if letter == "s":
            skipped.add(item.row)
        elif letter == "z":
            undone = desk.undo(reviewer)
            skipped.difference_update(undone[1] if undone else ())
            say("undone" if undone else "nothing to undo")
        elif (ask := _ask_of(letter, note.strip() or None)) is not None:
            desk.decide(reviewer, item.row, ask)
            made += 1
        else:
            say(f"{one_line(letter) or 'an empty line'} is no answer; {ANSWERS}")
    else:
        say("Nothing waits for you.")
    return made


def _next(desk: Desk, reviewer: str, skipped: set[int]) -> Item | None:
    desk.sync()
    page = 1
    while found := items(desk.index, reviewer, Filters(page=page)):
        for item in found:
            if item.row not in skipped:
                return item
        page += 1
    return None


def _ask(desk: Desk, reviewer: str, item: Item, say: Callable[[str], object]) -> None:
    far = progress(desk.index, reviewer)
    about = [f"confidence {item.confidence:.2f}", item.basis, *filter(None, [item.language])]
    say(f"\n{far.done + 1} of {far.needing}: {one_line(item.path)}, segment {item.place}")
    if item.before:
        say(f"      {one_line(item.before)}")
    say(f"    > {one_line(item.text) or '(text left out)'}")
    if item.after:
        say(f"      {one_line(item.after)}")
    say(f"    {SIGNS[item.label]} {LABEL_NAMES[item.label]}, {', '.join(about)}")
    if item.why:
        say(f"    ? {one_line(item.why)}")
    say(f"[{ANSWERS}]")


def _ask_of(letter: str, note: str | None) -> Ask | None:
    if letter == "a":
        return Ask("label", note=note)
    if letter == "u":
        return Ask("unsure", note=note)
    if letter.isdecimal() and 1 <= int(letter) <= len(LABELS):
        return Ask("label", LABELS[int(letter) - 1], note)
    return None
