"""Trees of small documents, and `labeler` in a process of its own."""

import random
import subprocess
import sys
from pathlib import Path

COMMAND = [sys.executable, "-c", "import sys; from labeler.cli import main; sys.exit(main())"]
_WHO = ("The ferry", "A neighbour", "The council", "Our baker", "The night train")
_DID = ("waited for", "forgot about", "painted", "sold", "counted twice")
_WHAT = ("the harbour lights", "a crate of pears", "three wooden chairs", "the last ticket")


def story(seed: int, sentences: int = 12) -> str:
    """A text of its own for each seed."""
    chance = random.Random(seed)
    lines = [
        f"{chance.choice(_WHO)} {chance.choice(_DID)} {chance.choice(_WHAT)} on day {seed}.{n}."
        for n in range(sentences)
    ]
    return "\n\n".join(" ".join(lines[at : at + 3]) for at in range(0, sentences, 3)) + "\n"


def make_tree(folder: Path, count: int) -> Path:
    """`count` documents in folders of fifty."""
    for number in range(count):
        path = folder / f"{number // 50:02}" / f"{number:04}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(story(number), "utf-8")
    return folder


def labeler(*arguments: object, cwd: Path | None = None) -> "subprocess.CompletedProcess[bytes]":
    """Run the command line."""
    return subprocess.run(
        [*COMMAND, *map(str, arguments)], cwd=cwd, capture_output=True, timeout=120, check=False
    )
