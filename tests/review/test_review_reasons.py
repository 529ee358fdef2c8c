"""What the classifier looked at, worked out when a reviewer asks."""

from pathlib import Path

import msgspec
import pytest

from labeler import Labeler, Report
from labeler.errors import ModelError
from labeler.review.reasons import Reasoner

PAGE = (
    "<title>Two ferries back</title><nav><a href=/>Home</a></nav><main><h1>Two ferries back</h1>"
    "<p>The harbour board met on Tuesday and decided that the old ferry would sail for one more "
    "winter, since nobody had found the money for a new one.</p></main>"
)
TEXT = "Home\n\nThe harbour board met on Tuesday and decided that the old ferry would sail again."
REREAD = "the page's file is not below this directory as it was scanned"


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")


def scanned(path: str, content: str) -> Report:
    Path(path).write_text(content, "utf-8")
    (report,) = Labeler().scan_path(path)
    return report


def test_a_text_needs_no_file():
    report = scanned("page.txt", TEXT)
    Path("page.txt").unlink()

    found = Reasoner().reasons(report, 1)

    assert found.missing is None
    assert set(found.structure or {}) == {"words", "shape", "neighbours", "page"}
    assert set(found.authorship or {}) >= {"words", "marks", "rhythm"}


def test_who_wrote_it_is_asked_of_prose_alone():
    report = scanned("page.txt", TEXT)

    assert report.segments[0].label == "boilerplate"
    assert Reasoner().reasons(report, 0).authorship is None


def test_a_pages_elements_are_read_again_from_its_file():
    found = Reasoner().reasons(scanned("page.html", PAGE), 1)

    assert found.missing is None
    assert "element" in (found.structure or {})


def test_a_page_that_changed_or_is_gone_tells_nothing_of_its_elements():
    report = scanned("page.html", PAGE)
    Path("page.html").write_text(PAGE.replace("Home", "Start"), "utf-8")
    changed = Reasoner().reasons(report, 1)
    Path("page.html").unlink()
    gone = Reasoner().reasons(report, 1)

    for found in (changed, gone):
        assert (found.structure, found.missing) == (None, REREAD)
        assert found.authorship


@pytest.mark.parametrize("path", ["a\0b", "loop", "x" * 300])
def test_a_name_that_no_file_has_tells_nothing(path: str):
    report = scanned("page.html", PAGE)
    Path("loop").symlink_to("loop")
    about = msgspec.structs.replace(report.input, path=path)

    assert Reasoner().reasons(msgspec.structs.replace(report, input=about), 1).missing == REREAD


@pytest.mark.parametrize("path", ["../page.html", "../work/../page.html"])
def test_no_file_outside_the_working_directory_is_opened(path: str):
    report = scanned(path, PAGE)

    assert Reasoner().reasons(report, 1).missing == REREAD


def test_a_link_out_of_the_working_directory_is_not_followed():
    report = scanned("../page.html", PAGE)
    Path("page.html").symlink_to(Path("../page.html").resolve())
    inside = msgspec.structs.replace(report.input, path="page.html")

    found = Reasoner().reasons(msgspec.structs.replace(report, input=inside), 1)

    assert found.missing == REREAD


def test_the_report_of_another_model_is_not_explained_by_this_one():
    report = scanned("page.txt", TEXT)
    other = msgspec.structs.replace(
        report, tool=msgspec.structs.replace(report.tool, model_sha256="b" * 64)
    )

    found = Reasoner().reasons(other, 1)

    assert found == (None, None, "another model made this report; name it with --model")


def test_a_report_without_texts_says_so():
    report = scanned("page.txt", TEXT)
    bare = tuple(msgspec.structs.replace(one, text=None) for one in report.segments)

    found = Reasoner().reasons(msgspec.structs.replace(report, segments=bare), 1)

    assert found.missing == "the report was written with --no-text"


def test_a_folder_without_a_model_is_an_error():
    with pytest.raises(ModelError, match="no model there"):
        Reasoner(Path("empty")).reasons(scanned("page.txt", TEXT), 1)
