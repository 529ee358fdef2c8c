"""What a scan says about a gold text, and how texts are drawn and grouped."""

from collections.abc import Sequence

import pytest

from labeler.classifier.evaluate_authorship import draw, judge
from labeler.classifier.evaluate_groups import Judged, check_fields, group, summarise
from labeler.classifier.gold import GoldText
from labeler.document import Span
from labeler.errors import UsageError
from labeler.evidence import Label
from tests.evaluate.made import Scanned, Scores, always


def text(
    label: str = "human",
    body: str = "One ferry sailed.",
    source: str = "set",
    lang: str | None = "en",
    **fields: object,
) -> GoldText:
    return GoldText(body, label, source, lang, **fields)  # type: ignore[arg-type]


def judged(gold: GoldText, score: float = 0.1, *, called: bool = False) -> Judged:
    return Judged(gold, score, called, False, len(gold.text), 100.0)


def part(size: int, label: Label, ai: float, review: bool = False) -> Scanned:
    return Scanned(Span(0, size), "x" * size, label, Scores(0.8 * (1 - ai), 0.8 * ai), review)


def test_the_score_is_the_mean_over_the_prose_by_characters() -> None:
    parts = [part(30, "human_article", 0.2), part(10, "ai_report", 0.6)]
    answer = judge(text(), lambda _: [*parts, part(99, "boilerplate", 1.0, review=True)])
    assert answer.score == pytest.approx((30 * 0.2 + 10 * 0.6) / 40)
    assert not answer.called_ai
    assert not answer.review


def test_a_text_is_called_ai_when_most_of_its_prose_is() -> None:
    mostly = [part(10, "human_article", 0.2), part(30, "ai_report", 0.9, review=True)]
    answer = judge(text(), lambda _: mostly)
    assert answer.called_ai
    assert answer.review


def test_a_text_without_prose_scores_nothing() -> None:
    answer = judge(text(), lambda _: [part(10, "boilerplate", 0.9)])
    assert (answer.score, answer.called_ai) == (0, False)


@pytest.mark.parametrize(
    ("paragraphs", "scanned"), [(False, "One ferry sailed."), (True, "One ferry\n\nsailed.")]
)
def test_line_breaks_never_tell_the_source(paragraphs: bool, scanned: str) -> None:
    seen: list[str] = []

    def scan(given: str) -> Sequence[Scanned]:
        seen.append(given)
        return []

    judge(text(body=" One\t ferry\n \nsailed.\n", paragraphs=paragraphs), scan)
    assert seen == [scanned]


def test_as_many_texts_of_each_source_language_and_side_are_drawn() -> None:
    texts = [
        text(label, f"{lang} {number}", lang=lang)
        for label in ("human", "ai")
        for lang, size in (("en", 9), ("fr", 2))
        for number in range(size)
    ]
    drawn = draw(texts, 4)
    assert sorted((t.label, t.lang) for t in drawn).count(("ai", "en")) == 4
    assert len(drawn) == 4 + 2 + 4 + 2
    assert drawn == draw(texts, 4)


def test_groups_by_joined_fields_stand_in_order_with_the_worst_named() -> None:
    items = [judged(text(lang=lang), called=lang == "fr") for lang in ("fr", "en") * 40]
    found = group(items, ("source", "lang"))
    assert list(found.groups) == ["set/en", "set/fr"]
    assert found.worst_fpr == "set/fr"
    assert found.mean.fpr == 0.5
    assert found.mean.auroc is None  # there are no AI texts


def test_no_group_is_worst_when_nobody_was_accused() -> None:
    assert group([judged(text()) for _ in range(40)], ("source",)).worst_fpr is None


def test_the_group_with_the_lowest_auroc_is_the_weakest() -> None:
    items = []
    for source, ai_score in (("easy", 0.9), ("hard", 0.1)):
        items += [judged(text(source=source), 0.1) for _ in range(20)]
        items += [judged(text("ai", source=source), ai_score) for _ in range(20)]
    found = group(items, ("source",))
    assert found.weakest == "hard"
    assert found.groups["hard"].auroc == 0.5
    assert found.mean.auroc == 0.75


def test_texts_of_a_generator_are_set_against_the_people_of_their_sources() -> None:
    items = [judged(text(source="a")), judged(text(source="b")), judged(text(source="c"))]
    items += [
        judged(text("ai", source="a", generator="gpt"), 0.9),
        judged(text("ai", source="b", generator="gpt"), 0.9),
        judged(text("ai", source="b", generator="bard"), 0.9),
    ]
    found = group(items, ("generator",)).groups
    assert (found["gpt"].human, found["gpt"].ai) == (2, 2)
    assert (found["bard"].human, found["bard"].ai) == (1, 1)


def test_length_bins_stand_by_length() -> None:
    items = [
        Judged(text(), 0.1, False, False, 10, words) for words in (700.0, 150.0, 39.0, 149.0, 40.0)
    ]
    assert list(group(items, ("length",)).groups) == [
        "under 40 words",
        "40 to 79 words",
        "80 to 149 words",
        "150 to 299 words",
        "from 600 words",
    ]


def test_the_length_baseline_takes_the_better_direction() -> None:
    items = [judged(text(body="x" * 50)), judged(text("ai", body="x" * 5))]
    assert summarise(items, ()).all.length_auroc == 1


def test_figures_say_what_the_shipped_decision_does() -> None:
    texts = [text() for _ in range(3)] + [text("ai")]
    scan = always("ai_report", 0.9, review=True)
    found = summarise([judge(each, scan) for each in texts], ("source",)).all
    assert (found.fpr, found.tpr, found.review) == (1, 1, 1)
    assert (found.auroc, found.auroc_interval) == (0.5, (0.5, 0.5))


def test_an_unknown_field_is_refused_with_the_ones_there_are() -> None:
    with pytest.raises(UsageError, match=r"no field 'colour'.*source, lang, domain"):
        check_fields(("source+colour",))


def test_no_texts_are_an_error_and_not_an_empty_table() -> None:
    with pytest.raises(UsageError, match="no texts to evaluate on"):
        summarise([], ("source",))
