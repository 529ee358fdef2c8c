"""`labeler review --terminal`, and what the command refuses."""

import io
import re
from pathlib import Path

import msgspec
import pytest

from labeler.cli import main
from labeler.corrections.log import CorrectionsLog, read_decisions
from labeler.review import serve
from labeler.review.desk import Desk
from labeler.review.index import build_index
from labeler.review.queue import Filters, items
from tests.report.made import disclosed_report, report_on
from tests.review.made import needing, waiting_report

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


def test_the_last_decision_of_all_can_be_undone_too(monkeypatch, capsys):
    review(monkeypatch, "a\na\na\nz\n4\n\n")

    assert [one.label for one in read_decisions(LOG)][-1] == "boilerplate"
    assert capsys.readouterr().out.count("Nothing waits for you.") == 2


def test_what_is_no_answer_is_asked_again(monkeypatch, capsys):
    assert review(monkeypatch, "9\n\ns\n?\n") == 0

    out = capsys.readouterr().out
    assert "9 is no answer; ? shows them all" in out
    assert "an empty line is no answer" in out
    assert out.count("u unsure") == 2
    assert not LOG.exists()


def test_the_queue_is_that_of_the_page(monkeypatch, capsys):
    reports = [needing(report_on("Fine.\nDoubtful.", path=f"{n}.txt"), 1) for n in range(3)]
    Path("report.json").write_bytes(msgspec.json.encode(reports))
    desk = Desk(build_index([Path("report.json")], LOG), CorrectionsLog(LOG))
    expected = [f"{one.path}, segment {one.place}" for one in items(desk.index, "ana", Filters())]

    review(monkeypatch, "s\n" * 3)

    asked = re.findall(r"\d of \d: (.*)", capsys.readouterr().out)
    assert asked == expected
    assert len(asked) == 3


def test_equal_texts_are_accepted_together_after_asking(monkeypatch, capsys):
    reports = [needing(report_on("Advertisement", path=f"{n}.txt")) for n in range(4)]
    Path("report.json").write_bytes(msgspec.json.encode(reports))

    assert review(monkeypatch, "A\nn\nA\ny\nz\n") == 0

    bulk, undone = read_decisions(LOG)
    assert (bulk.scope, len(bulk.targets), undone.kind) == ("identical", 4, "undo")
    out = capsys.readouterr().out
    assert "accept 4 open segments with this text as Human article? y or n" in out
    assert "4 segments decided; z undoes them" in out


def test_all_that_a_rule_says_is_accepted_together(monkeypatch, capsys):
    Path("report.json").write_bytes(msgspec.json.encode(needing(disclosed_report(), 1)))

    assert review(monkeypatch, "r none.such\nr\ny\nq\n") == 0

    out = capsys.readouterr().out
    assert "name one of the rules that spoke here (r RULE): en.ai.test-marker" in out
    (bulk,) = read_decisions(LOG)
    assert (bulk.scope, bulk.rule, bulk.label) == ("rule", "en.ai.test-marker", "ai_report")


def test_a_note_decides_nothing(monkeypatch, capsys):
    review(monkeypatch, "n\nn heard at the harbour\nq\n")

    (note,) = read_decisions(LOG)
    assert (note.kind, note.note) == ("note", "heard at the harbour")
    out = capsys.readouterr().out
    assert "write the note after n and a space" in out
    assert out.count("1 of 3") == 3


def test_why_shows_all_evidence_and_asks_again(monkeypatch, capsys):
    review(monkeypatch, "w\nq\n")

    out = capsys.readouterr().out
    assert "evidence" in out
    assert "classifier block" in out
    assert out.count("1 of 3") == 2


def test_neighbours_and_hidden_characters_are_shown(monkeypatch, capsys):
    report = needing(report_on("One ferry\nTwo\u200b fer\u202eries\nThree ferries"), 1)
    Path("report.json").write_bytes(msgspec.json.encode(report))

    review(monkeypatch, "q\n")

    out = capsys.readouterr().out
    assert "      One ferry\n    > Two ferries\n      Three ferries\n" in out
    assert "hidden: ZWSP, RLO" in out
    assert "\u202e" not in out


def test_a_document_cannot_steer_the_terminal(monkeypatch, capsys):
    report = needing(
        report_on("\x1b[2J[bold red]Ferry[/] \x1b]0;title\x07 runs", path="[x]\x1b.txt")
    )
    Path("report.json").write_bytes(msgspec.json.encode(report))

    review(monkeypatch, "w\nq\n")

    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "[bold red]Ferry[/]" in out


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
