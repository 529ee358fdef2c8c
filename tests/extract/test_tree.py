"""Places in the element tree."""

import pytest

from labeler.extract.tree import place, row, smallest_holder, within


@pytest.mark.parametrize(
    ("path", "root", "inside"),
    [
        ("html/body/main/p", "html/body/main", True),
        ("html/body/main", "html/body/main", True),
        ("html/body/main[2]/p", "html/body/main", False),
        ("html/body/div[12]/p", "html/body/div[1]", False),
    ],
)
def test_an_element_lies_within_its_ancestors(path: str, root: str, inside: bool):
    assert within(path, root) is inside


def test_the_place_of_a_piece_is_the_part_of_the_page_around_it():
    assert place("html/body/main[2]/ul[3]/li[4]/p") == "html/body/main[2]"
    assert place("html/body/div/table/tbody/tr/td[2]/p") == "html/body/div/table/tbody/tr/td[2]"
    assert place("") == ""


def test_the_row_of_a_cell():
    assert row("html/body/table/tbody/tr[2]/td[1]/p") == "html/body/table/tbody/tr[2]"
    assert row("html/body/p") == ""


def test_the_smallest_holder_holds_the_share_that_is_asked_for():
    weighed = [("html/body/main/p[1]", 6.0), ("html/body/main/p[2]", 2.0), ("html/body/p", 2.0)]
    assert smallest_holder(weighed, 0.75) == "html/body/main"
    assert smallest_holder(weighed, 0.9) == "html/body"
    assert smallest_holder([], 0.9) == ""
    assert smallest_holder([("html/body", 0.0)], 0.9) == ""
