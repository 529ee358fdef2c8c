"""`label_batch`: an Arrow table and what labeler says of its rows."""

import pickle

import pyarrow as pa
import pytest

import labeler
from labeler import InputError, Labeler
from labeler.errors import UsageError
from tests.batch.corpora import records, story


def test_the_table_gets_columns_beside_its_own() -> None:
    given = pa.Table.from_pylist(records(3))

    labelled = labeler.label_batch(given)

    assert labelled.column_names[: given.num_columns] == given.column_names
    assert labelled.column("language").to_pylist() == ["en"] * 3
    report = Labeler().scan_text(story(2))
    segments = labelled.column("segments")[2].as_py()
    assert [s["label"] for s in segments] == [s.label for s in report.segments]
    assert [s["text"] for s in segments] == [s.text for s in report.segments]
    characters = labelled.column("human_article_characters")[2].as_py()
    assert characters == report.summary.labels.human_article.characters


def test_a_row_that_cannot_be_labelled_says_why() -> None:
    labelled = labeler.label_batch(pa.record_batch({"body": [story(1), None, " "]}), "body")

    assert labelled.column("error").to_pylist() == [None, "no text", "no text"]
    assert labelled.column("segments")[1].as_py() is None


def test_a_text_that_is_no_unicode_costs_itself() -> None:
    ends = pa.array([0, 4, 5], pa.int32()).buffers()[1]
    texts = pa.StringArray.from_buffers(2, ends, pa.py_buffer(b"One.\xff"))

    labelled = labeler.label_batch(pa.table({"text": texts}))

    assert labelled.column("error").to_pylist() == [None, "byte 1: not valid utf-8"]


def test_pages_are_read_as_html_and_taken_names_kept_apart() -> None:
    given = pa.table({"page": ["<p>Two ferries ran.</p>"], "error": ["mine"]})

    (row,) = labeler.label_batch(given, html_column="page").to_pylist()

    assert row["segments"][0]["kind"] == "paragraph"
    assert (row["input_error"], row["error"]) == ("mine", None)


def test_kept_are_only_labels_that_there_are() -> None:
    with pytest.raises(UsageError, match="no label 'human'; there are human_article, ai_report"):
        labeler.keep_text(["One."], ["human"])  # type: ignore[list-item]


def test_a_table_without_the_column_is_refused() -> None:
    with pytest.raises(InputError, match="the table: no column 'text'"):
        labeler.label_batch(pa.table({"body": ["x"]}))


def test_kept_text_is_a_step_of_a_scikit_learn_pipeline() -> None:
    pytest.importorskip("sklearn", reason="pip install scikit-learn")
    from sklearn.base import clone
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import FunctionTransformer

    pipeline = make_pipeline(FunctionTransformer(labeler.keep_text), CountVectorizer())
    texts = [story(1), story(2)]

    fitted = clone(pipeline).fit(texts)
    words = set(pickle.loads(pickle.dumps(fitted))[-1].get_feature_names_out())
    assert "lighthouse" in words
    assert "cookies" not in words

    boilerplate = pipeline.set_params(functiontransformer__kw_args={"labels": ["boilerplate"]})
    assert set(boilerplate.fit(texts)[-1].get_feature_names_out()) == {"accept", "all", "cookies"}
