"""`--output` writes all of a file or nothing."""

import os
import stat
import sys
from pathlib import Path

import pytest

from labeler.cli.output import open_output
from labeler.errors import UsageError


def test_file_appears_when_it_is_complete(tmp_path):
    target = tmp_path / "report.json"
    with open_output(target) as stream:
        stream.write(b"{}")
        assert not target.exists()

    assert target.read_bytes() == b"{}"
    assert list(tmp_path.iterdir()) == [target]


def test_an_error_leaves_the_old_file(tmp_path):
    target = tmp_path / "report.json"
    target.write_bytes(b"old")

    with pytest.raises(UnicodeEncodeError), open_output(target) as stream:
        stream.write("new \ud800".encode())
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_what_a_killed_run_left_is_in_nobodys_way(tmp_path):
    """In containers all runs have the same number of the process."""
    target = tmp_path / "report.json"
    left = tmp_path / f".report.json.{os.getpid()}.tmp"
    left.write_bytes(b"half")
    with open_output(target) as stream:
        stream.write(b"{}")

    assert (target.read_bytes(), left.read_bytes()) == (b"{}", b"half")


def test_file_gets_the_usual_permissions(tmp_path):
    ordinary, written = tmp_path / "ordinary", tmp_path / "written"
    ordinary.touch()
    with open_output(written):
        pass

    assert stat.S_IMODE(written.stat().st_mode) == stat.S_IMODE(ordinary.stat().st_mode)


def test_links_are_followed(tmp_path):
    (tmp_path / "link.json").symlink_to("real.json")
    with open_output(tmp_path / "link.json") as stream:
        stream.write(b"{}")

    assert (tmp_path / "link.json").is_symlink()
    assert (tmp_path / "real.json").read_bytes() == b"{}"


@pytest.mark.skipif(sys.platform == "win32", reason="has no /dev/null")
def test_devices_are_written_to_not_replaced():
    with open_output(Path("/dev/null")) as stream:
        stream.write(b"{}")

    assert Path("/dev/null").is_char_device()


@pytest.mark.skipif(sys.platform == "win32", reason="has no such permissions")
def test_permissions_of_the_old_file_stay(tmp_path):
    target = tmp_path / "report.json"
    target.touch(0o600)
    with open_output(target) as stream:
        stream.write(b"{}")

    assert stat.S_IMODE(target.stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["x" * 255, "é" * 127])
def test_any_name_that_a_file_may_have_is_written(tmp_path, name):
    with open_output(tmp_path / name) as stream:
        stream.write(b"{}")

    assert (tmp_path / name).read_bytes() == b"{}"


@pytest.mark.parametrize("place", ["missing/report.json", ".", "loop", "x" * 256])
def test_unwritable_places_are_named(tmp_path, place):
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(UsageError, match="cannot be written"), open_output(tmp_path / place):
        pass


def test_a_missing_input_is_not_blamed_on_the_output(tmp_path):
    with pytest.raises(FileNotFoundError), open_output(tmp_path / "report.json"):
        (tmp_path / "elsewhere" / "input.txt").read_bytes()
