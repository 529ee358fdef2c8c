"""docs/batch.md: its tables are the columns there are, and its examples run."""

import re
from pathlib import Path
from typing import Any

import pytest

from labeler.batch.settings import Columns
from labeler.batch.tables import DOCUMENTS, SEGMENTS
from tests.batch.corpora import Settings, label, story, write_jsonl

PAGE = (Path(__file__).parents[2] / "docs" / "batch.md").read_text("utf-8")


def columns(table: str) -> list[tuple[str, str]]:
    block = PAGE.partition(f"<!-- {table} -->")[2].partition("\n\n")[0]
    return re.findall(r"^\| `(\w+)` \| ([\w<>]+) \|", block, re.MULTILINE)


def examples(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture
def labelled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = write_jsonl(tmp_path / "a.jsonl", 6)
    label([corpus], tmp_path / "labelled", Settings(columns=Columns(id="name")))
    monkeypatch.chdir(tmp_path)


def test_the_columns_are_documented() -> None:
    assert columns("documents") == list(DOCUMENTS)
    assert columns("segments") == list(SEGMENTS)


@pytest.mark.usefixtures("labelled")
def test_the_questions_in_duckdb_have_answers() -> None:
    duckdb = pytest.importorskip("duckdb", reason="pip install duckdb")
    labels, articles = (duckdb.sql(query).fetchall() for query in examples("sql"))

    assert {label: segments for label, segments, _ in labels} == {
        "human_article": 12,
        "boilerplate": 6,
    }
    assert articles == [(f"story-{n}", "en") for n in range(6)]


@pytest.mark.usefixtures("labelled")
def test_the_python_examples_run() -> None:
    pytest.importorskip("polars", reason="pip install polars")
    names: dict[str, Any] = {}
    for code in examples("python"):
        if "datatrove" not in code and "labeler.spark" not in code:
            exec(code, names)

    assert names["boilerplate"].row(0)[1:] == (6, "Accept all cookies")
    assert names["labels"] == ["human_article", "boilerplate"]
    assert "ferry" in names["words"]
    assert "cookies" not in names["words"]


def test_the_block_runs_in_a_datatrove_pipeline(tmp_path: Path) -> None:
    pytest.importorskip("datatrove", reason="pip install datatrove")
    from datatrove.data import Document
    from datatrove.executor import LocalPipelineExecutor

    names: dict[str, Any] = {}
    (code,) = (code for code in examples("python") if "datatrove" in code)
    exec(code, names)
    texts = [story(1), "Accept all cookies\n\nSubscribe to our newsletter\n\nLog in"]
    documents = [Document(text=text, id=str(number)) for number, text in enumerate(texts)]
    kept: list[Document] = []

    LocalPipelineExecutor(
        [documents, names["KeepHumanArticle"](), lambda data, rank, size: kept.extend(data)],
        logging_dir=str(tmp_path),
    ).run()

    assert [document.id for document in kept] == ["0"]
    assert kept[0].text == story(1).rpartition("\n\n")[0]


def test_the_figures_are_those_of_the_results() -> None:
    pytest.importorskip("sklearn", reason="tables are written as those of the evaluation")
    from benchmarks import corpus_docs

    found = corpus_docs.read_results()
    made = corpus_docs.tables(found)

    for page in corpus_docs.PAGES:
        text = page.read_text("utf-8")
        assert corpus_docs.filled(text, made) == text
    assert corpus_docs.plot(found) == corpus_docs.PLOT.read_text("utf-8")
    assert all(command in PAGE for command in found.commands)


def test_tables_want_all_figures(tmp_path: Path) -> None:
    pytest.importorskip("sklearn", reason="tables are written as those of the evaluation")
    import msgspec

    from benchmarks import corpus_docs

    known = corpus_docs.read_results()
    partly = tmp_path / "corpus.json"
    partly.write_bytes(
        msgspec.json.encode(
            msgspec.structs.replace(known, forms={"wet": known.forms["wet"]}, kills=None)
        )
    )

    with pytest.raises(ValueError, match="not measured yet: articles, warc, kills"):
        corpus_docs.read_results(partly)
