"""Networks that learn from labels, and networks that learn from what many networks say."""

from collections.abc import Callable

import numpy as np
import pytest

from labeler.classifier.gold import PAGE_LABELS
from labeler.classifier.network import Committee, predict
from labeler.classifier.train_networks import STUDENTS, taught_committee, train_committee

pytest.importorskip("sklearn")
ARTICLE, CAPTION, BOILERPLATE = range(len(PAGE_LABELS))

Train = Callable[..., Committee]
either_way = pytest.mark.parametrize("train", [train_committee, taught_committee])


def three_heaps(each: int = 500) -> tuple[np.ndarray, np.ndarray]:
    """Points around three corners, and which corner each belongs to."""
    labels = np.repeat(np.arange(3, dtype=np.int8), each)
    corners = np.array([[0, 0], [4, 0], [0, 4]], np.float32)
    scatter = np.random.default_rng(0).normal(0, 0.5, (len(labels), 2))
    return (corners[labels] + scatter).astype(np.float32), labels


def test_a_committee_has_learnt_what_its_teachers_know() -> None:
    points, labels = three_heaps()
    weight = np.ones(len(labels), np.float32)
    judges = taught_committee(points, labels, {"news": weight, "general": weight})
    assert len(judges.share) == STUDENTS
    assert (predict(judges, points).argmax(axis=1) == labels).mean() > 0.95


@either_way
@pytest.mark.parametrize("absent", ["news", "general"])
def test_one_kind_of_pages_is_enough(absent: str, train: Train) -> None:
    points, labels = three_heaps()
    ones, zeros = np.ones(len(labels), np.float32), np.zeros(len(labels), np.float32)
    weight = {"news": ones, "general": ones} | {absent: zeros}
    judges = train(points, labels, weight)
    assert (predict(judges, points).argmax(axis=1) == labels).mean() > 0.95


@either_way
def test_where_conventions_differ_news_and_others_count_the_same(train: Train) -> None:
    """The same point is article by one convention, and furniture by the other's many pages."""
    points = np.zeros((2400, 2), np.float32)
    points[:, 0] = np.linspace(-1, 1, 2400)
    news = np.arange(2400) % 4 == 0
    labels = np.where(news, ARTICLE, BOILERPLATE).astype(np.int8)
    judges = train(
        points, labels, {"news": news.astype(np.float32), "general": (~news).astype(np.float32)}
    )
    said = predict(judges, points).mean(axis=0)
    assert said[ARTICLE] == pytest.approx(0.5, abs=0.1)
    assert said[CAPTION] < 0.05


@either_way
def test_a_label_that_nobody_has_seen_is_never_said(train: Train) -> None:
    points, labels = three_heaps()
    seen = labels != CAPTION
    weight = np.ones(int(seen.sum()), np.float32)
    judges = train(points[seen], labels[seen], {"news": weight, "general": weight})
    assert predict(judges, points)[:, CAPTION].max() < 1e-3
