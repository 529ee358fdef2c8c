"""The blocks of code in the project's pages, and what comments before them ask of the tests.

<!-- not run: REASON -->    the block cannot be run here, or another test does it
<!-- given: COMMAND -->     is run before it, to make what the block takes for granted
<!-- exit: 1 -->            the exit code it ends with, where that is not 0
<!-- until: TEXT -->        it runs until it says so, and is then interrupted
<!-- needs: PROGRAM -->     it is left out where there is no such program
<!-- file: PATH -->         what the block holds goes into this file
"""

import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    [
        *(path for path in ROOT.glob("*.md") if path.name != "CHANGELOG.md"),
        *(ROOT / "docs").rglob("*.md"),
        ROOT / "samples" / "README.md",
    ]
)
SHELL = ("sh", "bash", "console")
RUN = (*SHELL, "python", "pycon")
_BLOCK = re.compile(
    r"^(?P<notes>(?: *<!-- [^\n]* -->\n)*)(?P<indent> *)```(?P<language>\w*)\n(?P<code>.*?)^ *```$",
    re.MULTILINE | re.DOTALL,
)
_NOTE = re.compile(r"<!-- (not run|given|exit|until|needs|file): (.*?) -->")
_INDENTED = re.compile(r"\n\n((?: {4}[^\n]*\n)+)")
_COMMAND = re.compile(r"(?:\$ )?(?:labeler|pip|python|make|docker|printf) ")


class Snippet(NamedTuple):
    """One block of code."""

    language: str
    code: str
    not_run: str | None = None
    given: tuple[str, ...] = ()
    exit_code: int = 0
    until: str | None = None
    needs: str | None = None
    file: str | None = None


def snippets(text: str) -> list[Snippet]:
    """The fenced blocks of a page, in order."""
    return [_snippet(match) for match in _BLOCK.finditer(text)]


def _snippet(match: re.Match[str]) -> Snippet:
    notes = _NOTE.findall(match["notes"])
    last = dict(notes)
    indent = match["indent"]
    return Snippet(
        match["language"],
        "".join(line.removeprefix(indent) for line in match["code"].splitlines(keepends=True)),
        last.get("not run"),
        tuple(command for note, command in notes if note == "given"),
        int(last.get("exit", "0")),
        last.get("until"),
        last.get("needs"),
        last.get("file"),
    )


def unmarked_commands(text: str) -> list[str]:
    """Commands in blocks that no test would find: indented ones, and those without a language."""
    blocks: list[str] = _INDENTED.findall("\n\n" + _BLOCK.sub("", text))
    blocks += [found.code for found in snippets(text) if not found.language and not found.not_run]
    return [block for block in blocks if _COMMAND.match(block.strip())]


def commands(snippet: Snippet) -> list[tuple[str, str]]:
    """The commands of a shell block, each with the output shown below it, but for pip's."""
    if snippet.language != "console":
        lines = snippet.code.splitlines(keepends=True)
        return [("".join(line for line in lines if not line.startswith("pip install ")), "")]
    parts = re.split(r"^\$ ", snippet.code, flags=re.MULTILINE)[1:]
    return [(command, shown) for command, _, shown in (part.partition("\n") for part in parts)]
