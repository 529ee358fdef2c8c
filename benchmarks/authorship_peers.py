"""How well labeler and its peers tell who wrote a text, on the same texts.

The texts are those of `benchmarks.authorship`: at most so many of each source, language and
side, always the same ones, with white space collapsed. Measured are the groups by source and
language that have both sides, and those by people alone in the languages of these.

Peers that do not run here are named with the reason. labeler's figures are its held-out ones of
`benchmarks.authorship` (`--held-out`, best made with `--folds 0`), where its model never saw the
source it is measured on; a group that is not the same texts there is left out for labeler. What
the peers were trained on is not known: some of these texts may be among it. labeler's speed is
from this run, with the shipped model. Speed is processor time.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from benchmarks.authorship_peer_figures import (
    GROUPING,
    OURS,
    AuthorshipPeers,
    DetectorFigures,
    read_held_out,
    slim,
    tables,
)
from benchmarks.detectors import DETECTORS, Answer, Detect
from benchmarks.files import ROOT, command_line, give_results, say
from benchmarks.machine import machine
from benchmarks.texts import add_text_arguments, read_gold_texts, text_files
from labeler.classifier.authorship import word_count
from labeler.classifier.evaluate_authorship import draw, judge, scanned_text
from labeler.classifier.evaluate_groups import (
    Judged,
    group,
)
from labeler.classifier.gold import GoldText

HELD_OUT = ROOT / "benchmarks" / "results" / "authorship.json"


def chosen(texts: Iterable[GoldText]) -> list[GoldText]:
    """Texts of groups with both sides, and of groups by people alone in their languages."""
    texts = list(texts)
    sides: dict[tuple[str, str | None], set[str]] = {}
    for text in texts:
        sides.setdefault((text.source, text.lang), set()).add(text.label)
    languages = {lang for (_, lang), found in sides.items() if len(found) == 2}
    return [
        text for text in texts if text.lang in languages and sides[text.source, text.lang] != {"ai"}
    ]


def measure(
    texts: Sequence[GoldText], detectors: Mapping[str, Callable[[], Detect]]
) -> tuple[dict[str, DetectorFigures], dict[str, str]]:
    """Run all detectors; those that cannot be imported come second, with the reason."""
    found, not_run = {}, {}
    for name, make in detectors.items():
        try:
            detect = make()
        except ImportError as error:
            not_run[name] = str(error)
            say(f"{name}: does not run here: {error}")
            continue
        found[name] = _run(name, detect, texts)
        say(f"{name}: {found[name].megabytes_per_second} MB/s, {found[name].refused} refused")
    return found, not_run


def _run(name: str, detect: Detect, texts: Sequence[GoldText]) -> DetectorFigures:
    judged = []
    refused = size = 0
    seconds = 0.0
    for gold in texts:
        text = scanned_text(gold)
        start = time.process_time()
        try:
            answer = detect(text)
        except Exception:  # peers raise all kinds; a refusal is a finding, not an end
            answer = Answer(0.0, False)
            refused += 1
        seconds += time.process_time() - start
        size += len(text.encode("utf-8", "replace"))
        judged.append(
            Judged(gold, answer.score, answer.called_ai, False, len(text), word_count(text))
        )
    groups = group(judged, GROUPING.split("+")).groups
    return DetectorFigures(
        version=version(name),
        megabytes_per_second=round(size / max(seconds, 1e-9) / 1e6, 3),
        refused=refused,
        groups={key: slim(figures) for key, figures in groups.items()},
    )


def our_speed(texts: Sequence[GoldText]) -> DetectorFigures:
    """labeler's speed from text to report, with the shipped model; it has seen these texts."""
    from labeler import Labeler

    labeler = Labeler()
    judge(texts[0], lambda text: labeler.scan_text(text).segments)  # loads rules and model
    spent = 0.0
    for gold in texts:
        text = scanned_text(gold)
        start = time.process_time()
        labeler.scan_text(text)
        spent += time.process_time() - start
    size = sum(len(scanned_text(gold).encode("utf-8", "replace")) for gold in texts)
    return DetectorFigures(version(OURS), round(size / max(spent, 1e-9) / 1e6, 3), 0, {})


def _command() -> str:
    """The command, with the library that it was run with (`benchmarks.detectors`)."""
    preload = os.environ.get("LD_PRELOAD")
    before = f"LD_PRELOAD={Path(preload).name} " if preload else ""
    return before + command_line("benchmarks.authorship_peers")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    add_text_arguments(parser)
    parser.add_argument("--detectors", nargs="+", choices=list(DETECTORS), default=list(DETECTORS))
    parser.add_argument(
        "--held-out", type=Path, default=HELD_OUT, help="from benchmarks.authorship"
    )
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    options = parser.parse_args(arguments)
    texts = chosen(draw(read_gold_texts(options), options.per))
    say(f"{len(texts)} texts")
    ours = our_speed(texts)
    peers, not_run = measure(texts, {name: DETECTORS[name] for name in options.detectors})
    found = AuthorshipPeers(
        command=_command(),
        data=text_files(options),
        per=options.per,
        detectors={OURS: ours, **peers},
        not_run=not_run,
        machine=machine(),
    )
    give_results(found, list(tables(found, read_held_out(options.held_out)).values()), options.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
