"""Letters of other scripts that look Latin, and texts disguised with them.

The table is the part of Unicode's confusables (UTS 39) where the printed shapes are the same.
"""

import re

FOREIGN = "\u0370-\u03ff\u0400-\u052f"
"""Greek and Cyrillic, for a class in a regular expression."""
LATIN_OF_CYRILLIC = dict(
    zip("АВЕКМНОРСТУХІЈЅԚԜасеорухіјѕһԁӏԛԝ", "ABEKMHOPCTYXIJSQWaceopyxijshdlqw", strict=True)
)
_LATIN_OF_GREEK = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEZHIKMNOPTYXo", strict=True))
LATIN_FOR = {**LATIN_OF_CYRILLIC, **_LATIN_OF_GREEK}
"""Look-alike letters of other scripts, with the Latin letter a reader takes them for."""

_FOREIGN_LETTER = re.compile(f"[{FOREIGN}]")
_SEAM = re.compile(f"[A-Za-z](?:(?=[{FOREIGN}])|(?<=[{FOREIGN}].))")
_LATIN = re.compile("[A-Za-z]")
_TO_LATIN = str.maketrans(LATIN_FOR)
_LATIN_TO_OTHERS = 4


def undisguised(text: str) -> str:
    """`text` with Latin letters for their look-alikes, if it is in Latin script but for them.

    It is if the two touch somewhere, and Latin letters are four times as many as foreign ones
    that look like none (in Russian every second letter does).
    """
    if _FOREIGN_LETTER.search(text) is None or _SEAM.search(text) is None:
        return text
    others = sum(letter not in LATIN_FOR for letter in _FOREIGN_LETTER.findall(text))
    if len(_LATIN.findall(text)) <= _LATIN_TO_OTHERS * others:
        return text
    return text.translate(_TO_LATIN)
