"""Texts to arrays of folded character codes, one array for all texts of a document."""

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from labeler.classifier.tables import DROP, LETTER, LOWER, SIZE, SPACE, UPPER

GAP = 4
"""Padding before, between and after texts: no n-gram of up to 5 characters sees two texts."""

_MOSTLY_LATIN = 0.5
"""Share of Latin ones among the letters of a text in Latin script."""
_LATIN_BUT_FOR_DISGUISES = 0.8
"""The same where look-alikes are left out and touch Latin letters, as in a disguise. Two in five
letters of Russian prose look Latin, so that it passes this bound after the other one."""

Value = TypeVar("Value", bound=np.generic)
Codes = npt.NDArray[np.uint16]
Starts = npt.NDArray[np.intp]


class Tables(NamedTuple):
    """The per-code-point tables a model carries (see `labeler.classifier.tables`)."""

    folded: npt.NDArray[np.uint16]
    classes: npt.NDArray[np.uint8]
    look_alikes: npt.NDArray[np.uint16]


class Encoded(NamedTuple):
    """Texts as arrays. Text k holds positions `starts[k]` to `starts[k + 1]`."""

    folded: Codes
    """Folded codes, shape (n + GAP,): the padding of text k stands before it."""
    starts: Starts
    """Shape (texts + 1,); the last entry is n."""


class Classes(NamedTuple):
    """Character classes of texts as written, laid out like `Encoded`."""

    classes: npt.NDArray[np.uint8]
    starts: Starts


def encode(texts: Sequence[str], tables: Tables) -> Encoded:
    """Encode `texts` (none may hold U+0000) for n-grams.

    White space runs count as one space, invisible characters as nothing, and in texts
    written in Latin script look-alike letters of other scripts as Latin ones, so that
    neither spacing nor hidden characters nor disguises decide anything.
    """
    points, starts = _points(texts)
    planes = points.max(initial=0) >= SIZE
    bmp = np.where(points < SIZE, points, 0xE000) if planes else points
    folded = tables.folded.take(bmp)
    if points.max(initial=0) >= 0x80:
        folded = _fold_look_alikes(folded, bmp, starts, tables)
        if planes:
            folded = np.where(points < SIZE, folded, _fold_astral(points))
    return _squeeze(folded, starts)


def encode_classes(texts: Sequence[str], tables: Tables) -> Classes:
    """Give each character of `texts` its class (see `labeler.classifier.tables`)."""
    points, starts = _points(texts)
    if points.max(initial=0) >= SIZE:
        points = np.where(points < SIZE, points, 0xE000)
    return Classes(tables.classes.take(points), starts)


def _points(texts: Sequence[str]) -> tuple[npt.NDArray[np.uint32], Starts]:
    """Code points of all texts with padding around each, and where each padded text starts."""
    gap = "\0" * GAP
    joined = gap + gap.join(texts) + gap
    starts = np.zeros(len(texts) + 1, np.intp)
    np.cumsum(np.fromiter(map(len, texts), np.intp, len(texts)) + GAP, out=starts[1:])
    return np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32), starts


def _fold_astral(points: npt.NDArray[np.uint32]) -> Codes:
    """Rarer planes share 4,096 codes of the private use area; tags and selectors vanish."""
    hidden = (points >= 0xE0000) & (points <= 0xE0FFF)
    return np.where(hidden, DROP, 0xE000 + (points & 0xFFF)).astype(np.uint16)


def _fold_look_alikes(
    folded: Codes, points: npt.NDArray[np.uint32], starts: Starts, tables: Tables
) -> Codes:
    alike = tables.look_alikes.take(points)
    foreign = alike != folded
    if not foreign.any():
        return folded
    classes = tables.classes.take(points)
    letters = (classes == LOWER) | (classes == UPPER) | (classes == LETTER)
    latin = letters & (points < 0x250)
    seams = np.append(latin[1:] & foreign[:-1] | latin[:-1] & foreign[1:], False)
    total, latins, foreigns, touching = (
        np.add.reduceat(flags, starts[:-1], dtype=np.int64)
        for flags in (letters, latin, foreign, seams)
    )
    disguised = (touching > 0) & (latins > _LATIN_BUT_FOR_DISGUISES * (total - foreigns))
    written_in_latin = (latins > _MOSTLY_LATIN * total) | disguised
    fold = np.zeros(len(folded), bool)
    fold[: starts[-1]] = np.repeat(written_in_latin, np.diff(starts))
    return np.where(foreign & fold, alike, folded)


def _squeeze(folded: Codes, starts: Starts) -> Encoded:
    # Invisible characters go first, since those between spaces do not part a run of them.
    shown = _where(folded != DROP, folded, starts)
    white = shown.folded == SPACE
    keep = np.ones(len(white), bool)
    np.logical_not(white[1:] & white[:-1], out=keep[1:])
    return _where(keep, *shown)


def _where(keep: npt.NDArray[np.bool_], folded: Codes, starts: Starts) -> Encoded:
    return Encoded(folded, starts) if keep.all() else Encoded(*thinned(folded, starts, keep))


def thinned(
    values: npt.NDArray[Value], starts: Starts, keep: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[Value], Starts]:
    """The values to keep, and where those of each text start among them.

    `compress` takes an eighth of the time of a mask in brackets.
    """
    before = np.zeros(len(values) + 1, np.intp)
    np.cumsum(keep, out=before[1:])
    return values.compress(keep), before[starts]
