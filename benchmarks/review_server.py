"""A running `labeler review`, as a reviewer starts it: what its measures and pictures need."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_COMMAND = "from labeler.cli import main; raise SystemExit(main())"


@contextmanager
def review_served(reports: Path, corrections: Path, reviewer: str) -> Iterator[str]:
    """Start the page on these reports; gives the address of the reviewer's pages, with a slash
    at its end. The server ends with the block. Raises RuntimeError if it does not start."""
    command = [sys.executable, "-c", _COMMAND, "review", str(reports), "--no-browser"]
    command += ["--corrections", str(corrections), "--reviewer", reviewer]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            for line in process.stderr:
                if address := re.search(r"http://\S+/(?=queue)", line):
                    yield address[0]
                    return
            raise RuntimeError(f"labeler review ended with {process.wait()} before it served")
        finally:
            process.kill()
