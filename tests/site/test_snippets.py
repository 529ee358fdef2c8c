"""Every command and every line of Python in the pages works and prints what it says there."""

import doctest
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.site.snippets import PAGES, ROOT, RUN, SHELL, Snippet, commands, snippets
from tests.site.snippets import unmarked_commands as unmarked

ENVIRONMENT = os.environ | {
    "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
    "PYTHONPATH": str(ROOT),
    "COLUMNS": "100",
    "NO_COLOR": "1",
}


TRAINING = ROOT / "docs" / "training.md"
"""tests/evaluate/test_docs.py runs it and looks at what it prints."""


def runnable(page: Path) -> list[Snippet]:
    return [
        found
        for found in snippets(page.read_text("utf-8"))
        if (found.language in RUN and not found.not_run) or found.file
    ]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the samples, as a reader in a checkout has it."""
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if runnable(page) and page != TRAINING],
    ids=lambda page: page.relative_to(ROOT).as_posix(),
)
def test_the_snippets_of_a_page_run_one_after_the_other(page: Path, folder: Path) -> None:
    names: dict[str, Any] = {}
    for snippet in runnable(page):
        if snippet.needs and not shutil.which(snippet.needs):
            continue
        for command in snippet.given:
            run(command, folder)
        if snippet.file:
            (folder / snippet.file).parent.mkdir(parents=True, exist_ok=True)
            (folder / snippet.file).write_text(snippet.code, "utf-8")
        elif snippet.language in SHELL:
            for command, shown in commands(snippet):
                if snippet.until:
                    run_until(snippet.until, command, folder)
                    continue
                printed = run(command, folder, snippet.exit_code)
                assert not shown.strip() or doctest.OutputChecker().check_output(
                    shown, printed, doctest.ELLIPSIS
                ), printed
        elif snippet.language == "python":
            exec(compile(snippet.code, str(page), "exec"), names)
        else:
            hold(snippet.code, names, page)


def run(command: str, folder: Path, exit_code: int = 0) -> str:
    """What a command prints. `make` only says what it would do, since it installs."""
    if command.startswith("make "):
        command, folder = command.replace("make ", "make --dry-run "), ROOT
    done = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", command],
        cwd=folder,
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=120,
    )
    assert done.returncode == exit_code, (command, done.stderr.decode("utf-8", "replace"))
    return done.stdout.decode("utf-8")


def run_until(text: str, command: str, folder: Path) -> None:
    """Run a command that stays, such as a server, until it says `text`; then interrupt it."""
    said = []
    with subprocess.Popen(
        ["bash", "-c", f"exec {command}"],
        cwd=folder,
        env=ENVIRONMENT | {"BROWSER": "true"},  # none is to open
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        for line in process.stderr:
            said.append(line)
            if text in line:
                break
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            process.kill()  # else it is waited for without end
            raise
    assert text in said[-1], said


def hold(code: str, names: dict[str, Any], page: Path) -> None:
    session = doctest.DocTestParser().get_doctest(code, names, page.name, str(page), 0)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    report: list[str] = []
    runner.run(session, out=report.append, clear_globs=False)
    names.update(session.globs)
    assert runner.summarize(verbose=False).failed == 0, "".join(report)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_no_command_stands_where_it_is_not_run(page: Path) -> None:
    assert unmarked(page.read_text("utf-8")) == [], "fence it as sh, console or python"


def test_notes_say_how_a_block_is_run() -> None:
    page = (
        "<!-- given: mkdir a -->\n<!-- exit: 3 -->\n```console\n$ labeler scan a\n```\n"
        "<!-- not run: needs a cluster -->\n```sh\nlabeler batch s3://b\n```\n"
        "<!-- file: c.yaml -->\n```yaml\nversion: 1\n```\n"
        "<!-- needs: jq -->\n<!-- until: ready -->\n```sh\njq . c.json\n```\n"
    )
    first, second, third, fourth = snippets(page)
    assert (first.given, first.exit_code) == (("mkdir a",), 3)
    assert second.not_run == "needs a cluster"
    assert (third.file, third.code) == ("c.yaml", "version: 1\n")
    assert (fourth.needs, fourth.until) == ("jq", "ready")


def test_commands_in_other_blocks_are_noticed() -> None:
    assert unmarked("a\n\n    labeler scan b\n\nc\n\n```\nlabeler scan d\n```\n") == [
        "    labeler scan b\n",
        "labeler scan d\n",
    ]


HELD = {
    "docs/batch.md": "batch/test_docs_batch.py",
    "docs/ci.md": "integrations/test_docs_ci.py",
    "docs/configuration.md": "policy/test_docs_policy.py",
    "docs/policy.md": "policy/test_docs_policy.py",
    "docs/rules.md": "rules/test_docs_rules.py",
    "docs/stages.md": "site/test_site.py",
    "docs/training.md": "evaluate/test_docs.py",
}
"""Tests that hold the settings, records and queries of a page."""


def test_blocks_of_settings_records_and_queries_are_held_by_tests() -> None:
    pages = {
        page.relative_to(ROOT).as_posix()
        for page in PAGES
        for found in snippets(page.read_text("utf-8"))
        if found.language in ("yaml", "toml", "json", "sql") and not found.file
    }
    assert pages == set(HELD)
    assert all((ROOT / "tests" / test).exists() for test in HELD.values())
