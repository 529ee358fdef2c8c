"""Rules are measured on texts whose labels are known."""

import gzip
import json
import math
from pathlib import Path

import pytest

from labeler.cli import main
from labeler.errors import DataError
from labeler.rules.gold import read_gold
from labeler.rules.pack import RulePack
from labeler.rules.score import MOST_SHOWN, CorpusScores, Score, score_rules
from tests.rules.ruletools import rules

MARKER = "id: en.marker, label: ai_report, verdict: declared, match: {phrase: written by ai}"
VOTE = "id: en.share, label: boilerplate, weight: 2, match: {phrase: share}"
CAPTION = "id: en.photo, label: image_caption, weight: 1, match: {phrase: photo}"
GUARD = "id: en.guard.asked, role: guard, match: {regex: '[?]'}"


def line(text: str, label: str, **more: object) -> str:
    return json.dumps({"text": text, "label": label, **more})


def page(*segments: tuple[str, str]) -> str:
    return json.dumps({"segments": [{"text": t, "label": k} for t, k in segments], "html": "<p>"})


def scores(pack: RulePack, tmp_path: Path, *lines: str) -> CorpusScores:
    corpus = tmp_path / "gold.jsonl"
    corpus.write_text("\n".join(lines))
    return score_rules(pack, pack.rules, read_gold(corpus))


def score_of(rule: str, found: CorpusScores) -> Score:
    return next(score for score in found.rules if score.rule == rule)


def test_a_voting_rule_is_right_where_the_segment_has_its_label(tmp_path: Path) -> None:
    found = scores(
        rules(VOTE),
        tmp_path,
        line("Share this", "boilerplate"),
        line("Share it", "boilerplate"),
        line("They share a boat.", "human_article"),
        line("Fine weather.", "human_article"),
    )
    score = score_of("en.share", found)
    assert (score.hits, score.right, score.wrong, score.precision) == (3, 2, 1, 0.6667)
    (wrong,) = score.wrong_instances
    assert wrong.place == f"{tmp_path}/gold.jsonl:3"
    assert (wrong.segment, wrong.label, wrong.text) == (0, "human_article", "They share a boat.")
    assert score.measured_weight == pytest.approx(math.log(2.5 / 1.5), abs=0.01)
    assert (found.documents, found.segments, found.hit_segments) == (4, 4, 3)


def test_a_rule_that_votes_against_a_label_is_right_elsewhere(tmp_path: Path) -> None:
    pack = rules(VOTE.replace("weight: 2", "weight: -2"))
    found = scores(pack, tmp_path, line("Share this", "boilerplate"), line("A share", "ai_report"))
    score = score_of("en.share", found)
    assert (score.right, score.wrong) == (1, 1)
    assert score.wrong_instances[0].label == "boilerplate"


def test_a_disclosure_is_right_on_its_own_line_and_in_the_text_it_governs(tmp_path: Path) -> None:
    found = scores(
        rules(MARKER),
        tmp_path,
        page(("Written by AI", "boilerplate"), ("It was written by AI.", "article")),
        line("All of this was written by AI, as was the rest.", "ai"),
    )
    score = score_of("en.marker", found)
    assert (score.hits, score.right, score.wrong) == (3, 2, 1)
    assert score.wrong_instances[0].segment == 1


def test_where_the_corpus_knows_roles_they_decide_on_disclosures(tmp_path: Path) -> None:
    found = scores(
        rules(MARKER),
        tmp_path,
        line("Written by AI", "boilerplate", role="disclosure"),
        line("Novels written by AI", "boilerplate", role="teaser"),
    )
    score = score_of("en.marker", found)
    assert (score.right, score.wrong) == (1, 1)


def test_overlaps_are_other_rules_in_the_segment_and_conflicts_say_something_else(
    tmp_path: Path,
) -> None:
    twin = VOTE.replace("en.share", "en.share-too")
    found = scores(
        rules(VOTE, twin, CAPTION),
        tmp_path,
        line("Share", "boilerplate"),
        line("Share this photo", "boilerplate"),
        line("Photo: Kim Doe", "image_caption"),
    )
    assert [(s.rule, s.overlaps, s.conflicts) for s in found.rules] == [
        ("en.photo", 1, 1),
        ("en.share", 2, 1),
        ("en.share-too", 2, 1),
    ]


def test_a_guard_is_right_about_hits_that_would_have_been_wrong(tmp_path: Path) -> None:
    found = scores(
        rules(MARKER, GUARD),
        tmp_path,
        line("Was it written by AI?", "human_article"),
        line("Questions? Written by AI", "boilerplate"),
        line("Fine?", "human_article"),
    )
    guard, marker = score_of("en.guard.asked", found), score_of("en.marker", found)
    assert (guard.hits, guard.right, guard.wrong, guard.precision) == (2, 1, 1, 0.5)
    assert (marker.hits, marker.vetoed, marker.precision) == (0, 2, None)


def test_the_worst_rule_comes_first_and_instances_are_bounded(tmp_path: Path) -> None:
    many = [line(f"A share of {n}", "human_article") for n in range(MOST_SHOWN + 5)]
    found = scores(rules(CAPTION, VOTE), tmp_path, *many, line("A photo", "human_article"))
    assert [score.rule for score in found.rules] == ["en.share", "en.photo"]
    assert found.rules[0].wrong == MOST_SHOWN + 5
    assert len(found.rules[0].wrong_instances) == MOST_SHOWN


def test_a_compressed_corpus_is_read_and_blank_lines_are_not_counted_out(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl.gz"
    path.write_bytes(gzip.compress(f"\n{line('A', 'human', lang='en')}\n".encode()))
    (document,) = read_gold(path)
    assert (document.place, document.language) == (f"{path}:2", "en")
    assert document.gold[0].label == "human_article"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{", "gold.jsonl:2: not a line of gold: Input data was truncated; expected"),
        (
            '{"text": "A"}',
            "gold.jsonl:2: not a line of gold: Object missing required field `label`",
        ),
        ('{"text": "A", "label": "spam"}', "gold.jsonl:2: not a line of gold: Invalid enum value"),
        ('{"segments": [{"label": "ai"}]}', "missing required field `text` - at `$.segments[0]`"),
        ("[]", "gold.jsonl:2: not a line of gold: Expected `object`, got `array`"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(f"{line('A', 'human')}\n{text}\n")
    with pytest.raises(DataError) as raised:
        list(read_gold(path))
    assert problem in str(raised.value)
    assert str(raised.value).startswith(f"{path}:2: ")


def test_a_corpus_that_is_missing_or_damaged_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"none\.jsonl: no such file; give a gold corpus"):
        list(read_gold(tmp_path / "none.jsonl"))
    (tmp_path / "cut.jsonl.gz").write_bytes(gzip.compress(b'{"text": "A", "label": "ai"}')[:-9])
    with pytest.raises(DataError, match=r"cut\.jsonl\.gz: cannot be read \(.*\); is it whole\?"):
        list(read_gold(tmp_path / "cut.jsonl.gz"))


OWN = """\
version: 1
rules:
  - {id: en.own.share, label: boilerplate, weight: 2, match: {phrase: ferry rota},
     examples: {match: [ferry rota], no_match: [y]}}
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    texts = [f"The ferry rota of week {n} hangs in the hall." for n in range(7)]
    path.write_text("\n".join(line(text, "human_article") for text in texts))
    (tmp_path / "own.yaml").write_text(OWN)
    return path


def test_the_command_prints_a_table_with_the_first_wrong_instances(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = corpus.with_name("own.yaml")
    assert main(["rules", "test", str(own), "--corpus", str(corpus)]) == 0
    head, row, *rest = capsys.readouterr().out.splitlines()
    assert head.split() == [
        *("rule", "label", "weight", "hits", "wrong", "precision"),
        *("overlaps", "conflicts", "vetoed", "measured"),
    ]
    assert " ".join(row.split()) == "en.own.share boilerplate +2.0 7 7 0.000 0 0 0 +0.0"
    assert rest[0] == (
        f"    {corpus}:1: segment 0 is human_article: The ferry rota of week 0 hangs in the hall."
    )
    assert rest[5] == "    and 2 more"
    assert rest[6] == ("7 documents, 7 segments, 7 hit; 1 rules, 1 with hits; 0 right, 7 wrong")


def test_the_command_prints_all_of_it_as_json(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["rules", "test", str(corpus.with_name("own.yaml")), "--corpus", str(corpus)]
    assert main([*arguments, "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["labels"] == {"human_article": 7}
    assert [len(score["wrong_instances"]) for score in found["rules"]] == [7]


def test_the_shipped_rules_are_measured_if_no_file_is_given(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus.write_text(
        "\n".join((line("AI-generated image", "boilerplate"), line("Share", "boilerplate")))
    )
    assert main(["rules", "test", "--corpus", str(corpus), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert len(found["rules"]) > 1000
    hit = [score for score in found["rules"] if score["hits"] and score["role"] != "guard"]
    assert hit
    assert all(score["precision"] == 1.0 for score in hit)
