"""Far more of one thing than anybody has: `make extremes` runs these, since they take minutes."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile.limited import labeler

pytestmark = [
    pytest.mark.extreme,
    pytest.mark.skipif(sys.platform != "linux", reason="limits of memory need Linux"),
]

GIGABYTE = 1_000_000_000
SYLLABLES = [consonant + vowel for consonant in "bdkm" for vowel in "aeio"]
SENTENCE = "Two ferries ran on Sunday and the harbour was quiet, as it had been all week. "


SCAN = ("scan", "--format", "jsonl")


def written(path: Path, parts: Iterator[str]) -> Path:
    """A file of many parts."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(parts)
    return path


def end_of(path: Path) -> str:
    """How a large file ends."""
    with path.open("rb") as file:
        file.seek(-2000, 2)
        return file.read().decode("utf-8", "replace")


def word(number: int) -> str:
    """A word for each number below 16 ** 6."""
    return "".join(SYLLABLES[number >> shift & 15] for shift in range(0, 24, 4))


def test_a_million_segments(tmp_path: Path) -> None:
    text = written(tmp_path / "a.txt", (f"Ferry {n} ran.\n\n" for n in range(1_000_000)))
    report = tmp_path / "report.jsonl"
    done = labeler(*SCAN, text, "--output", report, seconds=120, timeout=None)

    assert (done.returncode, done.stderr) == (0, "")
    assert '"summary":{"segments":1000000,' in end_of(report)


def test_a_hundred_thousand_rules(tmp_path: Path) -> None:
    rules = written(
        tmp_path / "r.yaml",
        (
            f"  - {{id: en.own.n{n}, title: T, label: ai_report, verdict: declared,\n"
            f"     match: {{phrase: made by {word(n)}}},\n"
            f"     examples: {{match: [made by {word(n)}], no_match: [y]}}}}\n"
            if n
            else "version: 1\nrules:\n"
            for n in range(100_001)
        ),
    )
    text = written(tmp_path / "a.txt", iter([f"Made by {word(99_999)}\n\n{SENTENCE}\n"]))
    kept = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "kept")}
    done = labeler(
        "scan", text, "--rules", rules, memory=4 * GIGABYTE, seconds=600, timeout=None, env=kept
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert "en.own.n99999" in done.stdout


def test_a_line_of_a_gigabyte(tmp_path: Path) -> None:
    many = GIGABYTE // len(SENTENCE)
    text = written(tmp_path / "a.txt", (SENTENCE * 1000 for _ in range(many // 1000)))
    report = tmp_path / "report.jsonl"
    done = labeler(*SCAN, text, "--output", report, memory=8 * GIGABYTE, seconds=240, timeout=None)

    assert (done.returncode, done.stderr) == (0, "")
    assert '"errors":[]' in end_of(report)
