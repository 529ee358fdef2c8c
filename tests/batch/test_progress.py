"""The bar of a long run: on a terminal, and nowhere else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.batch.corpora import write_jsonl

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")


def test_a_terminal_shows_documents_rate_and_time_left(tmp_path: Path) -> None:
    ours, theirs = os.openpty()
    corpus = write_jsonl(tmp_path / "a.jsonl", 20)
    arguments = ["batch", str(corpus), "--output", str(tmp_path / "out"), "--jobs", "1"]
    code = "import sys; from labeler.cli import main; sys.exit(main())"

    process = subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stderr=theirs,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "120"},
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            data = os.read(ours, 4096)
        except OSError:  # the other end is closed
            break
        if not data:
            break
        shown += data

    assert process.wait() == 0
    assert b"labelling" in shown
    assert b"20 documents, " in shown
    assert b"/s" in shown
