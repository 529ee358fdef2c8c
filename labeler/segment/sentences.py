"""Cutting overlong text at sentence ends."""

import re
import unicodedata
from collections.abc import Iterator

from labeler.segment.blank import is_blank

# A full stop needs white space after it; the ideographic one does not. Of several stops the last is
# looked for: to look from each of a million on would take hours.
_SENTENCE_END = re.compile(
    r"[.!?…؟۔।][\"'”’»)\]]*(?=\s)|[。！？｡]+[」』”’）)\]]*|[\n\r\u2028\u2029]+"
)
LONG = 2_000
_TARGET = 1_000
_SHORTEST = 500
_LONGEST = 4_000
_FLAG_LETTERS = "".join(map(chr, range(0x1F1E6, 0x1F200)))  # regional indicators
_SKIN_TONES = ("\U0001f3fb", "\U0001f3ff")
_JOINER = "\u200d"


def cut_long(text: str, start: int, end: int, longest: int = LONG) -> Iterator[tuple[int, int]]:
    """Spans that cover what is visible of `text[start:end]`, without white space at their ends.

    A span of more than `longest` code points is cut into pieces of about 1,000 at sentence
    ends; where there is none within 4,000, at white space, else at 4,000, though never within
    a character made of several code points.
    """
    at = start
    while end - at > longest:
        cut = _find_cut(text, at, end)
        yield from _trimmed(text, at, cut)
        at = cut
    yield from _trimmed(text, at, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    if not is_blank(piece):
        left = len(piece) - len(piece.lstrip())
        yield start + left, start + len(piece.rstrip())


def _find_cut(text: str, at: int, end: int) -> int:
    """Where the piece that begins at `at` ends: the last sentence end before its target
    length, else the first after it, else white space, else anywhere."""
    ends = [found.end() for found in _SENTENCE_END.finditer(text, at + _SHORTEST, at + _TARGET)]
    if ends:
        return _between_characters(text, at, ends[-1], end)
    furthest = min(at + _LONGEST, end)
    if (first := _SENTENCE_END.search(text, at + _TARGET, furthest)) is not None:
        return _between_characters(text, at, first.end(), end)
    before_space = text[at:furthest].rsplit(None, 1)
    if len(before_space) == 2 and before_space[0]:
        return at + len(before_space[0])
    return _between_characters(text, at, furthest, end)


def _between_characters(text: str, at: int, cut: int, end: int) -> int:
    """The nearest place at or before `cut` that is no place within a character, or the first
    after it if there is none after `at`."""
    place = cut
    while place > at and _is_within_character(text, place, end):
        place -= 1
    if place > at:
        return place
    while cut < end and _is_within_character(text, cut, end):
        cut += 1
    return cut


def _is_within_character(text: str, place: int, end: int) -> bool:
    """Whether `place` parts a base from its mark, an emoji sequence or a surrogate pair."""
    if place >= end:
        return False
    before, after = text[place - 1], text[place]
    return (
        unicodedata.category(after)[0] == "M"
        or _JOINER in (before, after)
        or _SKIN_TONES[0] <= after <= _SKIN_TONES[1]
        or (after in _FLAG_LETTERS and _flag_letters_before(text, place) % 2 == 1)
        or ("\ud800" <= before <= "\udbff" and "\udc00" <= after <= "\udfff")
        or (before == "\r" and after == "\n")
    )


def _flag_letters_before(text: str, place: int) -> int:
    """How many regional indicators stand just before `place`; two make a flag."""
    start = max(place - _LONGEST, 0)
    run = text[start:place]
    return len(run) - len(run.rstrip(_FLAG_LETTERS))
