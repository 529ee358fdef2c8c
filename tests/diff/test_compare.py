"""What counts as new, changed, gone and relabelled."""

import hashlib
import time

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.diff import Diff, compare
from labeler.diff.align import align
from labeler.diff.changes import SegmentState
from labeler.report.schema import Report
from tests.diff.made import EDITED, FERRY, HARBOUR, MENU, judged, objected, report


def changes(old: Report, new: Report) -> list[tuple[str, str | None, str | None]]:
    """Kind of each change with the texts before and after."""
    return [
        (change.change, change.old and change.old.text, change.new and change.new.text)
        for document in compare([old], [new]).documents
        for change in document.segments
    ]


def finding_changes(old: Report, new: Report) -> list[tuple[str, str]]:
    documents = compare([old], [new]).documents
    return [(change.change, change.finding.rule) for d in documents for change in d.findings]


def state(number: int, text: str) -> SegmentState:
    return SegmentState(
        id=f"{hashlib.sha256(text.encode()).hexdigest()[:16]}-{number}",
        index=number,
        line=1,
        label="boilerplate",
        basis="inferred",
        confidence=1.0,
        needs_review=False,
        text=text,
    )


def test_equal_reports_have_no_difference():
    found = compare([report(FERRY, MENU)], [report(FERRY, MENU)])

    assert not found.any_change
    assert (found.totals.documents, found.totals.segments_same) == (1, 2)


def test_moved_text_is_the_same():
    assert changes(report(FERRY, MENU, HARBOUR), report(HARBOUR, FERRY, MENU)) == []


def test_added_and_removed_text_is_new_and_gone():
    assert changes(report(MENU, FERRY), report(FERRY, HARBOUR)) == [
        ("gone", MENU, None),
        ("new", None, HARBOUR),
    ]


def test_the_same_text_with_another_label_is_relabelled():
    new = judged(report(FERRY, MENU), 0, label="ai_report", basis="inferred")

    found = compare([report(FERRY, MENU)], [new])

    (change,) = found.documents[0].segments
    assert (change.change, change.old.label, change.new.label) == (
        "relabelled",
        "human_article",
        "ai_report",
    )
    assert (found.totals.segments_relabelled, found.totals.label_changes) == (1, 1)


@pytest.mark.parametrize("field", [{"basis": "declared"}, {"needs_review": True}])
def test_another_basis_or_need_of_review_is_relabelled_but_no_label_change(field):
    found = compare([report(FERRY)], [judged(report(FERRY), 0, **field)])

    assert (found.totals.segments_relabelled, found.totals.label_changes) == (1, 0)


def test_confidence_alone_is_no_difference():
    assert changes(report(FERRY), judged(report(FERRY), 0, confidence=0.5)) == []


def test_edited_text_is_changed():
    old, new = report(MENU, FERRY, HARBOUR), report(MENU, EDITED, HARBOUR)

    assert changes(old, new) == [("changed", FERRY, EDITED)]


def test_a_paragraph_written_anew_is_another():
    assert changes(report(MENU, FERRY), report(MENU, HARBOUR)) == [
        ("gone", FERRY, None),
        ("new", None, HARBOUR),
    ]


def test_edited_text_is_found_beside_new_text():
    old, new = report(MENU, FERRY), report(MENU, HARBOUR, EDITED)

    assert changes(old, new) == [("new", None, HARBOUR), ("changed", FERRY, EDITED)]


def test_edited_text_is_found_below_much_new_text():
    added = [f"Paragraph {number} of a wholly new beginning." for number in range(40)]

    kinds = [kind for kind, _, _ in changes(report(MENU, FERRY), report(MENU, *added, EDITED))]

    assert kinds == ["new"] * 40 + ["changed"]


def test_a_text_written_anew_throughout_is_compared_in_time():
    old = [state(n, f"{n} {'old words ' * 9}") for n in range(2000)]
    new = [state(n, f"{n} {'fresh text ' * 9}") for n in range(2000)]
    start = time.process_time()

    pairs = align(old, new)

    assert len(pairs) == 4000
    assert time.process_time() - start < 5


def test_edited_text_is_found_where_the_text_before_it_moved_away():
    old, new = report(HARBOUR, FERRY, MENU), report(EDITED, MENU, HARBOUR)

    assert changes(old, new) == [("changed", FERRY, EDITED)]


def test_edits_are_found_in_languages_without_spaces():
    old = report("二隻のフェリーは日曜日に運航し、どちらも霧のために遅れて戻った。")
    new = report("二隻のフェリーは日曜日に運航し、一隻だけが霧のために遅れて戻った。")

    assert [kind for kind, _, _ in changes(old, new)] == ["changed"]


def test_without_texts_edits_are_found_by_place():
    old = judged(report(MENU, FERRY), 1, text=None)
    new = judged(report(MENU, EDITED), 1, text=None)

    assert changes(old, new) == [("changed", None, None)]


def test_one_of_several_equal_texts_that_goes_is_gone():
    assert changes(report("Share", FERRY, "Share"), report("Share", FERRY)) == [
        ("gone", "Share", None)
    ]


TEXTS = st.lists(st.sampled_from([FERRY, EDITED, HARBOUR, MENU, "x", ""]), max_size=9)


@given(TEXTS, TEXTS)
def test_every_segment_has_exactly_one_pair(old_texts, new_texts):
    old = [state(number, text) for number, text in enumerate(old_texts)]
    new = [state(number, text) for number, text in enumerate(new_texts)]

    pairs = align(old, new)

    assert sorted(p.old for p in pairs if p.old is not None) == list(range(len(old)))
    assert [p.new for p in pairs if p.new is not None] == list(range(len(new)))
    for pair in pairs:
        both = pair.old is not None and pair.new is not None
        if not both and pair.new is not None:
            assert new[pair.new].id not in {segment.id for segment in old}


def test_findings_are_new_or_fixed():
    old = objected(report(FERRY, MENU), 0, rule="undisclosed-ai")
    new = objected(report(FERRY, MENU), 1, rule="residue")

    assert finding_changes(old, new) == [("new", "residue"), ("fixed", "undisclosed-ai")]


def test_a_finding_stays_when_its_text_is_edited():
    assert finding_changes(objected(report(FERRY), 0), objected(report(EDITED), 0)) == []


def test_a_finding_on_the_whole_document_stays_when_the_text_changes():
    old, new = objected(report(FERRY), None), objected(report(FERRY, HARBOUR), None)

    assert finding_changes(old, new) == []


def test_a_second_finding_of_a_rule_on_the_same_text_is_new():
    old, new = objected(report(FERRY), 0), objected(report(FERRY), 0, 0)

    assert finding_changes(old, new) == [("new", "r")]


def test_suppressed_findings_count_as_if_not_there():
    suppressed = objected(report(FERRY), 0, status="suppressed", justification="seen")

    assert finding_changes(report(FERRY), suppressed) == []
    assert finding_changes(suppressed, objected(report(FERRY), 0)) == [("new", "r")]


def paths_of(found: Diff) -> list[tuple[str, str]]:
    return [(document.change, document.path) for document in found.documents]


def test_documents_are_matched_by_path():
    old = [report(FERRY, path="a"), report(MENU, path="b"), report(HARBOUR, path="c")]
    new = [report(MENU, path="b"), report(EDITED, path="a"), report("New.", path="d")]

    found = compare(old, new)

    assert paths_of(found) == [("changed", "a"), ("new", "d"), ("gone", "c")]
    assert found.totals.documents == 4


def test_a_single_document_on_each_side_is_the_same_whatever_its_path():
    found = compare([report(FERRY, path="old.txt")], [report(EDITED, path="new.txt")])

    assert paths_of(found) == [("changed", "new.txt")]


def test_two_checkouts_are_compared_below_their_directories():
    old = [report(FERRY, path="/tmp/a/x/1.txt"), report(MENU, path="/tmp/a/2.txt")]
    new = [report(FERRY, path="b/x/1.txt"), report(MENU, HARBOUR, path="b/2.txt")]

    assert paths_of(compare(old, new)) == [("changed", "b/2.txt")]


def test_a_moved_document_is_known_by_its_content():
    moved = judged(report(FERRY, path="there"), 0, label="ai_report")
    found = compare(
        [report(FERRY, path="here"), report(MENU, path="b")], [report(MENU, path="b"), moved]
    )

    assert [(d.change, d.path, d.old_path) for d in found.documents] == [
        ("changed", "there", "here")
    ]


def test_comparing_with_nothing_shows_all():
    assert paths_of(compare([], [report(FERRY)])) == [("new", "page.txt")]
    assert paths_of(compare([report(FERRY)], [])) == [("gone", "page.txt")]


def test_totals_add_up():
    old = [report(FERRY, MENU, HARBOUR)]
    new = [judged(report(EDITED, MENU, "Something quite new."), 1, label="boilerplate")]

    totals = compare(old, new).totals

    assert msgspec.to_builtins(totals) == {
        "documents": 1,
        "documents_changed": 1,
        "documents_new": 0,
        "documents_gone": 0,
        "segments_same": 0,
        "segments_relabelled": 1,
        "segments_changed": 1,
        "segments_new": 1,
        "segments_gone": 1,
        "label_changes": 1,
        "findings_new": 0,
        "findings_fixed": 0,
    }
