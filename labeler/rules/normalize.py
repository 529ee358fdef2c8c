"""The normalised view of a text that rules match on, and the way back to raw offsets.

The view is NFKC, case folded, without default-ignorable characters, with every run of
white space as one space, without Arabic and Hebrew vowel marks, with letters that are often
written one for the other as one (Greek vowels with and without accent, the two i of Turkish,
forms of alef, yeh and kaf), and with Latin, Greek and Cyrillic look-alikes folded inside words
that mix these scripts. It is made for matching only; spans always refer to raw text.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

import re2

from labeler.rules.engine import spans

SEPARATOR = "\0\0"
"""Stands between the views of two segments; no view contains it. Two characters, so that
a pattern which consumes one on each side of a word still finds the next word."""

# Unicode's Default_Ignorable_Code_Point (DerivedCoreProperties.txt, Unicode 16).
_IGNORABLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_VOWEL_MARKS = "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u0652\u0640"
"""Marks that most texts leave out, and the stroke that draws Arabic words out."""
_DROPPED = re.compile(f"[{_IGNORABLE}{_VOWEL_MARKS}]+")
_HAS_DROPPED = re2.compile(f"[{_IGNORABLE}{_VOWEL_MARKS}]")
_SURROGATES = re.compile("[\ud800-\udfff]")

# White space that NFKC leaves alone; everything else becomes U+0020 there.
_ODD_SPACES = "\t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\u1680\u2028\u2029"
_ASCII_FOLD = {ord(c): " " for c in _ODD_SPACES if c.isascii()} | {
    c: chr(c + 32) for c in range(ord("A"), ord("Z") + 1)
}

# Look-alikes, trimmed from Unicode's confusables.txt (UTS 39) to those that pass in running text.
_CYRILLIC_TWINS = dict(
    zip("АВЕКМНОРСТУХІЈЅаеорсухіјѕԁһԛԝ", "ABEKMHOPCTYXIJSaeopcyxijsdhqw", strict=True)
)
_GREEK_TWINS = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοανρι", "ABEZHIKMNOPTYXoavpi", strict=True))
_TO_LATIN = str.maketrans(_CYRILLIC_TWINS | _GREEK_TWINS)
_TO_CYRILLIC = str.maketrans({latin: cyr for cyr, latin in _CYRILLIC_TWINS.items()})
_MIXED_PAIR = r"(?:[A-Za-z][\x{370}-\x{52f}]|[\x{370}-\x{52f}][A-Za-z])"
_WORD = r"[A-Za-z\x{c0}-\x{24f}\x{370}-\x{52f}]*"
_MIXED = re2.compile(_MIXED_PAIR)
_MIXED_WORD = re2.compile(_WORD + _MIXED_PAIR + _WORD)

# What NFKC has to change in nearly every text; replacing it first leaves most texts normal.
_FREQUENT = dict(zip("，：；！？（）．％～　\u00a0\u2009\u202f", ",:;!?().%~    ", strict=True)) | {
    "…": "..."
}
_REPLACED = _FREQUENT | dict.fromkeys(_ODD_SPACES, " ") | {"\u00ad": "", "\u200b": ""}

VARIANTS = str.maketrans(
    dict(zip("ΆΈΉΊΌΎΏάέήίόύώϊϋΐΰ", "ΑΕΗΙΟΥΩαεηιουωιυιυ", strict=True))
    | dict.fromkeys("İı", "i")
    | dict.fromkeys("أإآٱ", "ا")
    | {"ى": "ی", "ي": "ی", "ك": "ک"}
)
"""Letters for which another is often written, by keyboard, capitals or habit, and the one for all;
in regexes they are written one for the other too."""
_VARIANT_LEADS = tuple({chr(c).encode()[:1] for c in VARIANTS if chr(c) not in "İı"})
"""The first bytes in UTF-8 of the Greek and the Arabic ones."""

# Characters that NFKC leaves alone, whatever their neighbours: most text of most languages is
# nothing else. Cyrillic and Greek are not among them, for their look-alikes.
_SIMPLE = (
    "\0-\x7f\u00a1-\u00a7\u00a9\u00ab\u00ac\u00ae\u00b0\u00b1\u00b6\u00b7\u00bb\u00bf-\u0131"
    "\u0134-\u013e\u0141-\u0148\u014a-\u017e\u0180-\u01c3\u01cd-\u01ef\u01f4-\u024f"
    "\u05d0-\u05ea\u060c\u061b\u061f-\u063f\u0641-\u064a\u0660-\u066e\u0671-\u0674\u0679-\u06d5"
    "\u1e00-\u1e95\u1ea0-\u1ef9\u2010\u2012-\u2016\u2018-\u2023\u2030-\u2032\u2039\u203a"
    "\u20ac\u2190-\u21ff\u25a0-\u25ff\u3001-\u3029\u3041-\u3094\u30a1-\u30fe\u4e00-\u9fff"
    "\uac00-\ud7a3\U0001f300-\U0001f64f\U0001f680-\U0001f6c5"
)
_NOT_SIMPLE = re2.compile(rf"[^{_SIMPLE}]|\p{{Lu}}|ß|  ")
"""What is not as it is in the view, in text without capitals of ASCII."""


def normalize(text: str) -> str:
    """Return the view of one text, without leading and trailing space."""
    return normalize_all([text])[0]


def normalize_all(texts: Sequence[str]) -> list[str]:
    """Return the view of every text, without leading and trailing space, in one pass over all."""
    joined = SEPARATOR.join(texts)
    if joined.count("\0") != len(SEPARATOR) * (len(texts) - 1):
        joined = SEPARATOR.join(map(_without_nul, texts))
    return [part.strip(" ") for part in _fold(joined)] if texts else []


def raw_span(raw: str, view: str, start: int, end: int) -> tuple[int, int]:
    """Translate the non-empty span `start:end` of `view` into a span of `raw`.

    `view` must be `normalize(raw)`. Characters that came out of one raw character, or of
    one cluster that was composed, map to the whole of it.
    """
    if len(raw) == len(view) and (raw.isascii() or _keeps_offsets(raw)):
        return start, end
    starts, ends = _offsets(raw)
    return starts[start], ends[end - 1]


def _without_nul(text: str) -> str:
    return text.replace("\0", "\ufffd")


def _fold(joined: str) -> list[str]:
    """Return the views of texts joined by SEPARATOR, spaces at their ends left."""
    if joined.isascii():
        return _parts(_collapse(joined.translate(_ASCII_FOLD)))
    for char, narrow in _REPLACED.items():
        if char in joined:
            joined = joined.replace(char, narrow)
    try:
        data = joined.encode()
    except UnicodeEncodeError:  # lone surrogates, as JSON escapes can bring them
        joined = _SURROGATES.sub("\ufffd", joined)
        data = joined.encode()
    if "ı" in joined or "İ" in joined or any(lead in data for lead in _VARIANT_LEADS):
        for variant, letter in VARIANTS.items():
            joined = joined.replace(chr(variant), letter)
        data = joined.encode()
    data = data.lower()
    parts = _parts(data.decode())
    if hard := _not_simple(data):
        texts = _parts(joined)
        folded = _parts(_fold_all(SEPARATOR.join([texts[at] for at in hard])))
        for at, part in zip(hard, folded, strict=True):
            parts[at] = part
    return parts


def _not_simple(data: bytes) -> list[int]:
    """Return which of the texts joined in `data` are not their own views."""
    separator = SEPARATOR.encode()
    positions: list[int] = []
    at = position = 0
    while found := spans(_NOT_SIMPLE, data, at):
        position += data.count(separator, at, found[0][0])
        positions.append(position)
        at = data.find(separator, found[0][0])
        if at < 0:
            break
        at += len(separator)
        position += 1
    return positions


def _fold_all(text: str) -> str:
    data = text.encode()
    if _HAS_DROPPED.search(data):
        text = _DROPPED.sub("", text)
    if not unicodedata.is_normalized("NFKC", text):
        text = SEPARATOR.join(map(_compose, _parts(text)))
    return _collapse(_fold_mixed_words(text).casefold())


def _compose(text: str) -> str:
    if unicodedata.is_normalized("NFKC", text):
        return text
    return unicodedata.normalize("NFKC", text).translate(VARIANTS)


def _parts(joined: str) -> list[str]:
    """Part what SEPARATOR joins; to look for one character is five times as fast as for two."""
    return joined.split("\0")[:: len(SEPARATOR)]


def _collapse(text: str) -> str:
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def _fold_mixed_words(text: str) -> str:
    """Write words that mix Latin with Cyrillic or Greek in one script, where twins allow it."""
    data = text.encode()
    if not _MIXED.search(data):
        return text
    parts: list[bytes] = []
    end = 0
    for match in _MIXED_WORD.finditer(data):
        word = _in_one_script(match.group().decode()).encode()
        parts += (data[end : match.start()], word)
        end = match.end()
    return b"".join((*parts, data[end:])).decode()


def _in_one_script(word: str) -> str:
    latin = word.translate(_TO_LATIN)
    if not any("\u0370" <= c <= "\u052f" for c in latin):
        return latin
    cyrillic = word.translate(_TO_CYRILLIC)
    return word if any(c < "\u0370" for c in cyrillic) else cyrillic


def _keeps_offsets(raw: str) -> bool:
    """Whether a view as long as `raw` has its characters at the same offsets."""
    # Case folding only ever lengthens, dropping and collapsing only shorten: if the first
    # did nothing and the lengths agree, neither did the others.
    folded = raw.translate(VARIANTS).casefold()
    return unicodedata.is_normalized("NFKC", raw) and len(folded) == len(raw)


def _offsets(raw: str) -> tuple[list[int], list[int]]:
    """Return for every character of the view of `raw` where its origin starts and ends."""
    composed: list[str] = []
    origins: list[tuple[int, int]] = []
    for start, end, cluster in _clusters(raw):
        normal = unicodedata.normalize("NFKC", cluster)
        composed.append(normal)
        origins += [(start, end)] * len(normal)
    starts: list[int] = []
    ends: list[int] = []
    after_space = True  # drops leading space
    for char, (start, end) in zip(_fold_mixed_words("".join(composed)), origins, strict=True):
        for folded in char.translate(VARIANTS).casefold():
            space = folded == " " or folded in _ODD_SPACES
            if not (space and after_space):
                starts.append(start)
                ends.append(end)
            after_space = space
    return starts, ends


def _clusters(raw: str) -> list[tuple[int, int, str]]:
    """Cut `raw` where NFKC cannot compose across: (start, end, characters without ignorables)."""
    clusters: list[tuple[int, int, str]] = []
    for index, char in enumerate(raw):
        if char == "\0" or "\ud800" <= char <= "\udfff":
            char = "\ufffd"
        elif not char.isascii():
            if _DROPPED.match(char):
                continue
            if clusters and _joins(char):
                start, _, text = clusters[-1]
                clusters[-1] = (start, index + 1, text + char)
                continue
        clusters.append((index, index + 1, char))
    return clusters


@lru_cache(maxsize=4096)
def _joins(char: str) -> bool:
    """Whether `char` may compose with what stands before it: marks and Hangul vowels and finals."""
    first = unicodedata.normalize("NFKD", char)[0]
    return unicodedata.category(first)[0] == "M" or "\u1160" <= first <= "\u11ff"
