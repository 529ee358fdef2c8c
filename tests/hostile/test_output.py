"""Where results go: full disks, closed streams, readers that leave."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile.limited import labeler, story

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs /dev/full")

COMMANDS = {
    "scan": ("scan", "story.txt"),
    "text": ("scan", "story.txt", "--format", "text"),
    "explain": ("explain", "story.txt", "--segment", "0"),
    "rules": ("rules", "list"),
    "schema": ("schema",),
    "help": ("--help",),
}


@pytest.mark.parametrize("case", COMMANDS)
def test_a_full_disk_behind_standard_output_is_said(tmp_path: Path, case: str) -> None:
    story(tmp_path)
    with open("/dev/full", "wb") as full:
        done = labeler(*COMMANDS[case], stdout=full, cwd=tmp_path)

    assert (done.returncode, done.stderr) == (
        2,
        "labeler: standard output: cannot be written: No space left on device\n",
    )


@pytest.mark.parametrize("case", COMMANDS)
def test_a_reader_that_left_ends_the_command_quietly(tmp_path: Path, case: str) -> None:
    story(tmp_path)
    read_end, write_end = os.pipe()
    os.close(read_end)
    done = labeler(*COMMANDS[case], stdout=write_end, cwd=tmp_path)
    os.close(write_end)

    assert (done.returncode, done.stderr) == (141, "")


CLOSED = (
    "import os, sys; os.close(int(sys.argv.pop(1)));"
    "os.execv(sys.executable, [sys.executable, '-m', 'labeler', *sys.argv[1:]])"
)


@pytest.mark.parametrize(
    ("stream", "arguments", "code", "says"),
    [
        (0, ("scan", "-"), 3, "labeler: -: cannot be read (Bad file descriptor); name a file"),
        (1, ("scan", "story.txt"), 2, "labeler: standard output: cannot be written: Bad file"),
        (2, ("scan", "nowhere.txt"), 3, ""),
        (2, ("scna",), 2, ""),
    ],
)
def test_a_closed_stream_is_no_error_inside(
    tmp_path: Path, stream: int, arguments: tuple[str, ...], code: int, says: str
) -> None:
    story(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", CLOSED, str(stream), *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=tmp_path,
    )

    assert (done.returncode, done.stderr.startswith(says)) == (code, True)
    assert done.stderr.count("\n") == bool(says)


def test_nobody_has_to_listen_to_errors(tmp_path: Path) -> None:
    with open("/dev/full", "wb") as full:
        done = labeler("scan", tmp_path / "nowhere.txt", story(tmp_path), stderr=full)

    assert done.returncode == 3
    assert done.stdout
