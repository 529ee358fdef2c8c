"""Finds words that mix Latin with look-alike Cyrillic or Greek letters.

Only letters that can be taken for each other count, so that `iPhoneом`, `kΩ` or `ΔT` pass.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

import re2

from labeler.document import Span
from labeler.look_alikes import FOREIGN, LATIN_FOR, LATIN_OF_CYRILLIC
from labeler.provenance.finding import HiddenText, Severity
from labeler.provenance.utf8 import Utf8

_SEAM = re2.compile(f"[A-Za-z][{FOREIGN}]|[{FOREIGN}][A-Za-z]")
_NOT_LETTER = re.compile(r"[\W\d_]")
_OTHER_SCRIPT = re.compile(f"[{FOREIGN}]")
_FOREIGN_WORD = re.compile(f"(?<![A-Za-z{FOREIGN}])[{FOREIGN}]{{2,}}(?![A-Za-z{FOREIGN}])")

_CYRILLIC_FOR = {latin: cyrillic for cyrillic, latin in LATIN_OF_CYRILLIC.items()}

_CONTEXT = 100  # characters either side that tell which script the text is in
_LONGEST_WORD = 64
_SLIPS = 2
"""Different mixed words that may be slips in a text of another script (measured: real English
pages hold one or two, from names typed on a Cyrillic keyboard)."""
_LETTERS = 2
"""Different letters that a disguise swaps. One letter alone, however often, is a keyboard's or a
converter's (measured: a real Spanish story has a Cyrillic о for every o)."""


class _Word(NamedTuple):
    text: str
    start: int
    reads_as: str


def find_mixed_script(utf8: Utf8) -> Iterator[HiddenText]:
    """Words in which letters of one script stand in for those of another.

    Three or more Latin words with several Cyrillic or Greek letters, in text without that script,
    are a `warning`; the rest are most likely slips of the keyboard, and a `note`. Equal words are
    counted together.
    """
    text = utf8.text
    words: dict[str, list[_Word]] = {}
    out_of_place: set[str] = set()
    for word in _mixed_words(utf8):
        words.setdefault(word.text, []).append(word)
        if _is_out_of_place(text, word):
            out_of_place.add(word.text)
    letters = set(_OTHER_SCRIPT.findall("".join(out_of_place)))
    disguised = len(out_of_place) > _SLIPS and len(letters) >= _LETTERS
    for written, same in words.items():
        first = same[0]
        severity: Severity = "note"
        if disguised and _is_out_of_place(text, first):
            severity = "warning"
        yield HiddenText(
            kind="mixed_script",
            severity=severity,
            span=Span(first.start, first.start + len(written)),
            count=len(same),
            message=f"{len(same)} × {written!r} mixes letters of two scripts",
            decoded=first.reads_as,
        )


def _mixed_words(utf8: Utf8) -> Iterator[_Word]:
    text = utf8.text
    at = 0
    for first, last in utf8.spans(_SEAM):
        if first < at:
            continue  # within the word before
        window_start = max(at, first - _LONGEST_WORD)
        start = window_start
        for edge in _NOT_LETTER.finditer(text, window_start, first):
            start = edge.end()
        stop = _NOT_LETTER.search(text, last, last + _LONGEST_WORD)
        at = stop.start() if stop else min(len(text), last + _LONGEST_WORD)
        written = text[start:at]
        if (reads_as := _disguise(written)) is not None:
            yield _Word(written, start, reads_as)


def _disguise(word: str) -> str | None:
    """What the word reads as, if all letters of one of its scripts are look-alikes."""
    foreign = set(_OTHER_SCRIPT.findall(word))
    latin = set(word) - foreign
    mostly_foreign = 2 * sum(c in foreign for c in word) > len(word)
    if mostly_foreign and latin <= _CYRILLIC_FOR.keys() and min(foreign) >= "\u0400":
        return "".join(_CYRILLIC_FOR.get(c, c) for c in word)
    if foreign <= LATIN_FOR.keys():
        return "".join(LATIN_FOR.get(c, c) for c in word)
    return None


def _is_out_of_place(text: str, word: _Word) -> bool:
    """Whether a word that reads as Latin stands in text without the script of its disguise."""
    end = word.start + len(word.text)
    around = text[max(0, word.start - _CONTEXT) : word.start] + text[end : end + _CONTEXT]
    return not _OTHER_SCRIPT.search(word.reads_as) and not _FOREIGN_WORD.search(around)
