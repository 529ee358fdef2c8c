"""The commands of the pages on training and evaluation run, and their tables are the results."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from labeler.classifier.gold import GoldPage, GoldText
from labeler.classifier.recipe import Recipe

ROOT = Path(__file__).parents[2]
TRAINING = (ROOT / "docs" / "training.md").read_text("utf-8")
EVALUATION = (ROOT / "docs" / "evaluation.md").read_text("utf-8")
BLOCK = re.compile(r"^( *)```(\w+)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)


def blocks(text: str, language: str) -> list[str]:
    return [match[3] for match in BLOCK.finditer(text) if match[2] == language]


def commands(text: str) -> list[str]:
    return [
        line.strip().removeprefix("$ ")
        for block in blocks(text, "console")
        for line in block.splitlines()
    ]


def run(command: str, folder: Path) -> str:
    """What a command prints, run in `folder` as if the checkout were there."""
    environment = os.environ | {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        ["bash", "-c", command], cwd=folder, env=environment, capture_output=True, timeout=120
    )
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    return done.stdout.decode("utf-8")


def test_the_steps_of_training_run_one_after_the_other(tmp_path: Path) -> None:
    pytest.importorskip("sklearn", reason="training needs labeler[train]")
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    steps = commands(TRAINING)
    assert [step.split()[:2] for step in steps] == [
        ["python", "-m"],
        ["labeler", "train"],
        ["labeler", "evaluate"],
        ["labeler", "evaluate"],
        ["labeler", "scan"],
    ]
    printed = [run(step, tmp_path) for step in steps]
    assert "text dumps, 10 pages" in printed[2]
    assert "by length" in printed[3]
    assert "agency-story.fr.txt" in printed[4]


def test_what_reviewers_corrected_trains(tmp_path: Path) -> None:
    pytest.importorskip("sklearn", reason="training needs labeler[train]")
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    run("python -m benchmarks.made gold", tmp_path)
    sample = "samples/chatbot-residue.en.txt"
    run(f"labeler scan {sample} --format jsonl --output reports.jsonl", tmp_path)
    run("printf '1\\n4\\n' | labeler review reports.jsonl --terminal --reviewer ana", tmp_path)
    assert len((tmp_path / ".labeler-corrections.jsonl").read_text("utf-8").splitlines()) == 2
    (command,) = blocks(TRAINING, "sh")
    run(command, tmp_path)
    manifest = json.loads((tmp_path / "my-model" / "manifest.json").read_bytes())
    assert "corrections" in json.dumps(manifest["sources"])


def test_the_examples_of_the_format_are_gold_data() -> None:
    page, text = blocks(TRAINING, "json")
    assert msgspec.json.decode(page, type=GoldPage).segments[0].label == "boilerplate"
    assert msgspec.json.decode(text, type=GoldText).label == "human"


def test_the_example_of_a_recipe_is_one() -> None:
    yaml = pytest.importorskip("yaml")
    (recipe,) = blocks(TRAINING, "yaml")
    assert msgspec.convert(yaml.safe_load(recipe), Recipe).page_source("our-news").news == 1


@pytest.mark.parametrize("name", ["pages", "authorship"])
def test_the_tables_say_which_command_made_them(name: str) -> None:
    command = json.loads((ROOT / "benchmarks" / "results" / f"{name}.json").read_bytes())["command"]
    assert command.startswith(f"python -m benchmarks.{name}")
    assert command in EVALUATION


def test_the_tables_are_those_of_the_results() -> None:
    pytest.importorskip("sklearn", reason="the benchmarks train")
    from benchmarks.evaluation_docs import PAGES, RESULTS, filled, tables

    made = tables(RESULTS)
    for page in PAGES:
        text = page.read_text("utf-8")
        assert "<!-- table " in text
        assert filled(text, made) == text, "run: python -m benchmarks.evaluation_docs"


def test_the_pictures_are_those_of_the_results() -> None:
    pytest.importorskip("sklearn", reason="the benchmarks train")
    from benchmarks.evaluation_docs import RESULTS, pictures

    for name, picture in pictures(RESULTS).items():
        assert (ROOT / "docs" / name).read_text("utf-8") == picture, name
        assert f"({name})" in EVALUATION
