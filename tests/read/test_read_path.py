"""Files, directories and standard input; what cannot be read is said, and the rest is read."""

import io
import os
import sys
from pathlib import Path

import pytest

from labeler.document import Document
from labeler.errors import InputError
from labeler.read import ReadOptions, read_bytes, read_path, read_text


def read(path: Path | str, **options: object) -> list[Document | InputError]:
    return list(read_path(str(path), ReadOptions(**options)))  # type: ignore[arg-type]


def error(path: Path | str) -> str:
    (result,) = read(path)
    assert isinstance(result, InputError)
    message = str(result)
    assert message.startswith(str(path))
    assert "\n" not in message
    assert ";" in message  # what is wrong; how to mend it
    return message


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.txt", "<!doctype html>", "text/plain"),
        ("a.HTM", "<p>x", "text/html"),
        ("a.md", "# x", "text/markdown"),
        ("a", "  <!DOCTYPE html><p>x", "text/html"),
        ("a", "<?xml version='1.0'?>\n<!-- c -->\n<html><p>x", "text/html"),
        ("a", "plain <html>", "text/plain"),
        ("a", "<!-- one --> <!-- > --><html><p>x", "text/html"),
        pytest.param("a", "<!---->" * 500 + "x", "text/plain", id="comments"),
    ],
)
def test_the_format_is_told_by_suffix_else_by_the_beginning(
    name: str, content: str, media_type: str
) -> None:
    (document,) = read_bytes(content.encode(), name)
    assert isinstance(document, Document)
    assert document.media_type == media_type


def test_a_forced_media_type_wins_over_the_suffix(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>x")
    (document,) = read(tmp_path / "a.html", media_type="text/plain")
    assert isinstance(document, Document)
    assert document.text == "<p>x"


def test_standard_input_is_read_by_its_dash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("Grüße".encode())))
    (document,) = read("-")
    assert isinstance(document, Document)
    assert (document.path, document.text) == ("-", "Grüße")


def test_standard_input_is_jsonl_if_a_text_field_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b'{"body": "x"}\n')))
    (document,) = read("-", text_field="body")
    assert isinstance(document, Document)
    assert (document.path, document.text) == ("-#1", "x")


def test_front_matter_gives_a_markdown_documents_title_and_language() -> None:
    (document,) = read_bytes(b"---\ntitle: 'A day'\nlang: en\n---\n# Hello\n", "a.md")
    assert isinstance(document, Document)
    assert (document.title, document.declared_language) == ("A day", "en")


def test_the_digest_is_of_the_bytes_read() -> None:
    assert read_text("abc").sha256.startswith("ba7816bf")
    (document,) = read_bytes(b"\xef\xbb\xbfabc", "a.txt")
    assert isinstance(document, Document)
    assert document.sha256 != read_text("abc").sha256


class TestBadInput:
    def test_a_missing_file(self, tmp_path: Path) -> None:
        assert "no such file" in error(tmp_path / "missing.txt")

    def test_a_path_with_a_zero_byte(self) -> None:
        assert "cannot be read" in error("a\0b")

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
    def test_a_file_that_may_not_be_read(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text("x")
        (tmp_path / "a.txt").chmod(0)
        assert "permissions" in error(tmp_path / "a.txt")

    def test_an_empty_file(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text("\ufeff \n")
        assert "empty" in error(tmp_path / "a.txt")

    def test_a_binary_file(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
        assert "binary" in error(tmp_path / "a.txt")

    def test_a_pipe_without_a_reader_does_not_hang(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe")
        assert "not a regular file" in error(tmp_path / "pipe")

    def test_a_device(self) -> None:
        assert "not a regular file" in error("/dev/null")

    def test_a_file_beyond_the_limit(self, tmp_path: Path) -> None:
        with open(tmp_path / "a.txt", "wb") as file:
            file.truncate(1_000_000_001)  # sparse: takes no space
        assert "larger than" in error(tmp_path / "a.txt")

    def test_a_directory_without_a_document(self, tmp_path: Path) -> None:
        (tmp_path / "data.bin").write_bytes(b"\0\1\2")
        assert "no documents" in error(tmp_path)


class TestDirectory:
    def paths(self, root: Path, **options: object) -> list[str]:
        results = read(root, **options)
        assert all(isinstance(result, Document) for result in results)
        return [os.path.relpath(r.path, root) for r in results if isinstance(r, Document)]

    def write(self, root: Path, *names: str) -> None:
        for name in names:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text("text")

    def test_it_is_walked_in_a_fixed_order(self, tmp_path: Path) -> None:
        self.write(tmp_path, "b.txt", "a/z.md", "c/d/e.html", "a.txt", "README")
        found = ["README", "a/z.md", "a.txt", "b.txt", "c/d/e.html"]
        assert self.paths(tmp_path) == found

    def test_hidden_binary_and_special_files_are_passed_over(self, tmp_path: Path) -> None:
        self.write(tmp_path, "a.txt", ".git/config", ".hidden.txt")
        (tmp_path / "picture").write_bytes(b"\x89PNG\0")
        (tmp_path / "empty").write_bytes(b"")
        os.mkfifo(tmp_path / "pipe")
        assert self.paths(tmp_path) == ["a.txt"]

    def test_links_to_directories_are_not_followed(self, tmp_path: Path) -> None:
        self.write(tmp_path, "a.txt")
        (tmp_path / "loop").symlink_to(tmp_path)
        assert self.paths(tmp_path) == ["a.txt"]

    def test_excludes_are_patterns_as_in_a_gitignore(self, tmp_path: Path) -> None:
        self.write(tmp_path, "a.txt", "build/b.txt", "c.log", "keep.log")
        assert self.paths(tmp_path, excludes=("build/", "*.log", "!keep.log")) == [
            "a.txt",
            "keep.log",
        ]

    def test_ignore_files_count_from_where_they_stand(self, tmp_path: Path) -> None:
        self.write(tmp_path, "a.log", "sub/a.log", "sub/b.txt", "other/b.txt", "other/c.txt")
        (tmp_path / ".gitignore").write_text("*.log\n/other/c.txt\n")
        (tmp_path / "sub/.labelerignore").write_text("!a.log\nb.txt\n")
        assert self.paths(tmp_path) == ["other/b.txt", "sub/a.log"]

    @pytest.mark.parametrize("pattern", ["!", "[z-a]", "[[:x:]]"])
    def test_a_wrong_ignore_pattern_is_named_with_its_file(
        self, tmp_path: Path, pattern: str
    ) -> None:
        self.write(tmp_path, "a.txt", "sub/b.txt")
        (tmp_path / "sub/.gitignore").write_text(pattern)
        results = read(tmp_path)
        assert isinstance(results[0], Document)
        assert "sub/.gitignore: an ignore pattern is wrong" in str(results[1])
        (result,) = read(tmp_path, excludes=(pattern,))
        assert "ignore pattern is wrong" in str(result)

    def test_a_name_that_is_no_utf_8_is_held_against_patterns(self, tmp_path: Path) -> None:
        for name in (b"kept\xff.txt", b"left\xff.txt"):
            with open(os.fsencode(tmp_path) + b"/" + name, "w") as file:
                file.write("The ferry stayed in port.")
        (tmp_path / ".gitignore").write_text("left*\n")
        (document,) = read(tmp_path)
        assert isinstance(document, Document)
        assert document.path.endswith("kept\udcff.txt")

    def test_a_bad_file_does_not_stop_the_walk(self, tmp_path: Path) -> None:
        self.write(tmp_path, "a.txt", "c.txt")
        (tmp_path / "b.txt").write_bytes(b"\0")
        results = read(tmp_path)
        assert [type(result) for result in results] == [Document, InputError, Document]


def test_the_field_of_records_says_nothing_of_the_pages_of_an_archive() -> None:
    page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><body><p>The ferry stayed."
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <https://example.org/1.jsonl>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(page)}\r\n\r\n"
    )
    archive = head.encode() + page + b"\r\n\r\n"
    for options in (ReadOptions(), ReadOptions(text_field="body")):
        (document,) = read_bytes(archive, "a.warc", options)
        assert isinstance(document, Document)
        assert (document.media_type, document.text) == ("text/html", "The ferry stayed.")


def test_standard_input_that_is_closed_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert "standard input is closed" in error("-")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("rows.jsonl", b'{"text": ' + b"x" * 1000),
        ("a.txt", b"\xef\xbb\xbf" + b"x" * 1000 + b"\xff"),
    ],
)
def test_an_error_does_not_hold_the_text_of_its_input(name: str, data: bytes) -> None:
    (result,) = read_bytes(data, name)
    assert isinstance(result, InputError)
    assert (result.__traceback__, result.__context__, result.__cause__) == (None, None, None)
