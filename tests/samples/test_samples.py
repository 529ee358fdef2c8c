"""Every sample gets the labels, bases and governance that a person found right for it."""

from pathlib import Path

import pytest

from labeler import Labeler
from tests.samples.golden import EXPECTED, compact, expected_path, sample_paths

CHECKED_ENCODINGS = {
    "shift-jis.ja.txt": "cp932",
    "euc-kr.ko.txt": "euc-kr",
    "utf-16.ru.txt": "utf-16",
}


@pytest.fixture(scope="module")
def labeler() -> Labeler:
    return Labeler()


@pytest.mark.parametrize("sample", sample_paths(), ids=lambda path: path.name)
def test_a_sample_is_labelled_as_expected(sample: Path, labeler: Labeler) -> None:
    expected = expected_path(sample).read_text("utf-8")
    assert compact(labeler.scan_path(sample)) == expected


def test_every_expected_report_has_its_sample() -> None:
    assert {path.name for path in EXPECTED.iterdir()} == {
        expected_path(sample).name for sample in sample_paths()
    }


@pytest.mark.parametrize(("name", "encoding"), CHECKED_ENCODINGS.items())
def test_a_sample_named_for_its_encoding_is_in_it(name: str, encoding: str) -> None:
    (path,) = (path for path in sample_paths() if path.name == name)
    content = path.read_bytes()
    assert content.decode(encoding)
    with pytest.raises(UnicodeDecodeError):
        content.decode("utf-8")


def test_the_sample_with_windows_line_ends_has_no_others() -> None:
    (path,) = (path for path in sample_paths() if path.name.startswith("crlf"))
    content = path.read_bytes()
    assert content.count(b"\n") == content.count(b"\r\n") > 0


def test_the_samples_are_described_one_by_one() -> None:
    described = (EXPECTED.parent / "README.md").read_text("utf-8")
    for sample in sample_paths():
        assert f"`{sample.name}`" in described
