"""What the classifier's answer rests on, family by family."""

import numpy as np
import pytest

from labeler.classifier.authorship import predict_authorship
from labeler.classifier.context import Context, Family
from labeler.classifier.families import authorship_weights, structure_weights
from labeler.classifier.gold import PAGE_LABELS
from labeler.classifier.model import Model, load_model
from labeler.classifier.network import predict
from labeler.classifier.structure import context_of
from labeler.document import Segment
from labeler.locate import shipped
from labeler.read import read_html
from labeler.segment import segment
from tests.classifier.made import segments

MENU = "Cookie settings"
PROSE = (
    "The harbour board met on Tuesday and decided that the old ferry would sail for one more "
    "winter, since nobody had found the money for a new one."
)

OF_A_MODEL = (
    "It is important to note that these advancements not only enhance efficiency but also foster "
    "innovation across various sectors, ultimately empowering communities. Furthermore, by "
    "embracing a holistic approach, stakeholders can navigate the complex landscape of modern "
    "challenges and unlock new opportunities for growth."
)

AUTHORSHIP = {"words", "marks", "rhythm", "word lengths", "repetition"}


@pytest.fixture(scope="module")
def model() -> Model:
    return load_model(shipped("models"))


def context(model: Model, page: list[Segment], title: str | None = None) -> Context:
    head = model.html if page[0].markup is not None else model.text
    return context_of([page], [title], head, model.manifest.structure_hashing, model.tables)


def test_the_families_are_the_columns_in_their_order(model: Model) -> None:
    page = context(model, segments(MENU, PROSE, PROSE))

    parts = [columns for _, columns in page.families(0, 3)]

    assert np.array_equal(np.concatenate(parts, axis=1), page.rows(0, 3))


def test_a_text_has_no_element_and_a_page_has(model: Model) -> None:
    made = read_html(f"<nav><a>{MENU}</a></nav><main><p>{PROSE}</p></main>", "page.html")
    of_text: set[Family] = {"words", "shape", "neighbours", "page"}
    text = context(model, segments(MENU, PROSE))
    html = context(model, segment(made), made.title)

    assert set(structure_weights(text, 1, model.text.networks, "article")) == of_text
    assert set(structure_weights(html, 1, model.html.networks, "article")) == of_text | {"element"}


def test_a_weight_is_what_the_answer_loses_without_the_family(model: Model) -> None:
    page, networks = context(model, segments(MENU, PROSE, PROSE)), model.text.networks
    row = page.rows(0, 1)
    hidden = np.concatenate(
        [np.full(part.shape[1], name == "shape") for name, part in page.families(0, 1)]
    )
    without = np.where(hidden, networks.mean, row).astype(np.float32)
    both = predict(networks, np.concatenate([row, without]))[:, PAGE_LABELS.index("boilerplate")]
    odds = np.log(both / (1 - both))

    weight = structure_weights(page, 0, networks, "boilerplate")["shape"]

    assert weight == pytest.approx(odds[0] - odds[1], abs=1e-2)


def test_a_menus_words_speak_for_boilerplate_and_against_prose(model: Model) -> None:
    page = context(model, segments(MENU, PROSE, PROSE, PROSE))

    assert structure_weights(page, 0, model.text.networks, "boilerplate")["words"] > 0
    assert structure_weights(page, 0, model.text.networks, "article")["words"] < 0


def test_words_and_style_of_the_whole_block_tell_the_author(model: Model) -> None:
    prose = segments(PROSE, PROSE, PROSE)

    first, last = (authorship_weights(prose, at, model, known=True) for at in (0, 2))

    assert first == last
    assert set(first) == AUTHORSHIP


def test_beside_another_authors_paragraphs_only_its_own_tell_the_author(model: Model) -> None:
    mixed = segments(OF_A_MODEL, OF_A_MODEL, PROSE, PROSE)

    models, persons = (authorship_weights(mixed, at, model, known=True) for at in (1, 2))

    assert models == authorship_weights(segments(OF_A_MODEL, OF_A_MODEL), 0, model, known=True)
    assert persons == authorship_weights(segments(PROSE, PROSE), 0, model, known=True)


def test_the_families_of_authorship_sum_to_the_score(model: Model) -> None:
    prose = segments(OF_A_MODEL, OF_A_MODEL)
    head, settings = model.authorship, model.manifest.authorship
    (judged,) = predict_authorship([prose], [[True, True]], head, settings, model.tables)

    weights = authorship_weights(prose, 0, model, known=True)

    assert sum(weights.values()) == pytest.approx(judged.score[0], abs=1e-4)


def test_an_essay_of_many_commas_is_told_by_its_marks(model: Model) -> None:
    plain, listed = PROSE, PROSE.replace(" ", ", ")

    of_plain, of_listed = (
        authorship_weights(segments(text), 0, model, known=False) for text in (plain, listed)
    )

    assert of_plain["marks"] != pytest.approx(of_listed["marks"], abs=0.01)
    assert of_plain["word lengths"] == pytest.approx(of_listed["word lengths"])
