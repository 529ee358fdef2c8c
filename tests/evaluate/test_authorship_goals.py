"""The rows that the project asks of the authorship head."""

import pytest

from benchmarks.authorship_goals import ENOUGH, FEWEST, Goal, draw_by_domain, goal_table, goals
from labeler.classifier.evaluate_groups import Judged
from labeler.classifier.gold import GoldText
from tests.evaluate.test_evaluate_authorship import judged, text


def many(
    number: int, gold: GoldText, score: float, *, called: int = 0, words: float = 200.0
) -> list[Judged]:
    """`number` texts like `gold`, of which the first `called` are called AI."""
    return [judged(gold, score, called=at < called)._replace(words=words) for at in range(number)]


def row(name: str, items: list[Judged]) -> Goal:
    (found,) = (goal for goal in goals(items) if goal.name == name)
    return found


def test_groups_count_once_in_the_mean_and_only_large_ones_are_named_worst() -> None:
    items = [
        *many(ENOUGH, text(source="north", domain="essay"), 0.1, called=10),
        *many(FEWEST, text(source="south", domain="essay"), 0.1, called=10),
        *many(FEWEST - 1, text(source="west", domain="essay"), 0.1, called=19),
    ]
    found = row("FPR on essays by pupils and students", items)
    assert found.found == pytest.approx((0.1 + 0.5) / 2)
    assert (found.worst, found.worst_group) == (0.1, "north/en/essay")
    assert (found.groups, found.texts) == (2, ENOUGH + FEWEST)


def test_a_domain_is_a_group_within_its_source() -> None:
    items = [
        *many(ENOUGH, text(source="north", domain="essay"), 0.1, called=50),
        *many(ENOUGH, text(source="north", domain="news"), 0.1),
    ]
    assert row("FPR by source", items).worst == 0.25
    assert row("FPR by source and domain", items).worst == 0.5


def test_news_found_are_long_texts_of_recent_models_as_they_wrote_them() -> None:
    def model(**fields: object) -> GoldText:
        return text("ai", domain="news", **fields)

    items = [
        *many(FEWEST, model(generator="new"), 0.9, called=FEWEST),
        *many(FEWEST, model(generator="new"), 0.9, words=149),
        *many(FEWEST, model(generator="flan-t5-xxl"), 0.9),
        *many(FEWEST, model(attack="paraphrase_polish"), 0.9),
    ]
    assert row("TPR on news and reports of 150 words or more", items).found == 1
    assert row("TPR after polish, 150 words or more", items).found == 0


def test_areas_are_taken_within_a_source_and_domain() -> None:
    def pair(source: str, domain: str, people: float, models: float) -> list[Judged]:
        return [
            *many(FEWEST, text(source=source, domain=domain), people),
            *many(FEWEST, text("ai", source=source, domain=domain), models),
        ]

    items = [*pair("a", "news", 0.1, 0.2), *pair("b", "news", 0.8, 0.9), *pair("a", "qa", 0.5, 0.4)]
    assert row("AUROC, news", items).found == 1
    others = row("AUROC, other domains", items)
    assert (others.found, others.worst_group) == (0, "a/en/qa")
    assert row("AUROC, languages", items).found == pytest.approx(2 / 3)


def test_the_calibration_error_over_sources_weighs_each_the_same() -> None:
    items = [
        *many(FEWEST, text("ai", source="a"), 1.0),
        *many(FEWEST, text(source="a"), 0.0),
        *many(9 * FEWEST, text("ai", source="b"), 0.0),
        *many(9 * FEWEST, text(source="b"), 0.0),
    ]
    # Half of the AI texts, a fifth of all, are said to be by people.
    assert row("ECE over sources, all lengths", items).found == pytest.approx(0.1)
    alone = row("ECE of single sources", items)
    assert (alone.worst, alone.worst_group) == (pytest.approx(0.2), "b/en")


def test_as_many_texts_of_each_domain_and_attack_are_drawn() -> None:
    texts = [text(body=f"{domain} {n}", domain=domain) for domain in ("news", "qa") for n in "123"]
    texts += [text("ai", f"{n}", domain="qa", attack="dipper") for n in "12"]
    texts += [text("ai", f"{n}", domain="qa") for n in "123"]
    assert len(draw_by_domain(texts, 2)) == 4 + 2 + 2


def test_rows_without_texts_show_no_figure() -> None:
    table = goal_table(goals(many(FEWEST, text(domain="news"), 0.1)))
    assert {len(line) for line in table.rows} == {len(table.columns)}
    shown = {line[0]: line[3] for line in table.rows}
    assert shown["FPR on news"] == "0.0 %"
    assert shown["AUROC, news"] == "-"
