"""`--format junit`: XML that JUnit's readers take, with a test case for each rule."""

import io
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from labeler.errors import InputError
from labeler.report.junit import JunitWriter
from labeler.report.writer import Sink
from tests.report.found import (
    RULES,
    as_page,
    finding,
    objected_to,
    streamed,
    with_findings,
    written_bytes,
)
from tests.report.made import report_on

SCHEMA = etree.XMLSchema(file=str(Path(__file__).parent / "schemas" / "junit-10.xsd"))
ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
TEXTS = st.text(st.characters() | st.sampled_from("\r\n\t<>&'\"]\x00\x0b\x1b\ud800\ufffe\x85"))


def parsed(xml: bytes) -> etree._Element:
    root = etree.fromstring(xml)
    SCHEMA.assertValid(root)
    return root


def suites(*reports: Any, **sink: Any) -> etree._Element:
    return parsed(written_bytes("junit", reports, **sink))


def test_a_document_is_a_suite_and_a_rule_its_case():
    one, other = suites(objected_to("One.", path="a.txt"), objected_to("Two.", path="b.txt"))

    assert [one.get("name"), other.get("name")] == ["a.txt", "b.txt"]
    (case,) = one
    assert (case.get("classname"), case.get("name")) == ("a.txt", "undisclosed-ai")


def test_new_findings_are_one_failure_that_lists_them():
    (suite,) = suites(objected_to("One.\n\nTwo boats."))

    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped")) == ("1", "1", "0")
    failure = suite[0][0]
    assert (failure.tag, failure.get("message"), failure.get("type")) == (
        "failure",
        "2 findings",
        "warning",
    )
    assert failure.text == (
        "page.txt:1:1: warning: AI text without a disclosure\n    One.\n"
        "page.txt:3:1: warning: AI text without a disclosure\n    Two boats."
    )


def test_the_type_of_a_failure_is_its_worst_severity():
    report = report_on("One.\nTwo.")
    first, second = report.segments
    (suite,) = suites(with_findings(report, finding(first), finding(second, severity="error")))

    assert suite[0][0].get("type") == "error"


def test_accepted_findings_are_skipped():
    report = report_on("One.\nTwo.")
    first, second = report.segments
    known = finding(first, status="unchanged")
    (suite,) = suites(
        with_findings(
            report, known, finding(second, status="suppressed", justification="a quotation")
        )
    )

    assert (suite.get("failures"), suite.get("skipped")) == ("0", "1")
    assert suite[0][0].get("message") == "in the baseline; suppressed: a quotation"


def test_rules_of_the_policy_without_findings_pass():
    (suite,) = suites(objected_to("One."), rules=RULES)

    assert [case.get("name") for case in suite] == ["residue", "undisclosed-ai"]
    assert [len(case) for case in suite] == [0, 1]


def test_a_document_without_findings_passes():
    (suite,) = suites(report_on("One."))

    assert (suite.get("tests"), suite.get("failures")) == ("1", "0")
    assert [case.get("name") for case in suite] == ["policy"]


def test_findings_on_a_page_have_no_line():
    (suite,) = suites(as_page(objected_to("One.")))

    assert suite[0][0].text.startswith("page.html: warning: ")


def test_what_could_not_be_read_is_an_error():
    stream = io.BytesIO()
    writer = JunitWriter(Sink(stream))
    writer.write_error(InputError("a.txt: cannot be read: No such file"))
    writer.write(msgspec.structs.replace(report_on("One."), errors=("cut\x00 short",)))
    writer.close()

    unreadable, suite = parsed(stream.getvalue())
    assert unreadable.get("errors") == "1"
    assert unreadable[0].get("name") == "a.txt"
    assert unreadable[0][0].get("message") == "a.txt: cannot be read: No such file"
    assert suite[-1].text == "cut\ufffd short"


@given(TEXTS, TEXTS, TEXTS)
def test_any_text_is_read_as_it_was_but_for_what_xml_cannot_hold(message, rule, path):
    (suite,) = suites(objected_to("One.", message=message, rule=rule, path=f"{path}."))

    (case,) = suite
    assert suite.get("name") == ILLEGAL.sub("\ufffd", f"{path}.")
    assert case.get("name") == ILLEGAL.sub("\ufffd", rule)
    assert case[0].get("message") == ILLEGAL.sub("\ufffd", message)
    assert ILLEGAL.sub("\ufffd", f"warning: {message}") in case[0].text


@pytest.mark.parametrize("reports", [[], [streamed("One.\nTwo.")]])
def test_what_is_written_is_valid(reports):
    assert len(suites(*reports)) == len(reports)
