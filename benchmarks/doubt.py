"""How well disclosures that are meant are told from wordings that only look like one.

Each page of tests/disclosure on which nothing is disclosed, and each that discloses, is scanned,
and the signs around every wording that a rule takes for a disclosure are weighed
(`decide/doubt.py`). With --fit the weights are fitted anew by scikit-learn and printed, and each
author's pages are judged by weights fitted without them: none of the authors had seen the rules.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
import yaml

from benchmarks.files import ROOT
from labeler.classifier.model import Model, load_model
from labeler.decide import NO_REPEATS, with_subject
from labeler.decide.doubt import LEAST, WEIGHTS, Weights, signs
from labeler.errors import InputError
from labeler.judge import Part, structured
from labeler.language import document_language, segment_languages
from labeler.locate import shipped
from labeler.provenance import inspect
from labeler.read import read_path
from labeler.rules import Overrides, RulePack, load_pack
from labeler.segment import segment

PAGES = ROOT / "tests" / "disclosure"
AUTHORS = range(10)
"""By hundreds of the pages that disclose nothing (0 to 5), and of those that do (6 to 9)."""
STRENGTH = 0.1
"""Inverse of the regularisation of the logistic regression."""


class Note(msgspec.Struct, frozen=True):
    """A line of disclosed.yaml: a page and the words that disclose on it."""

    file: str
    note: str


class Wording(NamedTuple):
    """What a rule takes for a disclosure."""

    author: int
    page: str
    meant: bool
    signs: Mapping[str, float]


def wordings(pack: RulePack, model: Model) -> Iterator[Wording]:
    """Yield the wordings on all pages that `pack` takes for disclosures."""
    notes: dict[str, list[str]] = {}
    for note in msgspec.convert(
        yaml.safe_load((PAGES / "disclosed.yaml").read_text("utf-8")), list[Note]
    ):
        notes.setdefault(note.file, []).append(" ".join(note.note.split()))
    for path in sorted((PAGES / "about_ai").glob("[0-9]*")):
        for _, found in _signs(path, pack, model):
            yield Wording(int(path.name[0]), path.name, False, found)
    for path in sorted((PAGES / "disclosed").glob("[0-9]*")):
        author = 6 + max(0, int(path.name[0]) - 1)
        for text, found in _signs(path, pack, model):
            known = notes.get(path.name)
            meant = known is None or any(text in note or note[:30] in text for note in known)
            yield Wording(author, path.name, meant, found)


def _signs(path: Path, pack: RulePack, model: Model) -> Iterator[tuple[str, Mapping[str, float]]]:
    """Yield the text of each segment on a page that seems to disclose, and the signs there."""
    for document in read_path(str(path)):
        if isinstance(document, InputError):
            raise document
        segments = segment(document)
        language = document_language(document, segments)
        part = Part(document, segments, language, inspect(document), NO_REPEATS)
        codes = segment_languages(segments, language)
        (found,), (structure,) = structured([part], [codes], pack, model)
        hits = with_subject(found.hits, segments, structure.labels)
        for position, at in signs(hits, segments, structure.labels).items():
            yield " ".join(segments[position].text.split()), at


def fitted(rows: Sequence[Wording]) -> Weights:
    """Fit weights, both sides alike in sum."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    table = np.array([[float(row.signs[name]) for name in WEIGHTS.of] for row in rows])
    scaler = StandardScaler().fit(table)
    regression = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=3000)
    regression.fit(scaler.transform(table), [row.meant for row in rows])
    raw = regression.coef_[0] / scaler.scale_
    intercept = float(regression.intercept_[0] - (raw * scaler.mean_).sum())
    return Weights(dict(zip(WEIGHTS.of, raw.round(3).tolist(), strict=True)), round(intercept, 3))


def main() -> None:
    """Print what is doubted, and with --fit the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fit", action="store_true", help="fit the weights anew")
    args = parser.parse_args()
    model = load_model(shipped("models"))
    rows = list(wordings(load_pack(), model))
    print("shipped weights (fitted on these pages):", _told(rows, WEIGHTS))
    if not args.fit:
        return
    unguarded = list(wordings(load_pack((), Overrides(disable=("und.guard.*",))), model))
    for author in AUTHORS:
        weights = fitted([row for row in unguarded if row.author != author])
        left_out = [row for row in rows if row.author == author]
        print(f"author {author} left out:", _told(left_out, weights))
    print(fitted(unguarded), file=sys.stderr)


def _told(rows: Sequence[Wording], weights: Weights) -> str:
    meant = [row for row in rows if row.meant]
    others = [row for row in rows if not row.meant]
    kept = sum(weights.probability(row.signs) >= LEAST for row in meant)
    passed = sum(weights.probability(row.signs) >= LEAST for row in others)
    return f"{kept}/{len(meant)} meant are believed, {passed}/{len(others)} others"


if __name__ == "__main__":
    main()
