"""Which texts the detectors are measured on, how they are summed up, and that they run."""

import pytest

from benchmarks.authorship_peer_figures import AuthorshipPeers, DetectorFigures, HeldOut, tables
from benchmarks.authorship_peers import chosen, measure, our_speed
from benchmarks.detectors import DETECTORS, Answer, Detect
from benchmarks.made import made_gold_texts
from labeler.classifier.evaluate_groups import summarise
from labeler.classifier.gold import GoldText
from tests.evaluate.test_evaluate_authorship import judged, text

TEXTS = made_gold_texts(3)[:6]
"""Of one source: three by people, three by the made model."""


def word_detector() -> Detect:
    """A detector that knows the made model by one word and is afraid of digits."""

    def detect(text: str) -> Answer:
        if any(map(str.isdigit, text)):
            raise ValueError(text)
        share = text.count("importance") + text.count("insights") + text.count("tapestry")
        return Answer(min(share / 10, 1.0), share > 0)

    return detect


def unable() -> Detect:
    raise ImportError("needs a newer system")


def test_groups_by_people_alone_stay_where_their_language_has_both_sides() -> None:
    both = [text(source="a"), text("ai", source="a")]
    people = [text(source="b"), text(source="b", lang="cy")]
    models = [text("ai", source="c")]
    assert chosen([*both, *people, *models]) == [*both, people[0]]


def test_a_detector_is_measured_by_source_and_language() -> None:
    found, not_run = measure_with([*TEXTS, text(body="Ferry 7 sailed.", source="made0")])
    group = found["pytest"].groups["made0/en"]
    assert (group.human, group.ai) == (4, 3)
    assert (group.auroc, group.tpr_at_1, group.fpr, group.tpr) == (1, 1, 0, 1)
    assert found["pytest"].refused == 1
    assert not_run == {"hypothesis": "needs a newer system"}


def measure_with(texts: list[GoldText]) -> tuple[dict[str, DetectorFigures], dict[str, str]]:
    """Under names of packages that are installed, whose versions are shown."""
    return measure(texts, {"pytest": word_detector, "hypothesis": unable})


def held_out(*scores: float) -> HeldOut:
    """Results of the benchmark on three people and as many models as there are scores."""
    items = [judged(gold, 0.1) for gold in TEXTS if gold.label == "human"]
    models = [gold for gold in TEXTS if gold.label == "ai"]
    items += [judged(gold, score) for gold, score in zip(models, scores, strict=False)]
    return HeldOut("python -m benchmarks.authorship", summarise(items, ("source+lang",)))


def test_labeler_stands_beside_with_its_held_out_figures_of_the_same_texts() -> None:
    found, not_run = measure_with(TEXTS)
    ours = DetectorFigures("1.0", 2.0, 0, {})
    results = AuthorshipPeers("command", [], 3, {"labeler": ours, **found}, not_run, {})
    same = tables(results, held_out(0.9, 0.9, 0.05))
    assert same["ranking"].rows == [("made0/en", ".667", "66.7 %", "1.000", "100.0 %")]
    assert same["decisions"].rows == [("made0/en", "0.0 %", "0.0 %", "0.0 %", "100.0 %")]
    assert same["means"].rows[0][:7] == ("labeler", "1.0", "en", "1", "1", ".667", "66.7 %")
    assert "hypothesis does not run here: needs a newer system" in same["means"].notes
    fewer = tables(results, held_out(0.9))
    assert fewer["ranking"].rows == [("made0/en", "-", "-", "1.000", "100.0 %")]


@pytest.mark.parametrize("name", DETECTORS)
def test_a_detector_scores_texts_between_0_and_1(name: str) -> None:
    try:
        detect = DETECTORS[name]()
    except ImportError as error:
        pytest.skip(f"{name} does not run here: {error}")
    for gold in TEXTS:
        answer = detect(gold.text)
        assert 0 <= answer.score <= 1
        assert isinstance(answer.called_ai, bool)


def test_the_shipped_model_is_asked_for_its_speed_alone() -> None:
    found = our_speed(TEXTS)
    assert found.megabytes_per_second > 0
    assert found.groups == {}
