"""Tricks with characters, and pages spliced of two authors: how both are measured."""

import itertools

import pytest

from benchmarks.attacks import ATTACKS, attacked, outcome
from benchmarks.made import made_gold_texts
from benchmarks.spliced import bound_error, called, spliced
from labeler import Labeler
from labeler.classifier.gold import GoldText

AI_TEXT = " ".join(
    [
        "In conclusion, the integration of renewable energy into existing infrastructure "
        "represents a pivotal step towards a more sustainable future.",
        "It is important to note that these advancements not only enhance efficiency but also "
        "foster innovation across various sectors, ultimately empowering communities.",
        "Furthermore, by embracing a holistic approach, stakeholders can navigate the complex "
        "landscape of modern challenges and unlock new opportunities for growth.",
        "Additionally, collaboration between policymakers, industry leaders, and local residents "
        "plays a crucial role in ensuring that the benefits are distributed equitably.",
    ]
)


def test_each_attack_changes_a_text_and_does_so_the_same_way_each_time() -> None:
    text = GoldText("Every clever Example, of 12 words: it has marks too!", "ai", "made", "en")
    for attack in ATTACKS.values():
        once = attacked(text, attack)
        assert once.text != text.text
        assert once == attacked(text, attack)


@pytest.mark.parametrize("name", ATTACKS)
def test_disguised_letters_change_a_score_little(name: str) -> None:
    plain = Labeler().scan_text(AI_TEXT).segments[0]
    disguised = Labeler().scan_text(
        " ".join(attacked(GoldText(AI_TEXT, "ai", "made"), ATTACKS[name]).text.split())
    )
    assert plain.scores.ai_report > 0.5
    assert disguised.segments[0].scores.ai_report == pytest.approx(plain.scores.ai_report, abs=0.1)


def test_shares_are_of_each_side() -> None:
    tea = "Tea at four. " * 20
    texts = [(AI_TEXT, "ai"), (tea, "ai"), (tea, "human"), (tea, "human"), (AI_TEXT, "human")]
    found = outcome(Labeler(), [GoldText(text, side, "made", "en") for text, side in texts])
    assert (found.tpr, found.fpr) == (1 / 2, 1 / 3)


def test_a_spliced_page_has_one_bound_and_says_who_wrote_each_paragraph() -> None:
    texts = made_gold_texts(12)
    by_text = {" ".join(text.text.split()): text.label == "ai" for text in texts}
    for page in spliced(texts, 10, "links between"):
        authors = [by_model for _, _, by_model in page.paragraphs]
        assert sum(one != other for one, other in itertools.pairwise(authors)) == 1
        for start, end, by_model in page.paragraphs:
            piece = page.text[start:end]
            assert any(piece in text and side == by_model for text, side in by_text.items())


def test_a_page_by_one_author_has_no_bound() -> None:
    for page in spliced(made_gold_texts(12), 10, "one author"):
        assert len({by_model for _, _, by_model in page.paragraphs}) == 1


def test_every_paragraph_of_a_page_gets_an_answer() -> None:
    (page,) = spliced(made_gold_texts(4), 1, "one after the other")
    report = Labeler().scan_text(page.text)
    assert len(called(page, report)) == len(page.paragraphs)


@pytest.mark.parametrize(
    ("by_model", "said", "error"),
    [
        ("00011", "00011", 0),
        ("00011", "00111", 1),
        ("11100", "11000", 1),
        ("000111", "111000", 3),
        ("00011", "01011", 0),
    ],
)
def test_the_bound_that_fits_the_labels_best_counts(by_model: str, said: str, error: int) -> None:
    assert bound_error([c == "1" for c in by_model], [c == "1" for c in said]) == error
