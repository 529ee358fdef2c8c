"""Thresholds and probabilities of the authorship head, from scores of left-out sources."""

from collections.abc import Sequence

import numpy as np
import pytest

from labeler.classifier.authorship import AI_SHARE, at_length, probability
from labeler.classifier.model import Calibration
from labeler.classifier.train_calibration import (
    KIND_FPR,
    LENGTHS,
    MEAN_FPR,
    HeldOut,
    calibrate,
)

PEOPLE = ("letters", "news", "essays", "abstracts")
NUMBER = 600


def held_out(odd: float = 0.0, lang: str = "en", shorter: int = 0) -> HeldOut:
    """Four sources whose people score about -2 and whose models score about 2.

    The people of the first score `odd` higher; `shorter` sources have 30 texts a side only.
    """
    rng = np.random.default_rng(3)
    scores, words, ai, groups = [], [], [], []
    for at, source in enumerate(PEOPLE):
        number = 30 if at < shorter else NUMBER
        for model in (False, True):
            mean = 2.0 if model else -2.0 + (odd if at == 0 else 0.0)
            scores.append(rng.normal(mean, 1, number))
            words.append(np.exp(rng.uniform(np.log(20), np.log(1200), number)))
            ai += [model] * number
            groups += [(source, lang)] * number
    return HeldOut(
        np.concatenate(scores).astype(np.float32),
        np.concatenate(words).astype(np.float32),
        np.array(ai),
        groups,
        [""] * len(ai),
    )


def people_of_kinds(means: Sequence[float]) -> HeldOut:
    """One source in as many domains, whose people score about these means, and its models."""
    rng = np.random.default_rng(5)
    means = [*means, 2.0]
    names = [*(f"kind {at}" for at in range(len(means) - 1)), "any"]
    return HeldOut(
        np.repeat(means, NUMBER).astype(np.float32)
        + rng.normal(0, 1, len(means) * NUMBER).astype(np.float32),
        np.full(len(means) * NUMBER, 200, np.float32),
        np.repeat([name == "any" for name in names], NUMBER),
        [("one", "en")] * (len(means) * NUMBER),
        np.repeat(names, NUMBER).tolist(),
    )


def false_alarms(found: Calibration, texts: HeldOut) -> dict[str, float]:
    """Share of each source's people above the threshold, on texts of 40 or more words."""
    above = texts.score >= at_length(texts.words, found.words, found.accuse)
    return {
        source: float(
            above[
                [
                    group[0] == source and not model and size >= 40
                    for group, model, size in zip(texts.group, texts.ai, texts.words, strict=True)
                ]
            ].mean()
        )
        for source in PEOPLE
    }


def test_few_people_are_above_the_thresholds_and_many_models_are() -> None:
    texts = held_out()
    found = calibrate(texts, ["en"], 40)
    assert np.mean(list(false_alarms(found, texts).values())) <= 2 * MEAN_FPR
    above = texts.score >= at_length(texts.words, found.words, found.accuse)
    assert above[texts.ai].mean() > 0.8


@pytest.mark.parametrize("odd", [1.0, 2.0, 3.0])
def test_one_odd_source_raises_the_thresholds_until_its_people_are_safe_too(odd: float) -> None:
    texts = held_out(odd)
    found = calibrate(texts, ["en"], 40)
    assert max(false_alarms(found, texts).values()) <= KIND_FPR
    assert min(found.accuse) > min(calibrate(held_out(), ["en"], 40).accuse)


def test_one_odd_domain_of_a_source_raises_the_thresholds_until_its_people_are_safe_too() -> None:
    texts = people_of_kinds([-2.0] * 15 + [1.0])
    found = calibrate(texts, ["en"], 40)
    odd = texts.score[np.array(texts.domain) == "kind 15"]
    assert (odd >= found.accuse[-1]).mean() <= KIND_FPR


def test_people_of_a_kind_beyond_all_that_were_seen_are_safe() -> None:
    found = calibrate(people_of_kinds(np.linspace(-3, -1, 10).tolist()), ["en"], 40)
    unseen = np.random.default_rng(9).normal(-0.4, 1, NUMBER)
    assert (unseen >= found.accuse[-1]).mean() <= KIND_FPR


def test_a_source_with_few_texts_decides_nothing() -> None:
    few = calibrate(held_out(odd=4.0, shorter=1), ["en"], 40)
    assert max(few.accuse) < min(calibrate(held_out(odd=4.0), ["en"], 40).accuse)


def test_review_starts_no_later_than_accusation_and_more_prose_makes_neither_harder() -> None:
    found = calibrate(held_out(1.0), ["en"], 40)
    assert found.words == [float(length) for length in LENGTHS]
    assert all(early <= late for early, late in zip(found.review, found.accuse, strict=True))
    for values in (found.accuse, found.review):
        assert values == sorted(values, reverse=True)


def test_probabilities_assume_that_most_prose_is_by_people() -> None:
    texts = held_out()
    found = calibrate(texts, ["en"], 40)
    chance = probability(texts.score, texts.words, found)
    mean = AI_SHARE * chance[texts.ai].mean() + (1 - AI_SHARE) * chance[~texts.ai].mean()
    assert mean == pytest.approx(AI_SHARE, abs=0.02)


def test_without_scores_of_a_known_language_nobody_is_accused() -> None:
    assert min(calibrate(held_out(lang="de"), ["en"], 40).accuse) >= 15


def test_lengths_with_few_texts_take_the_probabilities_of_the_next_longer_one() -> None:
    texts = held_out()
    texts = texts._replace(words=np.maximum(texts.words, 80))
    found = calibrate(texts, ["en"], 40)
    at = LENGTHS.index(80)
    for values in (found.slope, found.intercept):
        assert values[: at + 1] == [values[at]] * (at + 1)
    assert found.slope[at] != found.slope[at + 1]


def test_prose_too_short_to_be_accused_sets_no_threshold() -> None:
    found = calibrate(held_out(), ["en"], 80)
    at = LENGTHS.index(80)
    assert found.accuse[: at + 1] == [found.accuse[at]] * (at + 1)
