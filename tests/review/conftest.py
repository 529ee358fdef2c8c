"""The real server in a process of its own, and the real browser of the tests of the report."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest

from labeler.corrections import Decision
from labeler.corrections.log import read_decisions
from labeler.report.schema import Report
from tests.watched import PATIENCE_MS, Open, watched

pytest.importorskip("starlette", reason="labeler[review] is not installed")
pytest.importorskip("uvicorn", reason="labeler[review] is not installed")


class Server(NamedTuple):
    """A running `labeler review`."""

    process: "subprocess.Popen[str]"
    queue: str
    """The address of the queue."""
    corrections: Path

    @property
    def home(self) -> str:
        return self.queue.removesuffix("queue")

    def kept(self) -> list[Decision]:
        return read_decisions(self.corrections) if self.corrections.exists() else []

    def kill(self) -> None:
        """SIGKILL: the server has no chance to finish anything."""
        self.process.kill()
        self.process.wait()


Serve = Callable[..., Server]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Starts `labeler review` on some reports."""
    running: list[subprocess.Popen[str]] = []

    def started(*reports: Report, reviewer: str = "ana", port: int = 0) -> Server:
        file = tmp_path / "reports.jsonl"
        if reports:
            with file.open("wb") as stream:
                stream.writelines(msgspec.json.encode(one) + b"\n" for one in reports)
        corrections = tmp_path / "corrections.jsonl"
        code = "from labeler.cli import main; raise SystemExit(main())"
        command = [sys.executable, "-c", code, "review", str(file), "--no-browser"]
        command += ["--corrections", str(corrections), "--reviewer", reviewer]
        process = subprocess.Popen(
            [*command, "--port", str(port)],
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        running.append(process)
        assert process.stderr is not None
        said = ""
        while not (address := re.search(r"http://\S+", said)):
            line = process.stderr.readline()
            assert line, f"the server ended: {said}"
            said += line
        return Server(process, address[0], corrections)

    yield started
    for process in running:
        process.kill()
        process.wait()
        assert process.stderr is not None
        process.stderr.close()


@pytest.fixture
def open_page(browser: Any) -> Iterator[Open]:
    """Opens an address; the test fails if a page complains or asks another server."""
    from playwright.sync_api import expect

    expect.set_options(timeout=PATIENCE_MS)
    with watched(browser) as watch:

        def opened(address: str, **options: Any) -> Any:
            return watch(address, "/".join(address.split("/")[:3]), **options)

        yield opened
