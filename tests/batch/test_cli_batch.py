"""`labeler batch` as a user meets it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from labeler.cli import main
from tests.batch.corpora import table, write_jsonl


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_jsonl(tmp_path / "a.jsonl", 3)


def batch(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = main(["batch", *map(str, arguments)])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_a_run_tells_where_to_look_and_leaves_stdout_alone(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = corpus.parent / "out"

    code, out, err = batch(capsys, corpus, "--output", output, "--jobs", 1)

    assert (code, out) == (0, "")
    assert err == f"labeler: 3 documents, 0 errors; see {output}/summary.html\n"


def test_options_reach_the_run(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = corpus.parent / "out"
    options = ("--id-column", "name", "--url-column", "url", "--keep", "boilerplate,ai_report")

    code, _, _ = batch(capsys, corpus, "--output", output, *options, "--limit", 2, "--only-text")

    assert code == 0
    assert table(output, "text").select(["id", "url", "text"]).to_pylist()[1] == {
        "id": "story-1",
        "url": "https://skarv.test/1",
        "text": "Accept all cookies",
    }


def test_rules_that_the_configuration_disables_do_not_match(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (corpus.parent / ".labeler.yaml").write_text("rules:\n  disable: ['*']\n")
    output = corpus.parent / "out"

    code, _, _ = batch(capsys, corpus, "--output", output, "--jobs", 1)

    assert code == 0
    evidence = table(output, "segments").column("evidence").to_pylist()
    assert not [name for names in evidence for name in names if name.startswith("rule:")]
    settings = json.loads((output / "manifest.json").read_bytes())["settings"]
    assert settings["disable"] == ["*"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--format", "xml"], "no format 'xml'; there are parquet, jsonl"),
        (["--min-confidence", "0.5"], "--min-confidence: no text is kept without --keep LABEL"),
        (["--engine", "slurm"], "no engine 'slurm'; there are local, ray"),
        (["--keep", "article"], "no label 'article'; there are human_article, ai_report, "),
        (["--only-text"], "--only-text: no text is kept without --keep LABEL"),
        (["--text-column", "a", "--html-column", "b"], "--text-column and --html-column: name one"),
        (["--media-type", "text/rtf"], "no media type 'text/rtf'"),
        (["--encoding", "utf-16"], "lines cannot be told apart in it; convert the files to utf-8"),
        (["--encoding", "klingon"], "unknown encoding 'klingon'"),
        (["--sample", "1.5"], "1.5 is not in the range 0"),
    ],
)
def test_wrong_options_are_named_before_anything_is_written(
    corpus: Path, capsys: pytest.CaptureFixture[str], options: list[str], message: str
) -> None:
    code, out, err = batch(capsys, corpus, "--output", corpus.parent / "out", *options)

    assert (code, out) == (2, "")
    assert message in err
    assert err.count("\n") == 1
    assert not (corpus.parent / "out").exists()


def test_an_output_behind_a_url_is_refused(
    corpus: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(corpus.parent)

    code, _, err = batch(capsys, corpus, "--output", "s3://bucket/out")

    assert code == 2
    assert "a URL; name a folder of this machine, or one that is mounted" in err
    assert [path.name for path in corpus.parent.iterdir()] == [corpus.name]


def test_an_output_that_is_a_file_is_refused(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = batch(capsys, corpus, "--output", corpus)

    assert code == 2
    assert err == f"labeler: {corpus}: cannot be made (Not a directory); name another folder\n"


def test_errors_in_the_input_end_with_code_3(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with corpus.open("ab") as file:
        file.write(b"{\n")

    code, _, err = batch(capsys, corpus, "--output", corpus.parent / "out", "--jobs", 1)

    assert code == 3
    assert "3 documents, 1 error; see" in err


@pytest.mark.parametrize(
    ("missing", "options", "message"),
    [
        ("pyarrow", [], "pyarrow is missing; install it with: pip install 'labeler[batch]'"),
        ("ray", ["--engine", "ray"], "ray is missing; install it with: pip install 'labeler[ray]'"),
    ],
)
def test_a_missing_extra_is_named(
    corpus: Path, missing: str, options: list[str], message: str
) -> None:
    code = (
        f"import sys; sys.modules[{missing!r}] = None\n"
        "from labeler.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "batch", corpus, "--output", corpus.parent / "out", *options],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "LABELER_TRACEBACK": ""},
    )

    assert done.returncode == 2
    assert done.stderr == f"labeler: {message}\n"


def test_what_went_wrong_is_said_at_once(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "One."}\n{"text": " "}\n' + "oops\n" * 9)
    code, _, err = batch(capsys, tmp_path / "a.jsonl", "--output", tmp_path / "out")

    assert code == 3
    *said, last = err.splitlines()
    assert said == [
        f"labeler: {tmp_path}/a.jsonl:{row}: column 1: not JSON (Expecting value)"
        for row in range(3, 8)
    ]
    assert last == f"labeler: 1 document, 10 errors; see {tmp_path}/out/summary.html"


def test_inputs_that_name_nothing_begin_no_run(
    corpus: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, _, err = batch(capsys, "nowhere.jsonl", "--output", tmp_path / "out")

    assert code == 3
    assert err == "labeler: nowhere.jsonl: no such file or folder; check the path\n"
    assert batch(capsys, corpus, "--output", tmp_path / "out")[0] == 0


def test_a_local_run_does_without_pandas(corpus: Path) -> None:
    pytest.importorskip("pandas")
    code = (
        "import sys; from labeler.cli import main; code = main(sys.argv[1:])\n"
        "assert 'pandas' not in sys.modules\n"
        "import pandas; sys.exit(code)"
    )
    output = corpus.parent / "out"

    subprocess.run(
        [sys.executable, "-c", code, "batch", corpus, "--output", output, "--jobs", "1"],
        capture_output=True,
        check=True,
    )

    assert list(output.glob("segments/*.parquet"))
