"""Figures as people read them."""

import pytest

from labeler.classifier.evaluate_groups import summarise
from labeler.classifier.evaluate_pages import count, figures
from labeler.classifier.evaluate_tables import (
    Table,
    authorship_tables,
    number,
    percent,
    plain,
)
from labeler.classifier.gold import GoldText
from tests.evaluate.made import gold
from tests.evaluate.test_evaluate_authorship import judged


@pytest.mark.parametrize(("value", "shown"), [(0.95649, ".956"), (1.0, "1.000"), (None, "-")])
def test_a_figure_has_three_decimals(value: float | None, shown: str) -> None:
    assert number(value) == shown


@pytest.mark.parametrize(("value", "shown"), [(0.0125, "1.2 %"), (1.0, "100.0 %"), (None, "-")])
def test_a_share_is_in_percent(value: float | None, shown: str) -> None:
    assert percent(value) == shown


def test_names_stand_left_and_figures_right() -> None:
    table = Table("title", ("group", "F1"), [("long name", ".5"), ("b", "1.000")], ("a note",))
    assert plain(table).splitlines() == [
        "title",
        "group         F1",
        "long name     .5",
        "b          1.000",
        "a note",
    ]


def test_every_row_has_as_many_cells_as_there_are_columns() -> None:
    items = [judged(GoldText("One ferry sailed.", "human", source)) for source in "ab"]
    for table in authorship_tables(summarise(items, ("source", "length"))):
        assert {len(row) for row in table.rows} == {len(table.columns)}


def test_a_label_that_the_gold_does_not_have_counts_no_gold() -> None:
    found = figures([count([(gold(("One", "article"))[0], "human_article")])])
    assert (found.segments["caption"].gold, found.segments["article"].gold) == (0, 1)
