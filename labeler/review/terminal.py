"""The queue in a terminal: the same decisions, for machines without a browser."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TextIO

from labeler.evidence import LABELS
from labeler.report.counted import counted
from labeler.report.excerpt import one_line
from labeler.report.explain import explanation
from labeler.report.html.shown import hidden_name, hidden_runs
from labeler.report.html.words import LABEL_NAMES
from labeler.report.text import SIGNS, STYLES
from labeler.review.desk import Ask, Desk
from labeler.review.queue import EXCERPT, Filters, Item, items, progress

if TYPE_CHECKING:
    from rich.console import Console

_NUMBERED = {str(number): label for number, label in enumerate(LABELS, 1)}
ANSWERS = (
    ("a", "accept"),
    *((number, LABEL_NAMES[label]) for number, label in _NUMBERED.items()),
    ("u", "unsure"),
    ("n WORDS", "note"),
    ("A", "accept all with this text"),
    ("r [RULE]", "accept all of a rule"),
    ("z", "undo"),
    ("s", "skip"),
    ("w", "why"),
    ("q", "quit"),
)
"""What can be typed. Words after a decision are kept as its note."""


def review_in_terminal(desk: Desk, reviewer: str, answers: TextIO, console: "Console") -> int:
    """Ask about what needs a person most, an answer a line, until `q` or the end of `answers`.

    Each decision is on the disk before the next question. Gives how many were made.
    """
    session = _Session(desk, reviewer, answers, console)
    session.say_answers()
    while not session.over:
        item = session.next()
        if item is None:
            session.ask_at_the_end()
        else:
            session.ask(item)
    return session.made


class _Session:
    """One reviewer at one terminal."""

    def __init__(self, desk: Desk, reviewer: str, answers: TextIO, console: "Console") -> None:
        self.made = 0
        self.over = False
        """The reviewer quit, or the answers are at their end."""
        self._desk = desk
        self._reviewer = reviewer
        self._answers = answers
        self._console = console
        self._skipped: set[int] = set()
        self._also: dict[str, Callable[[Item, str], None]] = {
            "s": self._skip,
            "z": lambda item, rest: self._undo(),
            "w": self._why,
            "n": self._note,
            "A": self._identical,
            "r": self._rule,
            "?": lambda item, rest: self.say_answers(),
        }

    def next(self) -> Item | None:
        """What needs the reviewer most and was not skipped."""
        self._desk.sync()
        page = 1
        while found := items(self._desk.index, self._reviewer, Filters(page=page)):
            for item in found:
                if item.row not in self._skipped:
                    return item
            page += 1
        return None

    def ask(self, item: Item) -> None:
        """Show a segment and do what is answered."""
        self._show(item)
        letter, rest = self._answer()
        if self.over:
            return
        if (wish := _decision(letter, rest or None)) is not None:
            self._decide(item, wish)
        elif letter in self._also:
            self._also[letter](item, rest)
        else:
            self._say(f"{one_line(letter) or 'an empty line'} is no answer; ? shows them all")

    def ask_at_the_end(self) -> None:
        """Say that nothing waits, and take back the last decision if that is the answer."""
        self._say("\nNothing waits for you. z undoes the last decision; Enter ends.", "bold")
        if self._answer()[0] == "z":
            self._undo()
        else:
            self.over = True

    def say_answers(self) -> None:
        """Show all that can be typed."""
        from rich.text import Text

        shown = Text("  ").join(Text.assemble((key, "bold"), f" {what}") for key, what in ANSWERS)
        self._console.print(shown)

    def _answer(self) -> tuple[str, str]:
        self._console.print("> ", end="")
        line = self._answers.readline()
        letter, _, rest = line.strip().partition(" ")
        self.over = not line or letter == "q"
        return letter, rest.strip()

    def _decide(self, item: Item, wish: Ask) -> None:
        _, rows = self._desk.decide(self._reviewer, item.row, wish)
        self.made += 1
        if len(rows) > 1:
            self._say(f"{counted(len(rows), 'segment')} decided; z undoes them")

    def _skip(self, item: Item, rest: str) -> None:
        self._skipped.add(item.row)

    def _undo(self) -> None:
        undone = self._desk.undo(self._reviewer)
        self._skipped.difference_update(undone[1] if undone else ())
        self._say("undone" if undone else "nothing to undo")

    def _note(self, item: Item, rest: str) -> None:
        if not rest:
            self._say("write the note after n and a space")
            return
        self._desk.decide(self._reviewer, item.row, Ask("note", note=rest))
        self._say("note kept")

    def _why(self, item: Item, rest: str) -> None:
        from rich.text import Text

        report = self._desk.report(item.doc)
        if report is not None:
            for line in explanation(report, report.segments[item.place]):
                self._console.print(Text.assemble(*line), soft_wrap=True)

    def _identical(self, item: Item, rest: str) -> None:
        number = self._desk.about(self._reviewer, item.row).identical
        self._together(item, Ask("label", scope="identical"), number, "with this text")

    def _rule(self, item: Item, rest: str) -> None:
        rules = self._desk.about(self._reviewer, item.row).rules
        rule = rest or (next(iter(rules)) if len(rules) == 1 else "")
        if rule not in rules:
            there = ", ".join(sorted(rules)) or "none"
            self._say(f"name one of the rules that spoke here (r RULE): {there}")
            return
        wish = Ask("label", scope="rule", rule=rule)
        self._together(item, wish, rules[rule], f"on which {rule} spoke")

    def _together(self, item: Item, wish: Ask, number: int, what: str) -> None:
        label = LABEL_NAMES[item.label]
        self._say(f"accept {counted(number, 'open segment')} {what} as {label}? y or n")
        if self._answer()[0] == "y":
            self._decide(item, wish)

    def _show(self, item: Item) -> None:
        far = progress(self._desk.index, self._reviewer)
        about = [
            f"{item.confidence:.2f}",
            item.basis,
            *filter(None, [one_line(item.language or "")]),
        ]
        text = one_line(item.text) + ("…" if len(item.text) == EXCERPT else "")
        place = f"{one_line(item.path)}, segment {item.place}"
        self._say(f"\n{far.done + 1:,} of {far.needing:,}: {place}", "bold")
        self._say_near(item.before)
        self._say(text or "(text left out)", mark="    > ")
        self._say_near(item.after)
        label = f"{SIGNS[item.label]} {LABEL_NAMES[item.label]}  {', '.join(about)}"
        self._say(label, STYLES[item.label], mark="    ")
        if hidden := [hidden_name(run[0]) for run in hidden_runs(item.text)]:
            self._say(f"hidden: {', '.join(hidden)}", "yellow", mark="    ")
        if item.why:
            self._say(one_line(item.why), "yellow", mark="    ? ")

    def _say(self, words: str, style: str = "", mark: str = "") -> None:
        """A paragraph, which a terminal shows indented by its mark."""
        # As text, not as rich's markup: a document may hold brackets.
        from rich.table import Table
        from rich.text import Text

        if not (mark and self._console.is_terminal):
            self._console.print(Text(mark + words, style=style), soft_wrap=True)
            return
        row = Table.grid()
        row.add_row(Text(mark, style=style), Text(words, style=style))
        self._console.print(row)

    def _say_near(self, words: str) -> None:
        """A neighbour, which a terminal shows as far as a line goes."""
        from rich.text import Text

        if words:
            near = Text(f"      {one_line(words)}", style="dim")
            short = self._console.is_terminal
            self._console.print(near, soft_wrap=not short, no_wrap=short, overflow="ellipsis")


def _decision(letter: str, note: str | None) -> Ask | None:
    if letter == "a":
        return Ask("label", note=note)
    if letter == "u":
        return Ask("unsure", note=note)
    return Ask("label", _NUMBERED[letter], note) if letter in _NUMBERED else None
