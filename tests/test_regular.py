"""Small files are read whole, and nothing that is none keeps us waiting or open."""

import os
from pathlib import Path

import pytest

from labeler.regular import read_regular


def test_what_is_no_regular_file_is_refused_and_closed(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "file").write_bytes(b"content")
    before = len(os.listdir("/proc/self/fd"))
    for path in (tmp_path, tmp_path / "pipe", Path("/dev/zero")):
        with pytest.raises(OSError, match=r"directory|not a regular file"):
            read_regular(path)
    assert read_regular(tmp_path / "file") == b"content"
    assert len(os.listdir("/proc/self/fd")) == before
