"""Disclosures are found in wordings that no rule lists, in every language we can check."""

from functools import cache
from pathlib import Path

import pytest
import yaml

from labeler.rules import RulePack, load_pack, match
from labeler.rules.check import example_document
from labeler.rules.schema import Example

WORDINGS: dict[str, list[str]] = yaml.safe_load(
    (Path(__file__).parent / "wordings.yaml").read_text(encoding="utf-8")
)


@cache
def pack() -> RulePack:
    return load_pack()


def discloses(text: str) -> bool:
    document, segments = example_document(Example(text))
    return any(hit.rule.role == "disclosure" for hit in match(pack(), document, segments).hits)


@pytest.mark.parametrize("language", WORDINGS)
def test_every_wording_discloses(language: str) -> None:
    assert [wording for wording in WORDINGS[language] if not discloses(wording)] == []


def test_the_wordings_are_many_and_have_no_repeats() -> None:
    everything = [wording for group in WORDINGS.values() for wording in group]
    assert len(everything) >= 500
    assert len(WORDINGS) >= 30
    assert len(set(everything)) == len(everything)
