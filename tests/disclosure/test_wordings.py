"""Disclosures are found in wordings that no rule lists, in every language we can check."""

from functools import cache
from pathlib import Path

import pytest
import yaml

from labeler.rules import RulePack, load_pack, match
from labeler.rules.check import example_document
from labeler.rules.schema import Example

CORPORA: dict[str, dict[str, list[str]]] = {
    path.name: yaml.safe_load(path.read_text("utf-8"))
    for path in sorted(Path(__file__).parent.glob("*wordings.yaml"))
}


@cache
def pack() -> RulePack:
    return load_pack()


def discloses(text: str) -> bool:
    document, segments = example_document(Example(text))
    return any(hit.rule.role == "disclosure" for hit in match(pack(), document, segments).hits)


@pytest.mark.parametrize(
    ("corpus", "language"),
    [(corpus, language) for corpus, wordings in CORPORA.items() for language in wordings],
)
def test_every_wording_discloses(corpus: str, language: str) -> None:
    wordings = CORPORA[corpus][language]
    assert [wording for wording in wordings if not discloses(wording)] == []


def test_the_wordings_are_many_and_have_no_repeats() -> None:
    groups = [group for corpus in CORPORA.values() for group in corpus.values()]
    everything = [wording for group in groups for wording in group]
    assert len(everything) >= 1200
    assert len(CORPORA["wordings.yaml"]) >= 30
    assert len(set(everything)) == len(everything)
