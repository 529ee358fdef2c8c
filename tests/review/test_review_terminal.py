"""`labeler review --terminal`, and what the command refuses."""

import io
from pathlib import Path

import msgspec
import pytest

from labeler.cli import main
from labeler.corrections.log import read_decisions
from labeler.review import serve
from tests.review.made import waiting_report

LOG = Path(".labeler-corrections.jsonl")


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("report.json").write_bytes(msgspec.json.encode(waiting_report(3)))


def review(monkeypatch: pytest.MonkeyPatch, answers: str) -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO(answers))
    return main(["review", "report.json", "--terminal", "--reviewer", "ana"])


def test_each_answer_is_a_decision(monkeypatch, capsys):
    assert review(monkeypatch, "a\n2 reads like a summary\nu\n") == 0

    kept = read_decisions(LOG)
    assert [one.label or one.kind for one in kept] == ["human_article", "ai_report", "unsure"]
    assert kept[1].note == "reads like a summary"
    out = capsys.readouterr().out
    assert "1 of 3: page.txt, segment 0" in out
    assert "Nothing waits for you." in out


def test_the_next_review_goes_on_where_this_one_ended(monkeypatch, capsys):
    review(monkeypatch, "a\nq\n")
    review(monkeypatch, "3\n")

    kept = read_decisions(LOG)
    assert len({one.targets[0].segment for one in kept}) == 2


def test_an_undo_asks_again(monkeypatch, capsys):
    review(monkeypatch, "2\nz\n1\nq\n")

    kept = read_decisions(LOG)
    assert [one.kind for one in kept] == ["label", "undo", "label"]
    assert kept[0].targets == kept[2].targets


def test_what_is_no_answer_is_asked_again(monkeypatch, capsys):
    assert review(monkeypatch, "9\ns\n") == 0

    assert "9 is no answer; a: accept" in capsys.readouterr().out
    assert not LOG.exists()


def test_reports_are_never_altered(monkeypatch):
    before = Path("report.json").read_bytes()
    review(monkeypatch, "2\n3\n4\n")
    assert Path("report.json").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["gone.json"], 3, "gone.json: no such report; labeler scan --output writes it"),
        (["report.json", "--reviewer", "a/b"], 2, "--reviewer: give a name of up to 80"),
        (["report.json", "--reviewer", " "], 2, "--reviewer: give a name of up to 80"),
        (["report.json", "--host", "192.0.2.1"], 2, "192.0.2.1:0 cannot be listened on"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(capsys, arguments, code, message):
    pytest.importorskip("uvicorn", reason="labeler[review] is not installed")

    assert main(["review", "--no-browser", *arguments]) == code

    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"labeler: {message}")


def test_a_missing_extra_is_named_with_its_install(capsys, monkeypatch):
    monkeypatch.setattr(serve, "find_spec", lambda name: None)

    assert main(["review", "report.json"]) == 2

    assert "starlette is missing; install it with: pip install 'labeler[review]'" in (
        capsys.readouterr().err
    )


def test_corrections_that_lie_among_the_reports_are_no_report(monkeypatch, capsys):
    arguments = ["review", ".", "--terminal", "--corrections", "c.jsonl"]
    for _ in range(2):
        monkeypatch.setattr("sys.stdin", io.StringIO("a\nq\n"))
        assert main(arguments) == 0

    assert len(read_decisions(Path("c.jsonl"))) == 2
