"""Per-code-point tables: how feature extraction sees a character.

Building them asks `unicodedata` 65,536 times (about 0.1 s), so a model file carries
them ready-made; only training builds them anew.
"""

import unicodedata

import numpy as np
import numpy.typing as npt

SIZE = 1 << 16
DROP = 0
"""Folded code of characters that are left out (invisible ones, combining controls)."""
PAD = 1
"""Folded code of the padding between texts."""
SPACE = 32

# Classes of `classes`; dense features count them.
PADDING, WHITE, LOWER, UPPER, LETTER, DIGIT, STOP, COMMA, QUOTE, BRACKET, DASH, MARK = range(12)
CLASSES = 12

_QUOTES = {
    "‘": "'",
    "’": "'",
    "‚": "'",
    "‛": "'",
    "“": '"',
    "”": '"',
    "„": '"',
    "‟": '"',
    "«": '"',
    "»": '"',
    "‹": "'",
    "›": "'",
    "`": "'",
    "´": "'",
    "″": '"',
    "′": "'",
}
_DASHES = "‐‑‒–—―−﹘﹣－"
_STOPS = ".!?。！？…।؟۔።։｡"
_COMMAS = ",;:、，；：،؛·"
# Latin look-alikes, trimmed from Unicode UTS 39 confusables to those that attacks use.
_CYRILLIC = "аеорсухіјѕԁһѵАВЕКМНОРСТХІЈЅ"
_GREEK = "οναρτυκιΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"
_LATIN_FOR_CYRILLIC = "aeopcyxijsdhvabekmhopctxijs"
_LATIN_FOR_GREEK = "ovaptukiabezhikmnoptyx"


def build() -> tuple[npt.NDArray[np.uint16], npt.NDArray[np.uint8], npt.NDArray[np.uint16]]:
    """Return `(folded, classes, look_alikes)`, each of shape (65536,).

    `folded` maps a code point to the one that n-grams see: compatibility forms, case,
    quotation marks, dashes, digits and white space are made equal, invisible
    characters become DROP. `classes` gives the character's class. `look_alikes` is
    `folded` with Cyrillic and Greek letters that look Latin mapped to Latin.
    """
    folded = np.zeros(SIZE, np.uint16)
    classes = np.full(SIZE, MARK, np.uint8)
    for code in range(SIZE):
        char = chr(code)
        folded[code] = _fold(char)
        classes[code] = _class(char)
    folded[0], classes[0] = PAD, PADDING
    look_alikes = folded.copy()
    for fake, latin in zip(_CYRILLIC + _GREEK, _LATIN_FOR_CYRILLIC + _LATIN_FOR_GREEK, strict=True):
        look_alikes[ord(fake)] = ord(latin)
    return folded, classes, look_alikes


def _fold(char: str) -> int:
    category = unicodedata.category(char)
    if category in ("Cf", "Cs", "Cn", "Co") or "\ufe00" <= char <= "\ufe0f":
        return DROP
    if category[0] in "ZC":
        return SPACE
    if category == "Nd":
        return ord("0")
    if char in _QUOTES:
        return ord(_QUOTES[char])
    if char in _DASHES:
        return ord("-")
    compatible = unicodedata.normalize("NFKC", char)
    if len(compatible) == 1 and compatible != char and ord(compatible) < SIZE:
        return _fold(compatible)
    lowered = char.casefold()
    return ord(lowered) if len(lowered) == 1 and ord(lowered) < SIZE else ord(char)


def _class(char: str) -> int:
    category = unicodedata.category(char)
    if category[0] in "ZC":
        return WHITE
    if char in _STOPS:
        return STOP
    if char in _COMMAS:
        return COMMA
    if char in _QUOTES or char in "\"'「」『』《》〈〉":
        return QUOTE
    if char in _DASHES or char == "-":
        return DASH
    if category in ("Ps", "Pe", "Pi", "Pf"):
        return BRACKET
    by_category = {"Ll": LOWER, "Lu": UPPER, "Lt": UPPER, "Nd": DIGIT, "Nl": DIGIT, "No": DIGIT}
    if category in by_category:
        return by_category[category]
    return LETTER if category[0] == "L" or category in ("Mn", "Mc") else MARK
