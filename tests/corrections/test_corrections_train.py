"""`labeler train --corrections`: what reviewers decided teaches the next model."""

import re
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

from labeler import Labeler
from labeler.classifier.evaluate_pages import evaluate_pages
from labeler.classifier.gold import GoldPage
from labeler.classifier.model import load_model
from labeler.cli import main
from labeler.cli.evaluate import page_scan
from labeler.corrections.gold import corrections_gold
from labeler.corrections.log import CorrectionsLog
from labeler.report.schema import Report
from tests.corrections.made import said
from tests.report.made import report_on

pytest.importorskip("sklearn", reason="labeler[train] is not installed")

from benchmarks.corrections import reviewed_as_gold, scanned
from benchmarks.made import made_bulletins, made_gold_pages, made_gold_texts

pytestmark = pytest.mark.filterwarnings("ignore:Got `batch_size`")

CORRECTIONS = Path("corrections.jsonl")
REPORTS = Path("reports.jsonl")
TRAIN = ["train", "--pages", "pages.jsonl", "--texts", "texts.jsonl"]
CORRECTED = [*TRAIN, "--corrections", str(CORRECTIONS), "--reports", str(REPORTS)]


@pytest.fixture(autouse=True)
def _in_a_folder_with_gold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(Path("pages.jsonl"), made_gold_pages(60))
    write(Path("texts.jsonl"), made_gold_texts(12))


def write(path: Path, rows: Sequence[msgspec.Struct]) -> None:
    path.write_bytes(b"".join(msgspec.json.encode(row) + b"\n" for row in rows))


def keep(report: Report, *decisions: msgspec.Struct) -> None:
    write(REPORTS, [report])
    write(CORRECTIONS, decisions)


def article_f1(model: Path, pages: Sequence[GoldPage]) -> float:
    """On pages as HTML."""
    scan = page_scan(Labeler(model=model), "html")
    return evaluate_pages(pages, "html", scan).all.segments["article"].f1


def test_two_hundred_corrections_raise_the_f1_of_an_unseen_layout(capsys: pytest.CaptureFixture):
    bulletins = made_bulletins(20)
    reviewed, others = bulletins[::2], bulletins[1::2]
    assert main([*TRAIN, "--output", "before"]) == 0
    reports = scanned(Labeler(model=Path("before")), reviewed, "html", Path())
    decided, relabelled = reviewed_as_gold(reports, reviewed, 200, CORRECTIONS)

    assert main([*CORRECTED, "--output", "after"]) == 0

    said_in = r"corrections: 200 segments in \d+ documents, 0 of them without markup"
    assert re.search(said_in, capsys.readouterr().err)
    assert (decided, relabelled > 50) == (200, True)
    before, after = (article_f1(Path(name), others) for name in ("before", "after"))
    assert after >= before + 0.15
    old = made_gold_pages(80)[60:]
    assert article_f1(Path("after"), old) >= article_f1(Path("before"), old) - 0.02


def test_corrections_are_a_source_of_the_model():
    report = report_on("One ferry ran.\nTwo ferries ran.\nShare this page\nA third stayed.")
    keep(report, said(report, 0, "ai_report"), said(report, 2, "boilerplate"))

    assert main([*CORRECTED, "--output", "after"]) == 0

    sources = load_model(Path("after")).manifest.sources
    assert sources["corrections"] == {"ai texts": 1, "pages": 1}
    # A model's text on a corrected page is not prose by people, as articles of gold pages are.
    assert "corrections pages" not in sources


def test_left_out_corrections_are_in_nothing():
    report = report_on("One ferry ran.\nTwo ferries ran.")
    keep(report, said(report, 0, "ai_report"))

    assert main([*CORRECTED, "--without", "corrections", "--output", "after"]) == 0

    assert "corrections" not in load_model(Path("after")).manifest.sources


def test_decisions_on_other_documents_are_counted_and_left_out(capsys: pytest.CaptureFixture):
    report, other = report_on("One ferry ran."), report_on("Two ferries.", path="other.txt")
    keep(report, said(report, 0, "human_article"), said(other, 0, "boilerplate"))

    assert main([*CORRECTED, "--output", "after"]) == 0

    assert "1 segments in 1 documents, 1 of them without markup, 1 decisions elsewhere" in (
        capsys.readouterr().err
    )


def test_what_was_not_decided_stands_between_its_neighbours_unlabelled():
    report = report_on("One ferry ran.\nTwo ferries ran.\nShare this page")
    keep(report, said(report, 0, "ai_report"), said(report, 1, None))

    (page,) = corrections_gold(CORRECTIONS, [REPORTS]).pages

    assert [(one.text, one.label) for one in page.segments] == [
        ("One ferry ran.", "article"),
        ("Two ferries ran.", None),
        ("Share this page", None),
    ]


def bare(report: Report) -> Report:
    without = (msgspec.structs.replace(one, text=None) for one in report.segments)
    return msgspec.structs.replace(report, segments=tuple(without))


REPORT = report_on("One ferry ran.\nTwo ferries ran.")
OTHER = report_on("Three ferries ran.", path="other.txt")


@pytest.mark.parametrize(
    ("report", "decisions", "message"),
    [
        (REPORT, [said(OTHER, 0, "ai_report")], "corrections.jsonl: none of its 1 decisions is"),
        (REPORT, [said(REPORT, 0, None)], "corrections.jsonl: no segment of the given reports has"),
        (REPORT, [], "corrections.jsonl: none of its 0 decisions is about a document"),
        (
            bare(REPORT),
            [said(REPORT, 0, "ai_report")],
            "page.txt: the report was written with --no-text, which leaves nothing to learn from",
        ),
    ],
    ids=["of other documents", "unsure alone", "none", "without texts"],
)
def test_corrections_that_teach_nothing_are_an_error(capsys, report, decisions, message):
    keep(report, *decisions)

    assert main([*CORRECTED, "--output", "after"]) == 2

    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"labeler: {message}")
    assert not Path("after").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--corrections", "c.jsonl"], 2, "--corrections: give the reports that were reviewed too"),
        (["--reports", "r.jsonl"], 2, "--reports: give what was decided on them too"),
        (
            ["--corrections", "gone.jsonl", "--reports", "r.jsonl"],
            2,
            "gone.jsonl: no such corrections; `labeler review` writes them",
        ),
        (
            ["--corrections", str(CORRECTIONS), "--reports", "gone.jsonl"],
            3,
            "gone.jsonl: no such report; labeler scan --output writes it",
        ),
    ],
)
def test_what_is_missing_is_named(capsys, arguments, code, message):
    CorrectionsLog(CORRECTIONS).append(said(REPORT, 0, "ai_report"))

    assert main([*TRAIN, *arguments, "--output", "after"]) == code

    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"labeler: {message}")
