"""The command line in a process of its own that may use little memory and little time."""

import subprocess
import sys
from pathlib import Path
from typing import Any

MEMORY = 2_000_000_000
"""Bytes of address space: the model, the rules, threads' stacks, and little more."""
SECONDS = 20
"""Of processor time; the slowest case takes three."""
_LIMITED = (
    "import resource, sys\n"
    f"resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY}))\n"
    f"resource.setrlimit(resource.RLIMIT_CPU, ({SECONDS}, {SECONDS}))\n"
    "from labeler.cli import main; sys.exit(main())"
)


def labeler(*arguments: object, **options: Any) -> "subprocess.CompletedProcess[str]":
    """Run a command; what it prints is kept unless `options` of `subprocess.run` say else."""
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options
    command = [sys.executable, "-c", _LIMITED, *map(str, arguments)]
    return subprocess.run(command, timeout=120, check=False, text=True, **streams)


def story(folder: Path) -> Path:
    """A sound file."""
    path = folder / "story.txt"
    path.write_text("Two ferries ran on Sunday. The harbour was quiet.\n", "utf-8")
    return path
