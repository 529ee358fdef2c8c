"""`pip install` of the wheel into an empty environment gives a working `labeler`."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "samples" / "footer-disclosure.ko.txt"

# One worker builds and installs once for all tests of this file (with --dist loadgroup).
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wheel")]


def run(*command: str | Path, cwd: Path) -> str:
    """Standard output of a command that succeeds, without the checkout on its path."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        list(map(str, command)), cwd=cwd, env=environment, capture_output=True, timeout=600
    )
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    return done.stdout.decode("utf-8")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--outdir", target, ROOT, cwd=target)
    (built,) = target.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of scripts of a fresh environment that holds the wheel and its requirements."""
    outside = tmp_path_factory.mktemp("outside")
    run(sys.executable, "-m", "venv", outside / "env", cwd=outside)
    scripts = outside / "env" / ("Scripts" if os.name == "nt" else "bin")
    run(scripts / "python", "-m", "pip", "install", "--quiet", "--upgrade", "pip", cwd=outside)
    run(scripts / "python", "-m", "pip", "install", "--quiet", wheel, cwd=outside)
    return scripts


def test_the_wheel_holds_the_rules_and_the_model(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("rules", "models"):
        shipped = {
            f"labeler/data/{path.relative_to(ROOT).as_posix()}"
            for path in (ROOT / folder).rglob("*")
            if path.is_file()
        }
        assert shipped
        assert shipped <= inside


def test_the_wheel_holds_neither_tests_nor_samples(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0].split("-")[0] for name in names} == {"labeler"}


def test_the_installed_command_reports_as_the_checkout_does(
    installed: Path, tmp_path: Path
) -> None:
    (tmp_path / "page.txt").write_bytes(SAMPLE.read_bytes())
    command = installed / "labeler"
    outside = run(command, "scan", "page.txt", cwd=tmp_path)
    in_checkout = Path(sys.executable).with_name(command.name)
    checkout = run(in_checkout, "scan", "page.txt", cwd=tmp_path)
    assert json.loads(outside) == json.loads(checkout)
    assert "ai_report" in outside


def test_the_installed_command_says_its_version(installed: Path, tmp_path: Path) -> None:
    assert run(installed / "labeler", "--version", cwd=tmp_path).split()[-1].count(".") == 2


def test_the_installed_package_is_typed_for_its_users(wheel: Path) -> None:
    assert "labeler/py.typed" in zipfile.ZipFile(wheel).namelist()
