"""Locked versions are held against advisories."""

import json
import zipfile
from pathlib import Path

import pytest

from benchmarks import advisories

LOCK = "# Do not edit.\nBoat_House==1.2.0\nferry==1.5rc1 ; python_version > '3'\nquay==3.1\n"
KNOWN = {
    "boat-house": [
        {"id": "A-1", "v": "<1.2", "advisory": "old", "severity": "HIGH"},
        {"id": "A-2", "v": ">=1.2,<1.3", "advisory": "leaks"},
    ],
    "Ferry": [{"id": "A-3", "v": "<2.0", "advisory": "sinks"}],
    "harbour": [{"id": "A-4", "v": ">=0", "advisory": "shut"}],
}


def looked_up(folder: Path, known: object) -> int:
    wheel, lock = folder / "a.whl", folder / "lock.txt"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr(advisories.DATABASE, json.dumps(known))
    lock.write_text(LOCK, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["advisories", str(wheel), str(lock)])
        return advisories.main()


def test_each_advisory_of_a_locked_version_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert looked_up(tmp_path, KNOWN) == 1
    assert capsys.readouterr().out.splitlines() == [
        "4 advisories of 3 packages; 3 packages locked, 2 of which ever had one; 2 of the locked "
        "versions",
        "boat-house 1.2.0: A-2: leaks (>=1.2,<1.3)",
        "ferry 1.5rc1: A-3: sinks (<2.0)",
    ]


def test_an_advisory_whose_versions_cannot_be_read_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert looked_up(tmp_path, {"quay": [{"id": "A-5", "v": "<7.2.0-12.1"}]}) == 1
    assert "quay 3.1: A-5" in capsys.readouterr().out


def test_nothing_known_is_no_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert looked_up(tmp_path, {"harbour": KNOWN["harbour"]}) == 0
    assert capsys.readouterr().out.endswith("; 0 of the locked versions\n")
