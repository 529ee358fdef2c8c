"""The corrections file loses nothing, whoever is killed and whoever writes beside."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from labeler.corrections import Target
from labeler.corrections.log import CorrectionsLog, read_decisions
from labeler.corrections.make import decision
from labeler.errors import DataError, UsageError

TARGET = Target("a" * 64, "page.txt", "0123456789abcdef-1", "human_article")
WRITER = """
import sys
from pathlib import Path
from labeler.corrections import Target
from labeler.corrections.log import CorrectionsLog
from labeler.corrections.make import decision
log = CorrectionsLog(Path(sys.argv[1]))
target = Target("a" * 64, "page.txt", "0123456789abcdef-1", "human_article")
for number in range(int(sys.argv[3])):
    one = decision(sys.argv[2], "note", [target] * 20, note=str(number))
    log.append(one)
    print(one.id, flush=True)
"""


def writer(path: Path, name: str, number: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", WRITER, str(path), name, str(number)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_what_was_appended_is_read(tmp_path: Path):
    log = CorrectionsLog(tmp_path / "c.jsonl")
    made = [decision("ana", "label", [TARGET], label="ai_report", note="é 🙂") for _ in range(3)]

    for one in made:
        log.append(one)

    assert list(log.unread()) == made
    assert list(log.unread()) == []


def test_a_reader_sees_what_another_process_adds(tmp_path: Path):
    reader = CorrectionsLog(tmp_path / "c.jsonl")
    assert list(reader.unread()) == []
    first, second = (decision("ben", "unsure", [TARGET]) for _ in range(2))
    CorrectionsLog(tmp_path / "c.jsonl").append(first)
    assert list(reader.unread()) == [first]

    CorrectionsLog(tmp_path / "c.jsonl").append(second)

    assert list(reader.unread()) == [second]


def test_writers_side_by_side_lose_nothing(tmp_path: Path):
    path = tmp_path / "c.jsonl"
    running = [writer(path, name, 40) for name in ("ana", "ben", "eve")]
    told = [line for process in running for line in process.communicate()[0].split()]

    assert sorted(one.id for one in read_decisions(path)) == sorted(told)
    assert len(told) == 120


def test_a_killed_writer_has_kept_all_that_it_told(tmp_path: Path):
    path = tmp_path / "c.jsonl"
    process = writer(path, "ana", 100_000)
    time.sleep(0.6)
    process.send_signal(signal.SIGKILL)
    told = process.communicate()[0].split("\n")[:-1]

    kept = [one.id for one in read_decisions(path)]
    assert kept[: len(told)] == told
    assert told


@pytest.mark.parametrize("torn", [1, 40, 200])
def test_a_line_that_was_torn_gives_way_to_the_next(tmp_path: Path, torn: int):
    path = tmp_path / "c.jsonl"
    log = CorrectionsLog(path)
    first, lost, second = (decision("ana", "label", [TARGET], label="ai_report") for _ in range(3))
    log.append(first)
    size = path.stat().st_size
    CorrectionsLog(path).append(lost)
    os.truncate(path, size + torn)
    assert list(log.unread()) == [first]

    log.append(second)

    assert list(log.unread()) == [second]
    assert read_decisions(path) == [first, second]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"{}", "c.jsonl:2: not a decision: Object missing required field `version`"),
        (b"not json", "c.jsonl:2: not a decision: JSON is malformed"),
        (b'{"version": 2}', "c.jsonl:2: a decision of version 2; this labeler reads version 1"),
        (b'{"note": "\xff"}', "c.jsonl:2: not a decision"),
        (b'{"version":1,"x":' + b"[" * 100_000, "c.jsonl:2: not a decision"),
    ],
)
def test_a_damaged_line_is_named(tmp_path: Path, line: bytes, message: str):
    path = tmp_path / "c.jsonl"
    CorrectionsLog(path).append(decision("ana", "unsure", [TARGET]))
    with path.open("ab") as file:
        file.write(line + b"\n")

    with pytest.raises(DataError) as raised:
        read_decisions(path)

    assert message in str(raised.value)


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path):
    log = CorrectionsLog(tmp_path / "missing" / "c.jsonl")

    with pytest.raises(UsageError, match=r"c\.jsonl: cannot be written: No such file"):
        log.append(decision("ana", "unsure", [TARGET]))


def test_a_missing_file_is_named(tmp_path: Path):
    with pytest.raises(DataError, match="no such corrections; `labeler review` writes them"):
        read_decisions(tmp_path / "c.jsonl")
