"""Tables, segments and tiny gold data for the classifier's tests. All prose is generated."""

import json
import random
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from labeler.classifier import tables
from labeler.classifier.encode import Tables, encode
from labeler.classifier.hashing import HashSettings, groups
from labeler.document import Kind, Markup, Segment

SMALL = HashSettings(12, (1, 2, 3, 4, 5), (1, 2, 3))

ARTICLE_WORDS = [
    "river", "council", "harbour", "winter", "teacher", "bridge", "market", "farmers", "decided",
    "season", "morning", "villagers", "water", "school", "ferry", "island", "repaired",
]  # fmt: skip
GERMAN_WORDS = [
    "Fluss", "Hafen", "Winter", "Lehrerin", "Brücke", "Markt", "Bauern", "beschlossen", "Saison",
    "Morgen", "Wasser", "Schule", "Fähre", "Insel", "repariert", "Gemeinde",
]  # fmt: skip
FURNITURE_WORDS = [
    "cookies", "settings", "subscribe", "privacy", "accept", "share", "menu", "login", "imprint",
]  # fmt: skip
MODEL_WORDS = ["moreover", "pivotal", "tapestry", "underscores"]
PERSON_WORDS = ["anyway", "bloke", "muddy", "grinned"]


@cache
def made_tables() -> Tables:
    return Tables(*tables.build())


def ngrams(texts: Sequence[str], settings: HashSettings = SMALL) -> list[list[list[int]]]:
    """The bins of each text's n-grams, order by order."""
    made = list(groups(encode(texts, made_tables()), settings))
    return [
        [group.bins[group.starts[k] : group.starts[k + 1]].tolist() for group in made]
        for k in range(len(texts))
    ]


def segments(*texts: str, kind: Kind = "paragraph", markup: Markup | None = None) -> list[Segment]:
    """Segments of a document that has `texts` one after another, a blank line apart."""
    made, at = [], 0
    for index, text in enumerate(texts):
        made.append(Segment(index, at, at + len(text), text, kind, markup))
        at += len(text) + 2
    return made


def sentence(chooser: random.Random, words: Sequence[str], length: int) -> str:
    return " ".join(chooser.choice(words) for _ in range(length)).capitalize() + "."


def gold_page(number: int, publisher: str, source: str = "made") -> dict[str, Any]:
    """A page of furniture, four paragraphs, a caption and more furniture."""
    chooser = random.Random(number)
    blocks = [("Menu Login", "boilerplate")]
    blocks += [(sentence(chooser, ARTICLE_WORDS, 25), "article") for _ in range(4)]
    blocks += [(f"Photo: {sentence(chooser, ARTICLE_WORDS, 4)[:-1]} / Agency", "caption")]
    blocks += [(sentence(chooser, FURNITURE_WORDS, 6), "boilerplate") for _ in range(4)]
    tags = {"article": "p", "caption": "figcaption", "boilerplate": "div"}
    body = "".join(f"<{tags[label]}>{text}</{tags[label]}>" for text, label in blocks)
    return {
        "page_id": f"page-{number}",
        "publisher": publisher,
        "source": source,
        "lang": "en",
        "html": f"<html><body>{body}</body></html>",
        "segments": [{"text": text, "label": label} for text, label in blocks],
    }


def gold_text(number: int, source: str, lang: str, label: str) -> dict[str, Any]:
    """A text of 80 words; the sides differ in a few words that every source shares."""
    chooser = random.Random(f"{number} {source} {lang} {label}")
    words = GERMAN_WORDS if lang == "de" else ARTICLE_WORDS
    words = words + (MODEL_WORDS if label == "ai" else PERSON_WORDS)
    text = " ".join(sentence(chooser, words, 10) for _ in range(8))
    return {"text": text, "label": label, "source": source, "lang": lang}


def gold_pages() -> list[dict[str, Any]]:
    """Eight pages of four publishers."""
    publishers = ("Courier", "Gazette", "Herald", "Mercury")
    return [gold_page(n, publishers[n % 4], ("dailies", "weeklies")[n % 2]) for n in range(8)]


def gold_texts() -> list[dict[str, Any]]:
    """60 texts by people and 60 by models, of four sources in English and German."""
    return [
        gold_text(n, ("north", "south", "east", "west")[n % 4], ("en", "de")[n // 4 % 2], label)
        for n in range(60)
        for label in ("human", "ai")
    ]


def write_lines(path: Path, rows: Sequence[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def random_features(rows: int, columns: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(rows, columns)).astype(np.float32)
