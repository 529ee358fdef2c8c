"""Where segments stand after many decisions, and how far reviewers agree."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.corrections.agreement import LabelAgreement, agreements, cohen_kappa
from labeler.corrections.make import decision
from labeler.corrections.standing import Standing, agreed
from labeler.evidence import LABELS
from tests.corrections.made import said
from tests.report.made import report_on

REPORT = report_on("One ferry ran.\nTwo ferries ran.\nOne ferry ran.")
SHA, PATH = REPORT.input.sha256, REPORT.input.path
FIRST = REPORT.segments[0].id


def labels(standing: Standing, segment: str = FIRST, sha: str = SHA, path: str = PATH):
    return {who: one.label for who, one in standing.of(sha, path, segment).items()}


def test_the_last_decision_of_each_reviewer_counts():
    standing = Standing(
        [
            said(REPORT, 0, "ai_report"),
            said(REPORT, 0, "boilerplate", "ben"),
            said(REPORT, 0, "human_article"),
        ]
    )

    assert labels(standing) == {"ana": "human_article", "ben": "boilerplate"}
    assert labels(standing, REPORT.segments[1].id) == {}


def test_an_undo_brings_back_what_stood_before():
    first, second = said(REPORT, 0, "ai_report"), said(REPORT, 0, "boilerplate")
    standing = Standing([first, second, decision("ana", "undo", undoes=second.id)])

    assert labels(standing) == {"ana": "ai_report"}
    assert standing.last("ana") == first


def test_nobody_undoes_what_another_said():
    one = said(REPORT, 0, "ai_report")
    standing = Standing([one, decision("ben", "undo", undoes=one.id)])

    assert labels(standing) == {"ana": "ai_report"}


def test_decisions_follow_a_document_that_changed_elsewhere_or_moved():
    standing = Standing([said(REPORT, 0, "ai_report")])

    assert labels(standing, sha="f" * 64) == {"ana": "ai_report"}
    assert labels(standing, path="moved.txt") == {"ana": "ai_report"}
    assert labels(standing, sha="f" * 64, path="other.txt") == {}


def test_decisions_before_and_after_a_change_count_together():
    changed = msgspec.structs.replace(
        REPORT, input=msgspec.structs.replace(REPORT.input, sha256="e" * 64)
    )
    standing = Standing([said(REPORT, 0, "ai_report"), said(changed, 0, "boilerplate", "ben")])

    assert labels(standing, sha="e" * 64) == {"ana": "ai_report", "ben": "boilerplate"}


def test_standard_input_is_known_by_its_content_alone():
    piped = msgspec.structs.replace(REPORT, input=msgspec.structs.replace(REPORT.input, path="-"))
    standing = Standing([said(piped, 0, "ai_report")])

    assert labels(standing, sha="f" * 64, path="-") == {}
    assert labels(standing, path="-") == {"ana": "ai_report"}


def test_reviewers_agree_when_all_give_one_label():
    ana, ben = said(REPORT, 0, "ai_report"), said(REPORT, 0, "ai_report", "ben")
    unsure = said(REPORT, 0, None, "eve")

    assert agreed({"ana": ana, "ben": ben}) == "ai_report"
    assert agreed({"ana": ana, "eve": unsure}) is None
    assert agreed({"eve": unsure}) is None


def test_kappa_of_the_textbook():
    # Wikipedia's "Cohen's kappa", the first worked example: 20 yes/yes, 5, 10, 15.
    pairs = [(1, 1)] * 20 + [(1, 0)] * 5 + [(0, 1)] * 10 + [(0, 0)] * 15

    assert cohen_kappa(pairs) == pytest.approx(0.4)


@given(st.lists(st.tuples(st.sampled_from(LABELS), st.sampled_from(LABELS)), min_size=1))
def test_kappa_lies_between_its_bounds(pairs):
    kappa = cohen_kappa(pairs)

    assert kappa is None or -1 <= kappa <= 1
    assert cohen_kappa([(b, a) for a, b in pairs]) == kappa
    if kappa is not None and all(a == b for a, b in pairs):
        assert kappa == 1


def test_unsure_takes_no_part_in_agreement():
    (pair,) = agreements(
        [
            {"ana": "ai_report", "ben": "ai_report"},
            {"ana": "unsure", "ben": "boilerplate"},
            {"ana": "boilerplate", "ben": "boilerplate", "eve": "unsure"},
            {"ana": "boilerplate"},
        ]
    )

    assert (pair.one, pair.other, pair.segments, pair.same, pair.kappa) == ("ana", "ben", 2, 2, 1)
    once, never = LabelAgreement(1, 1, 1, 1.0), LabelAgreement(0, 0, 0, None)
    assert pair.per_label == {
        "human_article": never,
        "ai_report": once,
        "image_caption": never,
        "boilerplate": once,
    }


def test_each_label_has_its_counts_and_its_kappa():
    (pair,) = agreements(
        [
            {"ana": "ai_report", "ben": "ai_report"},
            {"ana": "ai_report", "ben": "human_article"},
            {"ana": "human_article", "ben": "human_article"},
            {"ana": "boilerplate", "ben": "boilerplate"},
        ]
    )

    assert pair.per_label["ai_report"] == LabelAgreement(2, 1, 1, 0.5)
    assert pair.per_label["boilerplate"] == LabelAgreement(1, 1, 1, 1.0)
