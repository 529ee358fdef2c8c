"""What is scanned: a bad part costs itself alone, is named in one line, and the rest is read."""

import gzip
import json
import os
import random
import sys
from pathlib import Path

import pytest

from tests.hostile.limited import labeler, story

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits of memory need Linux")

GOOD = b'{"text": "One story about the harbour."}\n'


def record(body: bytes, *headers: str) -> bytes:
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
    http += b"".join(f"{header}\r\n".encode() for header in headers) + b"\r\n"
    head = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http; msgtype=response"
    block = http + body
    return head + f"\r\nContent-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"


PAGE = record(b"<p>Two ferries ran on Sunday.</p>")
ZEROS = gzip.compress(bytes(200_000_000), 1)
"""In 900 KB; much more than a page may have."""

PARTS = {
    "a deep line": ("a.jsonl", GOOD, b"[" * 100_000 + b"\n", "line 2: JSON nested too deep"),
    "a long number": (
        "a.jsonl",
        GOOD,
        b'{"text": "x", "n": ' + b"9" * 5000 + b"}\n",
        "line 2: a number of too many digits",
    ),
    "a long line": (
        "a.jsonl",
        GOOD,
        b'{"text": "' + b"x" * 60_000_000 + b'"}\n',
        "line 2: longer than 50,000,000 bytes; split the record",
    ),
    "a packed record": (
        "a.warc",
        PAGE,
        record(gzip.compress(ZEROS), "Content-Encoding: gzip, gzip"),
        "is larger than 50,000,000 bytes unpacked",
    ),
    "a packed member": (
        "a.warc.gz",
        gzip.compress(PAGE),
        gzip.compress(record(bytes(200_000_000)), 1),
        "is larger than 50,000,000 bytes unpacked",
    ),
    "a deep page": (
        "a.warc",
        PAGE,
        record(b"<div>" * 100_000 + b"x"),
        "elements nested more than",
    ),
}


@pytest.mark.parametrize("case", PARTS)
def test_a_bad_part_costs_itself_alone(tmp_path: Path, case: str) -> None:
    name, good, bad, says = PARTS[case]
    path = tmp_path / name
    path.write_bytes(good + bad + good)
    done = labeler("scan", path, "--format", "jsonl")

    assert done.returncode == 3, done.stderr
    assert done.stderr.startswith(f"labeler: {path}")
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
    assert len(done.stdout.splitlines()) == 2


@pytest.mark.parametrize("packing", ["gz", "zst"])
def test_a_packed_line_without_end_costs_itself_alone(tmp_path: Path, packing: str) -> None:
    pack = gzip.compress if packing == "gz" else pytest.importorskip("zstandard").compress
    path = tmp_path / f"a.jsonl.{packing}"
    path.write_bytes(pack(GOOD) + pack(bytes(300_000_000), 1) + pack(b"\n" + GOOD))
    done = labeler("batch", path, "--output", tmp_path / "out", "--jobs", 1)

    assert done.returncode == 3, done.stderr
    (failure,) = (tmp_path / "out" / "errors.jsonl").read_text("utf-8").splitlines()
    assert json.loads(failure)["message"].endswith("allowed; split it")
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_bytes())
    assert manifest["counts"]["documents"] == 2


def test_endless_and_huge_files_are_refused_before_they_are_read(tmp_path: Path) -> None:
    sparse = tmp_path / "sparse.txt"
    with sparse.open("wb") as file:
        file.truncate(1 << 40)
    os.mkfifo(tmp_path / "pipe.txt")
    good = story(tmp_path)
    given = [sparse, tmp_path / "pipe.txt", "/dev/zero", good]
    done = labeler("scan", *given, "--format", "jsonl")

    assert (done.returncode, len(done.stdout.splitlines())) == (3, 1)
    assert [line.partition(";")[0] for line in done.stderr.splitlines()] == [
        f"labeler: {sparse}: larger than 1,000,000,000 bytes",
        f"labeler: {tmp_path / 'pipe.txt'}: not a regular file",
        "labeler: /dev/zero: not a regular file",
    ]


def test_a_line_without_end_on_standard_input_takes_no_memory() -> None:
    with open("/dev/zero", "rb") as zeros:
        done = labeler("scan", "-", "--media-type", "text/plain", stdin=zeros)

    assert done.returncode == 3
    assert done.stderr.startswith("labeler: -: larger than 1,000,000,000 bytes")


def test_a_tree_with_traps_is_walked_to_its_end(tmp_path: Path) -> None:
    story(tmp_path)
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "self.txt").symlink_to("self.txt")
    (tmp_path / "root").symlink_to("/", target_is_directory=True)
    (tmp_path / "zero.txt").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipe.txt")
    os.mkfifo(tmp_path / ".gitignore")
    os.mkfifo(tmp_path / ".labeler.yaml")
    done = labeler("scan", tmp_path, "--format", "jsonl")

    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 1


NAMES = (
    b"new\nline.txt",
    b"no\xff\xfeutf8.txt",
    b"\x1b[2J.txt",
    b"<script>alert(1)<.txt",
    b"'.txt",
)


@pytest.mark.parametrize(
    "form",
    ["json", "jsonl", "text", "sarif", "github", "gitlab", "junit", "csv", "markdown", "prov",
     "webanno", "html"],
)  # fmt: skip
def test_any_name_of_a_file_is_reported(tmp_path: Path, form: str) -> None:
    for name in NAMES:
        with open(os.fsencode(tmp_path) + b"/" + name, "wb") as file:
            file.write(b"Two ferries ran on Sunday. The harbour was quiet.\n")
    done = labeler("scan", tmp_path, "--format", form)

    assert (done.returncode, done.stderr) == (0, "")
    if form == "html":
        assert "<script>alert" not in done.stdout
    if form == "text":
        assert "\x1b" not in done.stdout
    if form in ("json", "sarif", "gitlab", "prov"):
        json.loads(done.stdout)


IGNORED = {
    "a backtracking pattern": "a*" * 25 + "b\n",
    "many stars": "**/" * 40 + "b\n",
}


@pytest.mark.parametrize("case", IGNORED)
def test_ignore_files_cannot_stop_a_walk(tmp_path: Path, case: str) -> None:
    (tmp_path / ".gitignore").write_text(IGNORED[case], "utf-8")
    deep = tmp_path.joinpath(*"aaaaaaaaaaaaaaa")
    deep.mkdir(parents=True)
    (deep / ("a" * 200 + ".txt")).write_text("Two ferries ran on Sunday.", "utf-8")
    done = labeler("scan", tmp_path, "--format", "jsonl")

    assert (done.returncode, done.stderr) == (0, "")


TOO_MUCH = {
    "a pipe's worth": ("f.log\n" * 100_000, "cannot be read (larger than 100,000 bytes)"),
    "too many patterns": ("".join(f"f{n}\n" for n in range(8_000)), "pattern is wrong"),
}


@pytest.mark.parametrize("case", TOO_MUCH)
def test_an_ignore_file_without_bound_costs_its_folder_alone(tmp_path: Path, case: str) -> None:
    patterns, said = TOO_MUCH[case]
    story(tmp_path)
    (tmp_path / "sub").mkdir()
    story(tmp_path / "sub")
    (tmp_path / "sub/.gitignore").write_text(patterns, "utf-8")
    done = labeler("scan", tmp_path, "--format", "jsonl")

    assert (done.returncode, len(done.stdout.splitlines())) == (3, 1)
    assert f"sub/.gitignore: {said}" in done.stderr.replace("an ignore ", "")


def test_a_text_of_many_segments_is_labelled(tmp_path: Path) -> None:
    path = tmp_path / "many.txt"
    path.write_text("Two ferries ran.\n\n" * 10_000, "utf-8")
    done = labeler("scan", path, "--format", "jsonl")

    assert (done.returncode, done.stderr) == (0, "")
    assert len(json.loads(done.stdout)["segments"]) == 10_000


def test_noise_under_any_name_is_read_or_named(tmp_path: Path) -> None:
    noise = random.Random(1)
    for suffix in ("txt", "html", "md", "jsonl", "warc", "warc.gz", "wet", "unknown"):
        for at in range(8):
            data = noise.randbytes(2000) if at % 2 else bytes(noise.choices(range(128), k=2000))
            (tmp_path / f"{at}.{suffix}").write_bytes(data)
    done = labeler("scan", tmp_path, "--format", "jsonl")

    assert done.returncode in (0, 3)
    assert "internal error" not in done.stderr
    assert all(line.startswith(f"labeler: {tmp_path}") for line in done.stderr.splitlines())
