"""How an extractor's text is held against gold segments, and that the peers run."""

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from benchmarks import page_peers
from benchmarks.made import made_gold_pages
from benchmarks.page_peers import article_figures, given_labels
from benchmarks.peers import PEERS, installed_version
from labeler.classifier.gold import GoldPage
from tests.evaluate.made import page, write_lines

STORY = "The old pier will be repaired before the winter comes, the council says."
SECOND = "Two ferries wait at the quay until the work is done, and nobody minds."
MADE = page(("Home", "boilerplate"), (STORY, "article"), (SECOND, "article"), ("Log in", "caption"))


def found(text: str, gold: GoldPage = MADE, headlines: Iterable[str] = ()) -> list[str]:
    """The gold segments that an output counts as having."""
    pairs = given_labels(gold, text, frozenset(headlines))
    return [segment.text for segment, label in pairs if label]


def test_a_segment_that_stands_in_the_output_is_found_however_it_is_spaced() -> None:
    assert found(f"- {STORY.upper()}\n\n{SECOND.replace(' ', '  ')}") == [STORY, SECOND]


def test_a_segment_cut_in_lines_or_run_together_is_found() -> None:
    assert found(STORY.replace("before", "before\n") + " " + SECOND) == [STORY, SECOND]


def test_half_a_long_segment_is_enough_and_less_is_not() -> None:
    assert found(STORY[:50]) == [STORY]
    assert found(STORY[:30]) == []


def test_a_short_segment_inside_another_word_is_not_found() -> None:
    assert found(f"{STORY} Homeless people log in.\n{SECOND}") == [STORY, SECOND]
    assert found(f"* Home\n{STORY} They log in.\n{SECOND}") == ["Home", STORY, SECOND]


def test_the_headline_is_given_to_an_extractor_that_found_an_article() -> None:
    gold = page(("The old pier", "article"), (STORY, "article"), ("The old pier", "boilerplate"))
    assert found(STORY, gold, ["theoldpier"]) == ["The old pier", STORY]
    assert found("", gold, ["theoldpier"]) == []


def test_figures_count_segments_and_characters() -> None:
    figures = article_figures([MADE], [STORY])
    assert (figures.segments["article"].precision, figures.segments["article"].recall) == (1, 0.5)
    assert figures.characters["article"].gold == len(STORY) + len(SECOND)


def installed(name: str) -> str:
    if name in PEERS and installed_version(name) is None:
        pytest.skip(f"{name} is not installed; it comes with labeler[bench]")
    return name


@pytest.mark.parametrize("name", ["labeler extract", *PEERS])
def test_every_extractor_runs_apart_and_finds_made_articles(name: str, tmp_path: Path) -> None:
    file, output = write_lines(tmp_path / "made.jsonl", made_gold_pages(6)), tmp_path / "out.json"
    picture = tmp_path / "out.svg"
    command = ["--pages", file, "--extractors", installed(name), "--rounds", "1", "--json", output]
    assert page_peers.main([*map(str, command), "--plot", str(picture)]) == 0
    measured = json.loads(output.read_bytes())
    (figures,) = measured["peers"].values()
    assert (measured["pages"], figures["refused"]) == (6, [])
    assert figures["characters"]["recall"] > 0.5
    assert figures["pages_per_second"] > 0
    assert figures["peak_mib"] > 1
    assert name in picture.read_text("utf-8")


def test_the_labels_of_segments_are_taken_from_the_held_out_results(tmp_path: Path) -> None:
    label = {"gold": 9, "precision": 0.9, "recall": 0.8, "f1": 0.85}
    labels = dict.fromkeys(("article", "caption", "boilerplate"), label)
    held_out = {
        "command": "python -m benchmarks.pages",
        "data": "made.jsonl",
        "modes": {
            "html": {
                "mode": "html",
                "all": {
                    "pages": 6, "segments": labels, "characters": labels,
                    "macro_f1": 0.85, "article_called_ai": 0.0,
                },
                "by_source": {}, "by_language": {}, "weakest_source": None,
                "weakest_language": None, "unread": [],
            }
        },
    }  # fmt: skip
    (tmp_path / "pages.json").write_text(json.dumps(held_out))
    results = page_peers.read_held_out(tmp_path / "pages.json")
    scan = page_peers.PeerFigures(None, None, 50.0, 9.0, 90.0, [], "1.0")
    same = page_peers.PagePeers("command", "made.jsonl", 6, {"labeler": scan}, {})
    (row,) = page_peers.table(same, results).rows
    assert row[:6] == ("labeler", "1.0", ".900", ".800", ".850", ".900")
    others = page_peers.PagePeers("command", "others.jsonl", 6, {"labeler": scan}, {})
    assert page_peers.table(others, results).rows == []
