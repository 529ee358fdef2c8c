"""The part of docs/calibration.md that the shipped model's manifest says."""

import math

from docsite.parts import filled, table
from labeler.classifier.model import load_model
from labeler.locate import shipped


def page() -> str:
    """The page with its made part as it is now."""
    settings = load_model(shipped("models")).manifest.authorship
    found = settings.calibration

    def told(score: float, length: int) -> str:
        log_odds = found.slope[length] * score + found.intercept[length]
        return f"{1 / (1 + math.exp(-log_odds)):.2f}"

    rows = [
        (f"{words:.0f}", told(found.accuse[length], length), told(found.review[length], length))
        for length, words in enumerate(found.words)
        if words >= settings.min_words
    ]
    made = table(("words of prose", "called AI from", "a person should look from"), rows)
    return filled("calibration.md", {"thresholds": made})
