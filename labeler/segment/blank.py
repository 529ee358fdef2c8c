"""Characters that put nothing on the page.

Blank is Unicode's White_Space, and Default_Ignorable_Code_Point (zero-width spaces and
joiners, soft hyphens, bidirectional controls, variation selectors, tags), and two letters
that are drawn empty (U+2800 braille blank, U+3164 Hangul filler).
"""

import re

_INVISIBLE_RANGES = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_VISIBLE = re.compile(rf"[^\s{_INVISIBLE_RANGES}]")


def is_blank(text: str) -> bool:
    """Whether a reader sees nothing of `text`."""
    if not text or text.isspace():
        return True
    # Nearly every text starts with a visible character: look there before searching.
    if _VISIBLE.match(text) is not None:
        return False
    return _VISIBLE.search(text) is None
