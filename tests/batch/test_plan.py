"""Going on with a run, and refusing to go on with another."""

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from labeler.batch.lock import locked
from labeler.batch.plan import RUN
from labeler.batch.settings import Settings
from labeler.batch.sources import Source, find_sources
from labeler.errors import InputError, UsageError
from tests.batch.corpora import label, outcome, write_jsonl


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_jsonl(tmp_path / "a.jsonl", 6)


@pytest.fixture
def output(corpus: Path, tmp_path: Path) -> Path:
    label([corpus], tmp_path / "out", Settings(limit=3))
    return tmp_path / "out"


def test_other_options_are_refused_and_named(corpus: Path, output: Path) -> None:
    before = outcome(output)

    with pytest.raises(UsageError, match=r"other options \(limit: 3, not 4\); give the same again"):
        label([corpus], output, Settings(limit=4))

    assert outcome(output) == before


def test_other_inputs_are_refused(corpus: Path, output: Path) -> None:
    with pytest.raises(UsageError, match="holds a run with other inputs"):
        label([corpus, corpus.parent], output, Settings(limit=3))


def test_changed_inputs_are_refused_and_named(corpus: Path, output: Path) -> None:
    write_jsonl(corpus, 7)

    with pytest.raises(UsageError, match=r"inputs \(changed: .*a\.jsonl\)"):
        label([corpus], output, Settings(limit=3))


def test_another_version_is_refused_and_named(
    corpus: Path, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("labeler.scanner.VERSION", "9.9.9")

    with pytest.raises(UsageError, match=r"other versions \(version: 0\.1\.0, not 9\.9\.9\)"):
        label([corpus], output, Settings(limit=3))


def test_a_damaged_plan_is_refused(corpus: Path, output: Path) -> None:
    (output / RUN / "plan.json").write_bytes(b"{")

    with pytest.raises(UsageError, match="of another version of labeler, or damaged"):
        label([corpus], output, Settings(limit=3))


def test_restart_deletes_the_other_run(corpus: Path, output: Path, tmp_path: Path) -> None:
    settings = Settings(format="jsonl")
    label([corpus], output, settings, restart=True)
    label([corpus], tmp_path / "fresh", settings)

    assert outcome(output) == outcome(tmp_path / "fresh")
    assert not (output / "segments").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such lock")
def test_two_runs_in_one_folder_are_refused(output: Path) -> None:
    lock = output / RUN / "lock"
    holder = (
        "import sys, time; from pathlib import Path; from labeler.batch.lock import locked\n"
        "with locked(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holder, str(lock)], stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        try:
            began = time.monotonic()
            with pytest.raises(UsageError, match="another run is at work there"), locked(lock):
                pass
            assert time.monotonic() - began < 5
        finally:
            other.kill()
    with locked(lock):
        pass


def test_files_that_were_deleted_are_made_again(corpus: Path, output: Path) -> None:
    before = outcome(output)
    (output / "segments" / "00000-000000.parquet").unlink()

    label([corpus], output, Settings(limit=3))

    assert outcome(output) == before


def test_a_torn_line_of_the_journal_is_done_again(corpus: Path, output: Path) -> None:
    before = outcome(output)
    journal = output / RUN / "journal.jsonl"
    journal.write_bytes(journal.read_bytes()[:-20])

    label([corpus], output, Settings(limit=3))

    assert outcome(output) == before


def test_an_input_that_vanished_costs_itself_and_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (write_jsonl(tmp_path / name, 4) for name in ("a.jsonl", "b.jsonl"))
    away = tmp_path / "away"

    def found_and_gone(inputs: Sequence[str]) -> list[Source | InputError]:
        sources = find_sources(inputs)
        first.rename(away)
        return sources

    with monkeypatch.context() as patched:
        patched.setattr("labeler.batch.run.find_sources", found_and_gone)
        manifest = label([first, second], tmp_path / "out")
    assert manifest.counts.documents == 4
    (failure,) = manifest.errors.first
    assert failure.message == f"{first}: no such file; it was there when the run was planned"

    away.rename(first)
    assert label([first, second], tmp_path / "out").counts.documents == 8
    label([first, second], tmp_path / "straight")
    assert outcome(tmp_path / "out") == outcome(tmp_path / "straight")
