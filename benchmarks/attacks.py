"""What tricks with characters do to the decision on AI texts and on texts by people.

The same texts are scanned as they are and after each attack. The shipped model learnt from
these sources, so it is the difference that counts.
"""

import argparse
import random
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec

from benchmarks.files import command_line, give_results, shared
from benchmarks.machine import machine
from labeler import Labeler
from labeler.classifier.authorship import word_count
from labeler.classifier.evaluate_authorship import draw, judge
from labeler.classifier.evaluate_tables import Table, percent
from labeler.classifier.gold import GoldText, read_texts
from labeler.cli.evaluate import text_scan

Attack = Callable[[str, random.Random], str]

MIN_WORDS = 150
LANGUAGES = ("en", "zh")
_CYRILLIC = str.maketrans("aceopxyiAEOPCTXKMHB", "асеорхуіАЕОРСТХКМНВ")
_FULL_WIDTH = {code: code + 0xFEE0 for code in range(ord("!"), ord("~") + 1)}
_ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff"


def _now_and_then(text: str, share: float, chance: random.Random, change: Attack) -> str:
    return "".join(change(char, chance) if chance.random() < share else char for char in text)


def _homoglyphs(share: float) -> Attack:
    return lambda text, chance: _now_and_then(
        text, share, chance, lambda char, _: char.translate(_CYRILLIC)
    )


def _inserted(marks: str, share: float) -> Attack:
    return lambda text, chance: _now_and_then(
        text, share, chance, lambda char, at_random: char + at_random.choice(marks)
    )


def _spaces(text: str, chance: random.Random) -> str:
    return re.sub(" ", lambda _: chance.choice((" ", "  ", "\u00a0", "\u2009 ", " \t")), text)


ATTACKS: Mapping[str, Attack] = {
    "homoglyphs, one letter in ten": _homoglyphs(0.1),
    "homoglyphs, all letters that have one": _homoglyphs(1.0),
    "zero-width characters, after one in five": _inserted(_ZERO_WIDTH, 0.2),
    "zero-width characters, after each": _inserted(_ZERO_WIDTH, 1.0),
    "soft hyphens, after one in five": _inserted("\u00ad", 0.2),
    "upper case": lambda text, _: text.upper(),
    "lower case": lambda text, _: text.lower(),
    "case at random": lambda text, chance: _now_and_then(
        text, 0.5, chance, lambda char, _: char.swapcase()
    ),
    "spaces of other kinds and double": _spaces,
    "space before marks": lambda text, _: re.sub(r"(?<=\w)([.,;:!?])", r" \1", text),
    "full-width letters": lambda text, _: text.translate(_FULL_WIDTH),
}
"""What each does to a text: nothing that a reader could not undo at sight."""


class Outcome(msgspec.Struct, frozen=True):
    """Share of texts called AI, of those by models and of those by people."""

    tpr: float
    fpr: float


class AttackBenchmark(msgspec.Struct, frozen=True):
    """What the benchmark found."""

    command: str
    models: int
    """Texts by models."""
    people: int
    plain: Outcome
    attacked: dict[str, Outcome]
    machine: dict[str, object]


def outcome(labeler: Labeler, texts: Sequence[GoldText]) -> Outcome:
    """How many of each side are called AI."""
    scan = text_scan(labeler)
    called: dict[str, list[bool]] = {"ai": [], "human": []}
    for text in texts:
        called[text.label].append(judge(text, scan).called_ai)
    tpr, fpr = (sum(side) / max(len(side), 1) for side in (called["ai"], called["human"]))
    return Outcome(tpr, fpr)


def attacked(text: GoldText, attack: Attack) -> GoldText:
    """The text after an attack, the same each time."""
    chance = random.Random(text.text[:200])
    return msgspec.structs.replace(text, text=attack(text.text, chance))


def table(found: AttackBenchmark) -> Table:
    """Both shares before and after each attack, and the loss of TPR in points."""
    rows: list[tuple[str, ...]] = [
        ("none", percent(found.plain.tpr), "-", percent(found.plain.fpr))
    ]
    rows += [
        (name, percent(one.tpr), f"{100 * (found.plain.tpr - one.tpr):.1f}", percent(one.fpr))
        for name, one in found.attacked.items()
    ]
    return Table(
        f"{found.models} AI texts and {found.people} by people, of {MIN_WORDS} or more words",
        ("attack", "TPR", "points lost", "FPR"),
        rows,
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path, nargs="+", default=sorted(shared("ai").glob("*.gz")))
    parser.add_argument("--per", type=int, default=40, help="texts of each source, language, side")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    options = parser.parse_args()
    texts = draw(
        (
            text
            for file in options.texts
            for text in read_texts(file)
            if text.lang in LANGUAGES and word_count(text.text) >= MIN_WORDS
        ),
        options.per,
    )
    labeler = Labeler()
    found = AttackBenchmark(
        command=command_line("benchmarks.attacks"),
        models=sum(text.label == "ai" for text in texts),
        people=sum(text.label == "human" for text in texts),
        plain=outcome(labeler, texts),
        attacked={
            name: outcome(labeler, [attacked(text, attack) for text in texts])
            for name, attack in ATTACKS.items()
        },
        machine=machine(),
    )
    give_results(found, [table(found)], options.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
