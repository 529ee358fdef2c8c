"""The baseline file: sorted lines that merge, written at once, read strictly."""

import json
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.errors import ConfigError, UsageError
from labeler.policy.baseline import Entry, Key, entry_of, read_baseline, seen_from, write_baseline
from labeler.report.schema import Finding

ENTRIES = {
    Key("ff" * 8, "no-ai"): Entry(status="accepted", reason="an interview", path="b.txt"),
    Key("00" * 8, "no-ai"): Entry(path="a.txt", quote="Zwei Fähren “fuhren”"),
    Key("00" * 8, "hidden-payload"): Entry(status="false_positive"),
}
LINES = """\
{
"0000000000000000 hidden-payload": {"status":"false_positive"},
"0000000000000000 no-ai": {"path":"a.txt","quote":"Zwei Fähren “fuhren”"},
"ffffffffffffffff no-ai": {"status":"accepted","reason":"an interview","path":"b.txt"},
"version": 1
}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "baseline.json"


def refused(file: Path) -> str:
    with pytest.raises(ConfigError) as error:
        read_baseline(file)
    return str(error.value).replace(str(file), "F")


def test_one_entry_a_line_sorted_by_content(file: Path) -> None:
    write_baseline(file, ENTRIES)

    assert file.read_text("utf-8") == LINES
    assert read_baseline(file) == ENTRIES
    assert json.loads(LINES)["version"] == 1


def test_an_empty_baseline(file: Path) -> None:
    write_baseline(file, {})
    assert file.read_text("utf-8") == '{\n"version": 1\n}\n'
    assert read_baseline(file) == {}


@settings(max_examples=40)  # files are written
@given(
    st.dictionaries(
        st.builds(
            Key,
            st.text("0123456789abcdef", min_size=16, max_size=16),
            st.from_regex("[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True),
        ),
        st.builds(
            Entry,
            st.sampled_from(("accepted", "false_positive", "todo")),
            st.none() | st.text(st.characters(exclude_categories=["Cs"])),
            st.none() | st.text(st.characters(exclude_categories=["Cs"])),
        ),
        max_size=5,
    )
)
def test_what_is_written_is_read(tmp_path_factory, entries) -> None:
    file = tmp_path_factory.mktemp("b") / "baseline.json"
    write_baseline(file, entries)

    assert read_baseline(file) == entries
    assert file.read_bytes().count(b"\n") == len(entries) + 3


@pytest.mark.parametrize("length", range(1, len(LINES.encode()) - 1, 7))
def test_a_half_written_file_is_never_taken_for_a_whole_one(file: Path, length: int) -> None:
    file.write_bytes(LINES.encode()[:length])
    assert refused(file).startswith("F")


def test_writing_replaces_the_file_at_once_and_leaves_nothing_beside_it(file: Path) -> None:
    write_baseline(file, ENTRIES)
    with file.open("rb") as reader:
        write_baseline(file, {})
        assert reader.read() == LINES.encode(), "who reads goes on reading the old file"
    assert os.listdir(file.parent) == [file.name]


def test_a_link_stays_a_link(file: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.json"
    link.symlink_to(file)
    write_baseline(link, ENTRIES)

    assert link.is_symlink()
    assert read_baseline(file) == ENTRIES


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_place_that_may_not_be_written(file: Path) -> None:
    file.parent.chmod(stat.S_IRUSR | stat.S_IXUSR)
    with pytest.raises(UsageError, match="cannot be written: Permission denied"):
        write_baseline(file, ENTRIES)


def test_what_is_no_file_stays_what_it_is(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(UsageError, match="cannot be written: Invalid argument"):
        write_baseline(pipe, {})
    assert pipe.is_fifo()


def test_a_place_that_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "none" / "baseline.json"
    with pytest.raises(UsageError) as error:
        write_baseline(path, ENTRIES)
    assert str(error.value) == f"{path}: cannot be written: No such file or directory"


def test_no_file(file: Path) -> None:
    assert refused(file) == "F: no such baseline; make it with `labeler baseline create`"


def test_a_directory(tmp_path: Path) -> None:
    assert refused(tmp_path) == "F: cannot be read: Is a directory"


RESTORE = "restore it from version control, or make it anew with `labeler baseline create --force`"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", f"F:1: not a whole JSON file; {RESTORE}"),
        (
            LINES[: LINES.index('"ffff') + 40],
            f"F:4: not a whole JSON file; {RESTORE}",
        ),
        ("[]\n", f"F:1: a baseline is a JSON object; {RESTORE}"),
        ("{}\n", f"F:1: no `version`: it is no baseline, or cut off; {RESTORE}"),
        (
            LINES.replace('"version": 1', '"version": 2'),
            "F:5: version 2 of baselines is unknown, this labeler reads 1; upgrade labeler, or "
            "make the file anew with `labeler baseline create --force`",
        ),
        (
            LINES.replace("0000000000000000 no-ai", "no-ai"),
            "F:3: `no-ai` is no entry; one looks like `0123456789abcdef chatbot-residue`",
        ),
        (
            LINES.replace('"status":"accepted"', '"status":"fine"'),
            "F:4: entry `ffffffffffffffff no-ai`: Invalid enum value 'fine' - at `$.status`; "
            "mend it, or delete the line",
        ),
        (
            LINES.replace('"status":"accepted"', '"line":3'),
            "F:4: entry `ffffffffffffffff no-ai`: Object contains unknown field `line`; "
            "mend it, or delete the line",
        ),
        (
            LINES.replace("0000000000000000 no-ai", "ffffffffffffffff no-ai"),
            "F:4: `ffffffffffffffff no-ai` stands here twice; delete one of the lines",
        ),
        (
            LINES.replace('"ffff', '<<<<<<< HEAD\n"ffff'),
            "F:4: a git merge stopped here; keep the entries of both sides and delete the lines "
            "with the conflict markers",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_line(file: Path, content: str, problem: str) -> None:
    file.write_text(content, "utf-8")
    assert refused(file) == problem


def test_bytes_that_are_no_text(file: Path) -> None:
    file.write_bytes(b'{"\xff')
    assert refused(file) == f"F: not UTF-8 (byte 2); {RESTORE}"


def test_an_entry_shows_the_text_on_one_line_without_control_characters() -> None:
    finding = Finding(
        rule="no-ai",
        severity="error",
        message="m",
        content="0" * 16,
        quote="As an AI\n\x1b[31mmodel, \u202e" + "I cannot " * 20,
    )
    entry = entry_of(finding, "a\nb.txt")
    assert entry.quote is not None
    assert entry.quote.startswith("As an AI [31mmodel, I cannot I cannot")
    assert len(entry.quote) == 80
    assert entry.path == "a b.txt"


def test_paths_are_given_from_where_the_baseline_lies(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert seen_from(Path("known.json"), "content/a.txt") == "content/a.txt"
    assert seen_from(Path("ci/known.json"), str(tmp_path / "content/a.txt")) == "../content/a.txt"
    assert seen_from(Path("known.json"), "-") == "-"
