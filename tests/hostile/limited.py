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
    "memory, seconds = int(sys.argv.pop(1)), int(sys.argv.pop(1))\n"
    "resource.setrlimit(resource.RLIMIT_AS, (memory, memory))\n"
    "resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))\n"
    "from labeler.cli import main; sys.exit(main())"
)


def labeler(
    *arguments: object, memory: int = MEMORY, seconds: int = SECONDS, **options: Any
) -> "subprocess.CompletedProcess[str]":
    """Run a command; what it prints is kept unless `options` of `subprocess.run` say else."""
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "timeout": 120} | options
    command = [sys.executable, "-c", _LIMITED, str(memory), str(seconds), *map(str, arguments)]
    return subprocess.run(command, check=False, text=True, **options)


def story(folder: Path) -> Path:
    """A sound file."""
    path = folder / "story.txt"
    path.write_text("Two ferries ran on Sunday. The harbour was quiet.\n", "utf-8")
    return path
