"""Finds characters that a reader cannot see or would take for others.

Invisible characters are evidence of tooling or copying, never of AI alone. Their everyday
uses are left alone: joiners in Persian, Indic and emoji sequences, zero-width spaces in Thai,
Lao, Khmer and Burmese, soft hyphens, no-break spaces, one variation selector after an
ideograph or emoji, direction marks beside right-to-left letters. Run it on the raw text,
before any normalisation.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec
import re2

from labeler.document import Span
from labeler.provenance.bidi import find_bidi
from labeler.provenance.finding import HiddenText, Severity
from labeler.provenance.homoglyphs import find_mixed_script
from labeler.provenance.manifests import decode_selectors
from labeler.provenance.utf8 import Utf8

_ZERO_WIDTH = "\u180e\u200b-\u200d\u2060-\u2064\ufeff"
_MARKS = "\u200e\u200f"  # part of payloads; alone they are bidi's business
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_TAGS = "\U000e0000-\U000e007f"
_FILLERS = "\u115f\u1160\u2800\u3164\uffa0"

_RUN = re2.compile(f"[{_ZERO_WIDTH}{_MARKS}{_SELECTORS}{_TAGS}{_FILLERS}]+")
_PART = re.compile(
    f"(?P<tag>[{_TAGS}]+)|(?P<selector>[{_SELECTORS}]+)"
    f"|(?P<filler>[{_FILLERS}]+)|(?P<zero_width>[{_ZERO_WIDTH}{_MARKS}]+)"
)
_C2PA_MAGIC = b"C2PATXT\0"
_C2PA_START = "\U000e0133"  # the selector for its C

_PAYLOAD_LENGTH = 16
"""Zero-width characters in a row, of two kinds or more, that look like coded bits: two bytes."""
_LONGEST_DECODED = 500

_JOINING = re.compile(
    # Scripts and symbols whose spelling or shaping uses U+200C and U+200D: Hebrew to Arabic
    # supplements, Indic to Sinhala, Tibetan, Burmese, Khmer, Mongolian, Arabic forms, emoji.
    "[\u0590-\u08ff\u0900-\u0dff\u0f00-\u109f\u1700-\u18af\u1900-\u1cff\ua840-\uabff"
    "\ufb1d-\ufdff\ufe70-\ufefc\u200d\u2190-\u2bff\u3030\u303d\u3297\u3299\ufe0f"
    "\U00010a00-\U00011fff\U0001e900-\U0001e95f\U0001f000-\U0001faff]"
)
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u1aaf\ua9e0-\uaa7f]")
_SELECTABLE_LETTER = re.compile(
    # Letters that take a variation selector: Burmese, Mongolian, Phags-pa, ideographs, kana.
    "[\u1000-\u109f\u1800-\u18af\u3000-\u30ff\u3400-\u9fff\ua840-\ua87f\uf900-\ufaff"
    "\U00020000-\U0003ffff]"
)
_JAMO = re.compile("[\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff\u3131-\u318e\uffa1-\uffdc]")
_BRAILLE = re.compile("[\u2800-\u28ff]")

_NAMES = {
    "\u180e": "Mongolian vowel separator",
    "\u200b": "zero-width space",
    "\u200c": "zero-width non-joiner",
    "\u200d": "zero-width joiner",
    "\ufeff": "byte-order mark inside the text",
}


class _Found(msgspec.Struct, frozen=True):
    """One occurrence, before equal ones are counted together."""

    kind: Literal["zero_width", "hidden_payload", "tag_characters", "variation_selectors", "filler"]
    severity: Severity
    span: Span
    what: str
    decoded: str | None = None


def find_hidden(utf8: Utf8) -> tuple[HiddenText, ...]:
    """Hidden characters in a text that have no everyday reason to be there, by position.

    Occurrences of one kind that carry nothing are counted together and shown at the first.
    """
    found = [*_counted(_in_runs(utf8)), *find_bidi(utf8), *find_mixed_script(utf8)]
    return tuple(sorted(found, key=lambda hidden: (hidden.span.start, hidden.kind)))


def _counted(found: Iterable[_Found]) -> list[HiddenText]:
    first: dict[object, _Found] = {}
    counts: dict[object, int] = {}
    for one in found:
        key = one.span if one.decoded is not None else (one.kind, one.severity, one.what)
        first.setdefault(key, one)
        counts[key] = counts.get(key, 0) + one.span.end - one.span.start
    return [
        HiddenText(
            kind=one.kind,
            severity=one.severity,
            span=one.span,
            count=counts[key],
            message=f"{counts[key]} × {one.what}",
            decoded=one.decoded or None,
        )
        for key, one in first.items()
    ]


def _in_runs(utf8: Utf8) -> Iterator[_Found]:
    text = utf8.text
    for start, end in utf8.spans(_RUN):
        before = text[start - 1] if start else ""
        for part in _PART.finditer(text, start, end):
            after = text[part.end() : part.end() + 1]
            find = _FINDERS[part.lastgroup or ""]
            found = find(part, before, after)
            if found is not None:
                yield found
            before = part[0][-1]


def _tags(part: re.Match[str], before: str, after: str) -> _Found | None:
    if before == "\U0001f3f4" and part[0][-1] == "\U000e007f":
        return None  # the flag of England, Scotland, Wales, ...
    decoded = "".join(chr(ord(c) - 0xE0000) for c in part[0] if "\U000e0020" <= c < "\U000e007f")
    return _Found(
        kind="tag_characters",
        severity="error" if decoded else "warning",
        span=Span(*part.span()),
        what="tag character that spells hidden ASCII" if decoded else "tag character",
        decoded=decoded[:_LONGEST_DECODED] or None,
    )


def _selectors(part: re.Match[str], before: str, after: str) -> _Found | None:
    characters = part[0]
    data = decode_selectors(characters)
    if before == "\ufeff" and data[:8] == _C2PA_MAGIC[: len(data)] and len(data) >= 4:
        return None  # reported as C2PA
    if len(set(characters)) == 1:
        # A doubled emoji selector is a common slip of keyboards and converters.
        plain = not before.strip() or (before.isalpha() and not _SELECTABLE_LETTER.match(before))
        if len(characters) == 1 and not plain:
            return None
        return _Found(
            kind="variation_selectors",
            severity="note" if len(characters) <= 3 else "warning",
            span=Span(*part.span()),
            what="variation selector where none belongs",
        )
    return _payload(part, "variation selector that carries hidden bytes", _as_text(data))


def _zero_width(part: re.Match[str], before: str, after: str) -> _Found | None:
    characters = part[0]
    if len(characters) >= _PAYLOAD_LENGTH and len(set(characters)) > 1:
        what = "zero-width character in a row that looks like coded data"
        return _payload(part, what, _as_bits(characters))
    marks = characters.strip("\u200e\u200f")
    if not marks or (characters == "\ufeff" and after == _C2PA_START):
        return None  # direction marks alone, or the start of a C2PA wrapper
    around = before + after
    if _everyday(set(characters), around):
        return None
    inside_word = before.isalpha() and after.isalpha()
    name = _NAMES.get(marks[0], f"invisible character U+{ord(marks[0]):04X}")
    return _Found(
        kind="zero_width",
        severity="note",
        span=Span(*part.span()),
        what=f"{name} inside a word" if inside_word else name,
    )


def _everyday(kinds: set[str], around: str) -> bool:
    """Whether the neighbours explain these zero-width characters."""
    if kinds <= set("\u200c\u200d\u200e\u200f\u180e") and _JOINING.search(around):
        return True
    return bool(_UNSPACED.search(around))


def _filler(part: re.Match[str], before: str, after: str) -> _Found | None:
    explained_by = _BRAILLE if part[0][0] == "\u2800" else _JAMO  # Braille pictures, old Hangul
    if explained_by.search(before + after):
        return None
    return _Found(
        kind="filler",
        severity="note" if len(part[0]) == 1 else "warning",
        span=Span(*part.span()),
        what=f"filler that shows nothing (U+{ord(part[0][0]):04X})",
    )


def _payload(part: re.Match[str], what: str, decoded: str | None) -> _Found:
    return _Found(
        kind="hidden_payload",
        severity="error" if decoded else "warning",
        span=Span(*part.span()),
        what=what,
        decoded=decoded or "",
    )


def _as_text(data: bytes) -> str | None:
    """The beginning of `data` as readable UTF-8, or `None`."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    readable = all(
        c in "\t\n\r" or unicodedata.category(c)[0] not in "CZ" or c == " " for c in text
    )
    return text[:_LONGEST_DECODED] if readable and text.strip() else None


def _as_bits(characters: str) -> str | None:
    """A run of two symbols read as 8-bit characters, either symbol being the one."""
    symbols = sorted(set(characters))
    if len(symbols) != 2 or len(characters) % 8:
        return None
    for zero, one in (symbols, reversed(symbols)):
        bits = characters.replace(zero, "0").replace(one, "1")
        data = int(bits, 2).to_bytes(len(bits) // 8, "big")
        if (text := _as_text(data)) is not None:
            return text
    return None


_FINDERS = {"tag": _tags, "selector": _selectors, "filler": _filler, "zero_width": _zero_width}
