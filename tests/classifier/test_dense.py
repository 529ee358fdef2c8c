"""What a reader sees of a block without reading its words, in numbers."""

from math import log

import numpy as np
import pytest

from labeler.classifier import tables
from labeler.classifier.dense import BATCH_CHARS, SHAPE_NAMES, batches, shape_features
from labeler.classifier.markup import (
    ANCESTORS,
    KINDS,
    LINK_SHARE,
    TOKEN_BITS,
    containers,
    lineages,
    markup_features,
    token_group,
)
from labeler.document import Lineage, Markup
from tests.classifier.made import made_tables, segments

LINKED = Markup(
    "a",
    "html/body/nav/a",
    "html/body/nav",
    Lineage(("html", "body", "nav", "a"), (("teaser",), ("list",))),
    6,
    container=4,
)


def columns(*texts: str) -> dict[str, list[float]]:
    """Each column by its name, rounded."""
    features = shape_features([segments(*texts)], made_tables())
    assert features.shape == (len(texts), len(SHAPE_NAMES))
    rounded = features.astype(float).round(4).T.tolist()
    return dict(zip(SHAPE_NAMES, rounded, strict=True))


def share(kind: int, text: str) -> float:
    return columns(text)[f"share_{kind}"][0]


def test_length_is_counted_in_characters_and_words() -> None:
    found = columns("Ab, 12.", "one")
    assert found["log_length"] == pytest.approx([log(8), log(4)], abs=1e-3)
    assert found["log_words"] == pytest.approx([log(2), 0], abs=1e-3)
    assert found["word_length"] == pytest.approx([0.35, 0.3])
    assert columns("x" * 400)["word_length"] == [3.0]


def test_shares_of_character_classes() -> None:
    text = 'Ab, 12.—"('
    for kind in (
        tables.UPPER, tables.LOWER, tables.COMMA, tables.WHITE, tables.STOP, tables.DASH,
        tables.QUOTE, tables.BRACKET,
    ):  # fmt: skip
        assert share(kind, text) == pytest.approx(0.1)
    assert share(tables.DIGIT, text) == pytest.approx(0.2)
    assert share(tables.LETTER, "日本語。") == pytest.approx(0.75)
    assert share(tables.STOP, "日本語。") == pytest.approx(0.25)


def test_first_and_last_character() -> None:
    found = columns("Ends well.", "(7")
    assert found[f"first_{tables.UPPER}"] == [1, 0]
    assert found[f"first_{tables.BRACKET}"] == [0, 1]
    assert found[f"last_{tables.STOP}"] == [1, 0]
    assert found[f"last_{tables.DIGIT}"] == [0, 1]


def test_sentence_ends_and_copies() -> None:
    found = columns("More", "One. Two. Three!", "More", "More")
    assert found["log_stops"] == pytest.approx([0, log(4), 0, 0], abs=1e-3)
    assert found["log_copies"] == pytest.approx([log(3), 0, log(3), log(3)], abs=1e-3)


def test_position_by_segments_and_by_characters() -> None:
    found = columns("ab", "abcdef", "ab")
    assert found["position"] == pytest.approx([1 / 6, 3 / 6, 5 / 6], abs=1e-3)
    assert found["characters_before"] == pytest.approx([0.1, 0.5, 0.9])
    assert found["log_from_start"] == pytest.approx([0, log(2), log(3)], abs=1e-3)
    assert found["log_from_end"] == pytest.approx([log(3), log(2), 0], abs=1e-3)


def test_pages_together_have_the_features_of_pages_alone() -> None:
    pages = [segments("One.", "More"), segments("More", "Two, 2", "More")]
    together = shape_features(pages, made_tables())
    alone = [shape_features([made], made_tables()) for made in pages]
    assert np.allclose(together, np.concatenate(alone), atol=1e-6)


def test_batches_cover_all_segments_in_order() -> None:
    made = [*["x" * (BATCH_CHARS // 2)] * 5, "tail"]
    assert list(batches(made)) == [(0, 2), (2, 4), (4, 6)]
    assert list(batches([])) == []


def test_a_segments_features_do_not_depend_on_its_batch() -> None:
    texts = ["x" * BATCH_CHARS, "Two boats, 3 crews.", "y" * BATCH_CHARS, "«Ja», sagte er"]
    of_text = SHAPE_NAMES.index("log_copies")
    together = shape_features([segments(*texts)], made_tables())[:, :of_text]
    alone = [shape_features([segments(text)], made_tables())[0, :of_text] for text in texts]
    assert np.array_equal(together, np.stack(alone))


def test_markup_gives_kind_ancestors_and_link_share() -> None:
    made = segments("Read on here", kind="link", markup=LINKED)
    (row,) = markup_features([made], lineages(made))
    assert [KINDS[n] for n in np.flatnonzero(row[: len(KINDS)])] == ["link"]
    ancestors = row[len(KINDS) : LINK_SHARE]
    assert [ANCESTORS[n] for n in np.flatnonzero(ancestors)] == ["nav", "a"]
    assert row[LINK_SHARE:] == pytest.approx([0.5, 4 / 20, log(2) / 5], abs=1e-4)


def test_text_has_a_kind_and_the_container_of_its_page() -> None:
    made = segments("Plain text", kind="heading")
    (row,) = markup_features([made], lineages(made))
    assert np.flatnonzero(row).tolist() == [KINDS.index("heading")]
    assert containers([made, made]).tolist() == [0, 1]
    assert token_group(lineages(made).found).starts.tolist() == [0, 0]


def test_element_tokens_are_the_same_wherever_a_block_stands() -> None:
    made = [*segments("Plain"), *segments("Read on", "Share", markup=LINKED)]
    found = lineages(made)
    assert found.number.tolist() == [0, 1, 1]
    assert found.found[1] == LINKED.lineage
    assert containers([made, made]).tolist() == [0, 5, 5, 6, 11, 11]


def test_a_bin_counts_once_for_each_lineage() -> None:
    again = Lineage(LINKED.ancestors, (("teaser", "teaser"), ("list",), ("teaser",)))
    group = token_group([LINKED.lineage, again])
    first, second = np.split(group.bins, group.starts[1:-1])
    assert (group.bins < 1 << TOKEN_BITS).all()
    assert len(set(first.tolist())) == len(first) > len(LINKED.ancestors)
    # "teaser" at a distance of two is new; "teaser" anywhere is not.
    assert set(first.tolist()) < set(second.tolist())
    assert len(second) == len(first) + 1
