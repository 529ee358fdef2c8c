"""What rules cost: the time to load the shipped pack at start-up, and their share of a scan's.

Loading is measured in fresh processes, as every start loads the pack anew. The share is that of
made articles, scanned as one plain text with the shipped rules and with all of them disabled, in
turn in one process; those about AI, which open the gates of the disclosure rules, are measured
apart. CPU time, the fastest of some rounds: noise only ever adds time.
"""

import argparse
import json
import subprocess
import sys
import time

from benchmarks.documents import made_pages
from benchmarks.machine import machine
from labeler import Labeler
from labeler.rules import Overrides

LOAD_BOUND = 0.060
"""Most seconds to load the pack, from the project's issue 5."""
SHARE_BOUND = 0.40
"""Most that rules may add to the time of a scan of plain text without them, from issue 5."""
SMOKE_FACTOR = 2.0
"""So many times a bound, and something is broken, however busy the machine is."""
_ABOUT = "imagens"
"""In every page made from the one sample about AI, which is about pictures in Portuguese."""
_LOAD = (
    "import time, labeler.rules as r; s = time.process_time(); r.load_pack();"
    " print(time.process_time() - s)"
)


def load_seconds(runs: int) -> float:
    """Seconds to load the shipped pack in a fresh process."""
    commands = [[sys.executable, "-c", _LOAD]] * runs
    return min(
        float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        for command in commands
    )


def scan_seconds(labeler: Labeler, text: str) -> float:
    """Seconds to label a text."""
    start = time.process_time()
    labeler.scan_text(text)
    return time.process_time() - start


def measure_scans(text: str, runs: int) -> dict[str, float]:
    """Seconds to scan a text with rules and without, and what rules add."""
    with_rules, without = Labeler(), Labeler(overrides=Overrides(disable=("*",)))
    rounds = [
        (scan_seconds(with_rules, text), scan_seconds(without, text)) for _ in range(runs + 1)
    ]
    slow, fast = (min(seconds) for seconds in zip(*rounds[1:], strict=True))  # the first warms up
    return {
        "megabytes": round(len(text.encode()) / 1e6, 3),
        "scan_seconds": round(slow, 4),
        "scan_seconds_without_rules": round(fast, 4),
        "rules_add": round(slow / fast - 1, 3),
    }


def measure(pages: int, runs: int) -> dict[str, dict[str, float]]:
    """Seconds to load, and what rules add to scans of articles on other things and on AI."""
    prose = [page.prose for page in made_pages(pages)]
    on_ai = [text for text in prose if _ABOUT in text]
    others = [text for text in prose if _ABOUT not in text]
    return {
        "load": {"seconds": round(load_seconds(runs * 3), 4)},
        "articles": measure_scans("\n\n".join(others), runs),
        "articles_about_ai": measure_scans("\n\n".join(on_ai), runs),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=100, help="articles in the text")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--smoke", action="store_true", help="fewer: quick enough for CI")
    options = parser.parse_args()
    figures = measure(40, 3) if options.smoke else measure(options.pages, options.runs)
    factor = SMOKE_FACTOR if options.smoke else 1.0
    fine = (
        figures["load"]["seconds"] <= LOAD_BOUND * factor
        and figures["articles"]["rules_add"] <= SHARE_BOUND * factor
    )
    bounds = {"load_seconds": LOAD_BOUND, "rules_add": SHARE_BOUND}
    print(json.dumps({"rules": figures, "bounds": bounds, "fine": fine, **machine()}, indent=2))
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
