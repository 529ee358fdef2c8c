"""Sentences that mention AI without disclosing it are left alone, in every language we have."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml

from labeler.rules import RulePack, load_pack, match
from labeler.rules.check import example_document
from labeler.rules.schema import Example

CORPORA: dict[str, dict[str, dict[str, list[str]]]] = {
    path.name: yaml.safe_load(path.read_text("utf-8"))
    for path in sorted(Path(__file__).parent.glob("*mentions.yaml"))
}


@cache
def pack() -> RulePack:
    return load_pack()


def disclosing_rules(text: str) -> list[str]:
    document, segments = example_document(Example(text))
    hits = match(pack(), document, segments).hits
    return [hit.rule.id for hit in hits if hit.rule.role in ("disclosure", "residue")]


def sentences() -> Iterator[str]:
    for mentions in CORPORA.values():
        for kinds in mentions.values():
            for group in kinds.values():
                yield from group


@pytest.mark.parametrize(
    ("corpus", "language"),
    [(corpus, language) for corpus, mentions in CORPORA.items() for language in mentions],
)
def test_mentions_of_ai_are_no_disclosures(corpus: str, language: str) -> None:
    found = {
        sentence: rules
        for group in CORPORA[corpus][language].values()
        for sentence in group
        if (rules := disclosing_rules(sentence))
    }
    assert found == {}


def test_mentions_between_paragraphs_are_no_disclosures() -> None:
    document, segments = example_document(Example("\n\n".join(sentences())))
    hits = match(pack(), document, segments).hits
    assert [h.rule.id for h in hits if h.rule.role in ("disclosure", "residue")] == []


def test_the_corpus_is_broad_and_has_no_repeats() -> None:
    everything = list(sentences())
    assert len(everything) >= 1100
    assert len(CORPORA["mentions.yaml"]) >= 30
    assert len(set(everything)) == len(everything)
