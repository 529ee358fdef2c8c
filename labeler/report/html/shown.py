"""Text of a document as HTML: nothing in it is markup, and what hides in it can be seen."""

import re
from collections.abc import Iterator
from html import escape

HIDDEN_RANGES = (
    (0x00, 0x08), (0x0B, 0x0C), (0x0E, 0x1F), (0x7F, 0x9F), (0x61C, 0x61C),
    (0x115F, 0x1160), (0x180E, 0x180E), (0x200B, 0x200F), (0x2028, 0x202E), (0x2060, 0x206F),
    (0x2800, 0x2800), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0),
    (0xFFF9, 0xFFFB), (0xE0000, 0xE01EF),
)  # fmt: skip
"""Code points that show nothing or reorder what stands around them, first and last included.
Soft hyphens, which pages are full of, are not among them."""
HIDDEN_NAMES = {
    0x200B: "ZWSP",
    0x200C: "ZWNJ",
    0x200D: "ZWJ",
    0x200E: "LRM",
    0x200F: "RLM",
    0x202A: "LRE",
    0x202B: "RLE",
    0x202C: "PDF",
    0x202D: "LRO",
    0x202E: "RLO",
    0x2060: "WJ",
    0x2066: "LRI",
    0x2067: "RLI",
    0x2068: "FSI",
    0x2069: "PDI",
    0xFEFF: "BOM",
}
"""Names that are commoner than the number."""
_RUN = re.compile(f"[{''.join(f'{chr(a)}-{chr(b)}' for a, b in HIDDEN_RANGES)}]+")
SHAPING = ("\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\ufe0e", "\ufe0f", "\ufe0f\u200d")
"""What letters and emoji need: joiners, direction marks, selectors, spaces of no width."""
SHAPED_FROM = "\u0590"
"""They belong after Hebrew, Arabic, Indic and later scripts, and after symbols."""
_SURROGATE = re.compile("[\ud800-\udfff]")


def hidden_runs(text: str) -> Iterator["re.Match[str]"]:
    """The runs of hidden characters in `text`, but for those that shape the letters before."""
    for run in _RUN.finditer(text):
        start = run.start()
        if run[0] not in SHAPING or text[start - 1 : start] < SHAPED_FROM:
            yield run


def text_html(text: str) -> str:
    """`text` for the inside of an element; each run of hidden characters in an element of its own.

    The element's `data-c` names the characters and its content is the run itself, so that the
    text that scripts read, find and copy is the document's. Line ends are kept; NUL and lone
    surrogates, which HTML cannot hold, become U+FFFD.
    """
    if text.isprintable():
        return escape(text)
    pieces, at = [], 0
    for run in hidden_runs(text):
        start, end = run.span()
        name = escape(hidden_name(run[0]))
        pieces.append(f'{_plain(text[at:start])}<i class="h" data-c="{name}">{_plain(run[0])}</i>')
        at = end
    pieces.append(_plain(text[at:]))
    return "".join(pieces)


def hidden_name(run: str) -> str:
    """What to show for hidden characters in a row.

    >>> hidden_name("\u200b"), hidden_name("\u200b\u200b\u2060"), hidden_name("\u0001" * 9)
    ('ZWSP', 'ZWSP ZWSP WJ', 'U+0001 × 9')
    """
    names = [_name(character) for character in run]
    if len(run) > 3:
        kinds = len(set(run))
        return f"{names[0]} × {len(run)}" if kinds == 1 else f"{len(run)} hidden characters"
    return " ".join(names)


def attribute(text: str) -> str:
    """`text` for the inside of a quoted attribute."""
    return _plain(text)


def _name(character: str) -> str:
    return HIDDEN_NAMES.get(ord(character), f"U+{ord(character):04X}")


def _plain(text: str) -> str:
    # A parser of HTML turns a raw CR or CRLF into one LF, which would shift every span after it.
    escaped = escape(text).replace("\r", "&#13;").replace("\0", "\ufffd")
    return _SURROGATE.sub("\ufffd", escaped)
