"""pip-audit is answered from a copy of advisories."""

import json
import sys
import urllib.request
import zipfile
from pathlib import Path

import pytest

from benchmarks import advisories

KNOWN = {
    "boat-house": [
        {"id": "A-1", "v": "<1.2", "advisory": "old", "severity": "HIGH"},
        {"id": "A-2", "v": ">=1.2,<1.3", "advisory": "leaks"},
    ],
    "Boat_House": [{"id": "A-6", "v": "==1.2.0", "advisory": "rots"}],
    "ferry": [{"id": "A-3", "v": "<2.0", "advisory": "sinks"}],
    "quay": [{"id": "A-5", "v": "<7.2.0-12.1"}],
}


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    wheel = tmp_path / "a.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr(advisories.DATABASE, json.dumps(KNOWN))
    return wheel


@pytest.mark.parametrize(
    ("name", "version", "told"),
    [
        ("boat.house", "1.2.0", ["A-2", "A-6"]),
        ("boat-house", "1.3", []),
        ("ferry", "1.5rc1", ["A-3"]),
        ("harbour", "1", []),
        pytest.param("quay", "99", ["A-5"], id="versions that cannot be read"),
    ],
)
def test_each_advisory_of_a_version_is_told(
    wheel: Path, name: str, version: str, told: list[str]
) -> None:
    asked = {"package": {"name": name, "ecosystem": "PyPI"}, "version": version}
    with (
        advisories.serving(advisories.read_advisories(wheel)) as address,
        urllib.request.urlopen(address, json.dumps(asked).encode(), timeout=20) as said,
    ):
        answer = json.load(said)
    assert [each["id"] for each in answer.get("vulns", [])] == told


def test_the_command_is_told_the_address_and_its_exit_code_counts(
    wheel: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    command = [sys.executable, "-c", "import sys; print(sys.argv[1:]); sys.exit(3)", "--strict"]
    monkeypatch.setattr("sys.argv", ["advisories", str(wheel), "--", *command])
    assert advisories.main() == 3
    assert "['--strict', '--vulnerability-service', 'osv', '--osv-url', 'http://127.0.0.1:" in (
        capfd.readouterr().out
    )
