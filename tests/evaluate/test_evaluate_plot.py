"""The plot of an authorship evaluation: where points lie, and what is drawn."""

import xml.etree.ElementTree as ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.classifier.evaluate_chart import Axis, Panel
from labeler.classifier.evaluate_groups import Judged
from labeler.classifier.evaluate_plot import authorship_plot
from labeler.errors import UsageError
from tests.evaluate.test_evaluate_authorship import judged, text

PANEL = Panel((10, 20, 100, 200), "made", Axis("x", 0.01, 1, (), log=True), Axis("y", 0, 1, ()))
SVG = "{http://www.w3.org/2000/svg}"


def test_names_of_near_points_do_not_cover_each_other() -> None:
    points = [((0.1, 0.5), "one name", "red"), ((0.1, 0.51), "another name", "blue")]
    svg = "".join(PANEL.marks(points))
    assert svg.count("<circle") == 2
    assert 'text-anchor="start">one name' in svg
    assert 'text-anchor="end">another name' in svg


def made_source(source: str, human: float, ai: float, count: int = 20) -> list[Judged]:
    """As many texts of either side, all with one score a side."""
    people = [judged(text(source=source), human) for _ in range(count)]
    return people + [judged(text("ai", source=source), ai) for _ in range(count)]


def test_points_lie_between_the_corners_of_the_box() -> None:
    assert PANEL.place((0.01, 0)) == (10, 220)
    assert PANEL.place((1, 1)) == (110, 20)
    assert PANEL.place((0.1, 0.5)) == (60, 120)  # halfway, since the axis is logarithmic


@given(st.floats(-10, 10), st.floats(-10, 10))
def test_no_point_leaves_the_box(x: float, y: float) -> None:
    left, top = PANEL.place((x, y))
    assert 10 <= left <= 110
    assert 20 <= top <= 220


def drawn(items: list[Judged]) -> tuple[list[str], list[str]]:
    """The texts and the curves of a plot, which is well-formed."""
    root = ElementTree.fromstring(authorship_plot(items))
    texts = [element.text or "" for element in root.iter(f"{SVG}text")]
    return texts, [path.get("d", "") for path in root.iter(f"{SVG}path") if path.get("fill")]


def test_each_source_with_enough_of_both_sides_has_a_curve() -> None:
    few = made_source("few", 0.1, 0.9, count=19)
    texts, curves = drawn([*made_source("a&b", 0.2, 0.8), *made_source("c", 0.6, 0.4), *few])
    named = [line for line in texts if "AUROC" in line]
    assert named == ["a&b/en (AUROC 1.000)", "c/en (AUROC .000)"]
    assert len(curves) == 2 + 3  # the diagonal, reliability, one a source and their mean
    assert texts.count("mean of all") == 1


def test_the_mean_curve_lies_between_those_of_the_sources() -> None:
    _, curves = drawn([*made_source("a", 0.2, 0.8), *made_source("b", 0.6, 0.4)])
    points = [tuple(map(float, point.split())) for point in curves[-1][1:].split("L")]
    assert points[0] == (500, 210)  # all of a and nothing of b: half way up
    assert points[-1] == (840, 40)


def test_reliability_says_by_how_much_probabilities_are_wrong() -> None:
    texts, _ = drawn(made_source("a", 0.05, 0.95))
    assert "Reliability (ECE .050)" in texts


def test_a_perfect_detector_goes_up_first_and_then_to_the_right() -> None:
    _, curves = drawn(made_source("a", 0.1, 0.9))
    assert curves[-1] == "M500 380L500 40L500 40L500 40L840 40"


def test_reliability_shows_how_many_texts_have_each_score() -> None:
    texts, curves = drawn(made_source("a", 0.05, 0.95, count=30))
    assert texts.count("30") == 2
    # said .05 and .95, true 0 and 1
    assert curves[1] == "M87 380L393 40"


def test_texts_of_one_side_cannot_be_plotted() -> None:
    with pytest.raises(UsageError, match="no ai texts to plot; a plot needs both"):
        authorship_plot([judged(text())])
