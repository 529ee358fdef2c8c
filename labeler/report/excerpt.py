"""Text of a document made fit to be shown on one line of a terminal."""

import unicodedata

_SHAPING = "\u200c\u200d"  # Persian, Indic and emoji are unreadable without


def one_line(text: str) -> str:
    """`text` with white space collapsed and nothing in it that steers a terminal.

    Control characters would move the cursor or change colours, direction controls would
    reorder the line, so both are left out.
    """
    line = " ".join(text.split())
    if line.isprintable():
        return line
    shown = "".join(c for c in line if c in _SHAPING or unicodedata.category(c)[0] != "C")
    return " ".join(shown.split())


def shortened(text: str, longest: int) -> str:
    """`text` as `one_line` shows it, in at most so many characters; an ellipsis is the last."""
    line = one_line(text[: 2 * longest])
    if len(line) <= longest and len(text) <= 2 * longest:
        return line
    return line[: longest - 1] + "…"
