"""Every command and every line of Python in the README works and prints what it says there."""

import doctest
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(language: str) -> list[str]:
    return [match[2] for match in BLOCK.finditer(README) if match[1] == language]


def commands(block: str) -> list[tuple[str, str]]:
    """Pairs of a command and the output shown below it."""
    parts = re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    return [(command, shown) for command, _, shown in (part.partition("\n") for part in parts)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the samples, as a reader of the README has it."""
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    return tmp_path


def test_the_readme_shows_commands_and_python() -> None:
    assert blocks("console")
    assert blocks("pycon")


@pytest.mark.parametrize("block", blocks("console"), ids=lambda block: block.splitlines()[0])
def test_commands_print_what_the_readme_shows(block: str, folder: Path) -> None:
    environment = os.environ | {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "COLUMNS": "100",
        "NO_COLOR": "1",
    }
    for command, shown in commands(block):
        done = subprocess.run(
            ["bash", "-c", command], cwd=folder, env=environment, capture_output=True, timeout=60
        )
        printed = done.stdout.decode("utf-8")
        assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
        if shown.strip():
            assert doctest.OutputChecker().check_output(shown, printed, doctest.ELLIPSIS), printed


def test_the_python_examples_hold(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    session = doctest.DocTestParser().get_doctest(
        "\n".join(blocks("pycon")), {}, "README.md", "README.md", 0
    )
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    report: list[str] = []
    runner.run(session, out=report.append)
    assert runner.summarize(verbose=False).failed == 0, "".join(report)


@pytest.mark.parametrize("line", "".join(blocks("sh")).splitlines())
def test_a_make_command_of_the_readme_exists(line: str) -> None:
    command = line.partition("#")[0].split()
    assert command[0] == "make"
    subprocess.run(["make", "--dry-run", *command[1:]], cwd=ROOT, check=True, capture_output=True)
