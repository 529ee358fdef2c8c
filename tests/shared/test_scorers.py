"""The research data's own scorers, run as they are: no figure may fall below what was reached."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[3] / "shared"
LABELER = str(Path(sys.executable).with_name("labeler"))

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.is_dir(), reason="the research data in ../shared is not here"),
]


def score(tool: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SHARED / "tools" / tool), *arguments, "--labeler", LABELER]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_every_line_of_the_seed_is_right_in_every_encoding() -> None:
    run = score("score_seed.py")
    assert run.returncode == 0, run.stdout + run.stderr


def test_disclosures_are_found_and_mentions_are_not_taken_for_them() -> None:
    data = SHARED / "data"
    run = score(
        "score_disclosure.py",
        str(data / "disclosure" / "phrases.yaml"),
        "--pages",
        str(data / "pages" / "fundus.jsonl.gz"),
    )
    assert run.returncode == 0, run.stderr
    figures = json.loads(run.stdout.splitlines()[-1])
    assert figures["recall"] >= 0.97
    assert figures["negatives_kept"] == [53, 53]
    # Two pages say it themselves: a machine translated the story, AI wrote the summary above it.
    assert figures["page_alarms"] <= 2
