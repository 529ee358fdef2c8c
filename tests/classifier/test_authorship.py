"""Who wrote this prose: judged in blocks, and accused only on enough of it."""

from collections.abc import Sequence

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.classifier.authorship import (
    _APART,
    BLOCK_WORDS,
    Authorship,
    blocks,
    combined,
    predict_authorship,
    probability,
    word_count,
)
from labeler.classifier.linear import fixed_point
from labeler.classifier.model import AuthorshipHead, AuthorshipSettings, Calibration, Mix
from labeler.classifier.style import NAMES
from labeler.classifier.tokens import TokenHashing, kinds_of, ngrams, tokenise
from labeler.document import Segment
from tests.classifier.made import made_tables, segments

HASHING = TokenHashing(16, (1, 2))
KINDS = kinds_of(made_tables().classes)
CALIBRATION = Calibration(
    words=[40.0, 160.0],
    slope=[1.0, 2.0],
    intercept=[-3.0, -1.0],
    accuse=[10.0, 2.0],
    review=[4.0, 1.0],
)
SETTINGS = AuthorshipSettings(
    HASHING, Mix(1.0, 0.0, 0.0), Mix(0.5, 1.0, -1.0), CALIBRATION, ["en"], 40
)
MODEL, PERSON = "delve", "bloke"
"""The words that the head below knows: one that only models use, one that only people use."""


def head(bias: float = 0.0, commas: float = 0.0, weight: float = 1.0) -> AuthorshipHead:
    table = np.zeros((1 << HASHING.bits, 2))
    for word, sign in ((MODEL, 1), (PERSON, -1)):
        table[ngrams(tokenise([word], KINDS, made_tables()), HASHING).bins] = (1, sign * weight)
    zeros, ones = np.zeros(len(NAMES), np.float32), np.ones(len(NAMES), np.float32)
    style = np.where(np.array(NAMES) == "commas", np.float32(commas), zeros)
    bias_of = np.array([bias], np.float32)
    return AuthorshipHead(KINDS, fixed_point(table), bias_of, zeros, ones, style)


def judge_page(prose: Sequence[Segment], made: AuthorshipHead, known: bool = True) -> Authorship:
    (found,) = predict_authorship([prose], [[known] * len(prose)], made, SETTINGS, made_tables())
    return found


def judge(texts: Sequence[str], bias: float = 0.0) -> Authorship:
    return judge_page(segments(*texts), head(bias))


def words(number: int, word: str = "plain") -> str:
    return " ".join([word] * number)


def prose(*gaps: int, number: int = 50, word: str = "plain") -> list[Segment]:
    """Prose segments of `number` words, each after so many segments that are not prose."""
    indices = np.cumsum(np.array(gaps, int) + 1) - 1
    made = segments(*[words(number, word)] * len(gaps))
    return [
        msgspec.structs.replace(segment, index=int(index))
        for segment, index in zip(made, indices, strict=True)
    ]


def ranges(made: Sequence[Segment]) -> list[tuple[int, int]]:
    lengths = np.array([word_count(segment.text) for segment in made], float)
    return list(blocks(made, lengths))


def test_all_segments_of_a_block_share_score_and_words() -> None:
    judged = judge([words(30, MODEL), words(10), words(30, PERSON)])
    assert judged.words.tolist() == [70, 70, 70]
    assert judged.score == pytest.approx([0, 0, 0], abs=1e-3)
    assert len(set(judged.probability.tolist())) == 1


def test_an_article_and_the_teasers_far_below_it_are_judged_apart() -> None:
    article = prose(*[0] * 5, word=PERSON)
    teasers = [
        msgspec.structs.replace(segment, index=segment.index + len(article) + _APART)
        for segment in prose(0, 0, number=30, word=MODEL)
    ]
    judged = judge_page([*article, *teasers], head())
    assert judged.words.tolist() == [250] * 5 + [60] * 2
    assert judged.score.tolist() == pytest.approx([-1] * 5 + [1] * 2, abs=1e-3)


@pytest.mark.parametrize(
    ("between", "expected"), [(_APART - 1, [(0, 2)]), (_APART, [(0, 1), (1, 2)])]
)
def test_a_block_goes_on_over_a_picture_or_two_but_not_over_much(
    between: int, expected: list[tuple[int, int]]
) -> None:
    assert ranges(prose(7, between)) == expected


@given(
    st.lists(st.tuples(st.integers(0, 2 * _APART), st.integers(1, 3 * BLOCK_WORDS)), max_size=30)
)
def test_every_prose_segment_is_in_exactly_one_block_and_blocks_ascend(
    made: list[tuple[int, int]],
) -> None:
    lengths = np.array([number for _, number in made], float)
    found = list(blocks(prose(*[gap for gap, _ in made], number=1), lengths))
    assert [at for start, end in found for at in range(start, end)] == list(range(len(made)))
    assert all(start < end for start, end in found)


def test_a_long_article_is_cut_into_even_parts() -> None:
    # 1550 words are nearly four blocks: no block of a few words is left over at the end.
    made = prose(*[0] * 31)
    sizes = [50 * (end - start) for start, end in ranges(made)]
    assert sum(sizes) == 1550
    assert len(sizes) == round(1550 / BLOCK_WORDS)
    assert max(sizes) - min(sizes) <= 50


@given(st.lists(st.integers(1, 100), min_size=1, max_size=60))
def test_a_part_of_short_paragraphs_is_between_a_half_and_twice_as_long_as_asked(
    made: list[int],
) -> None:
    lengths = np.array(made, float)
    sizes = [lengths[a:b].sum() for a, b in blocks(prose(*[0] * len(made), number=1), lengths)]
    if len(sizes) > 1:
        assert min(sizes) > BLOCK_WORDS / 2
    assert max(sizes) < 2 * BLOCK_WORDS


def test_a_segment_longer_than_a_block_is_judged_whole() -> None:
    judged = judge([words(3), words(3 * BLOCK_WORDS), words(3)])
    assert judged.words[1] >= 3 * BLOCK_WORDS


def test_an_n_gram_that_a_block_repeats_counts_once() -> None:
    once, often = judge([words(1, MODEL)]), judge([words(10, MODEL), words(30, MODEL)])
    assert once.score[0] == often.score[0] == often.score[1] == pytest.approx(1, rel=1e-3)


def judge_mixed(*texts: str, bias: float, known: bool = True) -> Authorship:
    return judge_page(segments(*texts), head(bias, weight=4.0), known)


def test_a_person_beside_a_model_is_not_accused_with_it() -> None:
    judged = judge_mixed(*[words(50, MODEL)] * 4, *[words(50, PERSON)] * 4, bias=2.2)
    assert judged.accused.tolist() == [True] * 4 + [False] * 4
    assert judged.words.tolist() == [200] * 8
    assert judged.score.tolist() == pytest.approx([6.2] * 4 + [-1.8] * 4, abs=1e-2)


def test_what_is_left_of_an_accused_block_stays_accused_however_short() -> None:
    judged = judge_mixed(words(45, MODEL), words(100, PERSON), bias=3.5)
    assert judged.accused.tolist() == [True, False]
    assert judged.words.tolist() == [145, 100]


def test_a_heading_is_by_the_author_of_what_follows_and_a_closing_line_of_what_precedes() -> None:
    heading, closing = words(4), words(3)
    texts = [words(150, MODEL), heading, words(60, PERSON), words(60, PERSON), closing]
    judged = judge_mixed(*texts, bias=2.2)
    assert judged.accused.tolist() == [True, False, False, False, False]
    assert judged.words.tolist() == [150, 127, 127, 127, 127]


@pytest.mark.parametrize("number", [1, 2, 40, 600])
def test_a_block_of_many_short_lines_is_judged(number: int) -> None:
    judged = judge_mixed(*[words(1, MODEL)] * number, *[words(1, PERSON)] * number, bias=9)
    assert len(judged.accused) == 2 * number


def test_a_block_that_nobody_suspects_or_in_another_language_is_not_parted() -> None:
    texts = [*[words(50, MODEL)] * 4, *[words(50, PERSON)] * 4]
    assert judge_mixed(*texts, bias=0.5).words.tolist() == [400] * 8
    assert judge_mixed(*texts, bias=9, known=False).words.tolist() == [400] * 8


def test_documents_judged_together_are_judged_as_each_alone() -> None:
    pages = [
        segments(words(60, MODEL), words(10)),
        [],
        prose(0, 9, word=PERSON),
        segments(*[words(150, MODEL + ", ")] * 6),
    ]
    made = head(0.3, 0.2)
    known = [[True, True], [], [False, True], [True] * 6]

    together = predict_authorship(pages, known, made, SETTINGS, made_tables())

    for page, flags, found in zip(pages, known, together, strict=True):
        (alone,) = predict_authorship([page], [flags], made, SETTINGS, made_tables())
        for column, expected in zip(found, alone, strict=True):
            assert column.tolist() == pytest.approx(expected.tolist(), abs=1e-5)


def test_blocks_are_read_across_paragraphs_so_that_line_breaks_decide_nothing() -> None:
    one, two = judge(["the bloke delve into, it was"]), judge(["the bloke", "delve into, it was"])
    assert one.score[0] == pytest.approx(two.score[0], abs=1e-6)


def test_style_speaks_beside_words_and_counts_for_more_in_other_languages() -> None:
    listed = segments("a b c d e f g, h i j")
    made = head(commas=1.0)
    in_known, elsewhere = judge_page(listed, made), judge_page(listed, made, known=False)
    assert in_known.score[0] == pytest.approx(0, abs=1e-6)  # SETTINGS give it no weight there
    assert elsewhere.score[0] == pytest.approx(np.log1p(100 / 10) - 1, abs=1e-4)


def test_each_language_has_its_mix() -> None:
    words_say, style_says = np.array([2, 2], np.float32), np.array([3, 3], np.float32)
    found = combined(words_say, style_says, np.array([True, False]), SETTINGS)
    assert found.tolist() == [2, 0.5 * 2 + 3 - 1]


def test_a_page_without_prose_has_no_judgements() -> None:
    assert [len(column) for column in judge([])] == [0] * 5


def test_short_prose_is_never_accused_nor_suspected() -> None:
    just_short, just_long = judge([words(39)], bias=50), judge([words(40)], bias=50)
    assert (just_short.accused[0], just_short.suspected[0]) == (False, False)
    assert (just_long.accused[0], just_long.suspected[0]) == (True, True)


@pytest.mark.parametrize(
    ("number", "accuse", "review"),
    [
        (40, 10.0, 4.0),
        (80, 6.0, 2.5),  # halfway on a log scale
        (160, 2.0, 1.0),
        (2000, 2.0, 1.0),
    ],
)
def test_thresholds_are_interpolated_between_lengths(
    number: int, accuse: float, review: float
) -> None:
    for below in (accuse - 0.05, accuse + 0.05):
        assert judge([words(number)], below).accused[0] == (below > accuse)
    for below in (review - 0.05, review + 0.05):
        assert judge([words(number)], below).suspected[0] == (below > review)


SCORES = st.floats(-60, 60, width=32)


@given(SCORES, SCORES, st.integers(1, 5000))
def test_probability_grows_with_the_score(first: float, second: float, number: int) -> None:
    low, high = sorted((first, second))
    pair = np.array([low, high], np.float32)
    found = probability(pair, np.full(2, float(number)), CALIBRATION)
    assert 0 <= found[0] <= found[1] <= 1


def test_probability_is_the_calibrated_logistic() -> None:
    found = probability(np.array([2.0], np.float32), np.array([80.0]), CALIBRATION)
    assert found[0] == pytest.approx(1 / (1 + np.exp(-(1.5 * 2 - 2))), rel=1e-4)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one", 1),
        ("Three words here", 3),
        ("役場は橋の修理を来月から始めると発表した", 10),  # half the characters
        ("公園에 갔다 왔다", 3),
    ],
)
def test_words_are_counted_in_scripts_with_and_without_spaces(text: str, expected: float) -> None:
    assert word_count(text) == expected
