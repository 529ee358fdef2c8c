"""Other detectors of AI-generated text that run offline, each as a function on a text.

They come with `pip install labeler[bench]` and are imported when first used. Each decides as its
documentation says. is-it-slop is built for glibc 2.38 or newer; elsewhere its import fails, unless
a library with what it lacks is named in LD_PRELOAD: `__isoc23_strtol`, `__isoc23_strtoll` and
`__isoc23_strtoull`, each calling the function of the older name.
"""

import math
from collections.abc import Callable, Mapping
from typing import NamedTuple


class Answer(NamedTuple):
    """What a detector says of a text."""

    score: float
    """0 to 1, higher the more it sounds like a model; only its order means anything."""
    called_ai: bool
    """The detector's own decision."""


Detect = Callable[[str], Answer]


def _is_it_slop() -> Detect:
    import is_it_slop

    def detect(text: str) -> Answer:
        found = is_it_slop.is_this_slop(text)
        return Answer(found.ai_probability, found.classification == "AI")

    return detect


def _zippy() -> Detect:
    from multiprocessing.dummy import Pool

    from zippy import zippy

    zippy.Pool = Pool  # threads: processor time of child processes would not be counted
    detector = zippy.Zippy()

    def detect(text: str) -> Answer:
        verdict, distance = detector.run_on_text_chunked(text)
        signed = distance if verdict == "AI" else -distance
        return Answer(1 / (1 + math.exp(-signed)), verdict == "AI")

    return detect


def _lmscan() -> Detect:
    import lmscan

    def detect(text: str) -> Answer:
        found = lmscan.scan(text)
        return Answer(found.ai_probability, found.verdict in ("AI-generated", "Likely AI"))

    return detect


DETECTORS: Mapping[str, Callable[[], Detect]] = {
    "is-it-slop": _is_it_slop,
    "thinkst-zippy": _zippy,
    "lmscan": _lmscan,
}
"""By the names of their packages. Making one raises ImportError where it does not run."""
