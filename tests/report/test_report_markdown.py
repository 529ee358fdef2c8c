"""`--format markdown`: a comment that says what is new, whatever documents hold."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from labeler.errors import InputError
from labeler.report.excerpt import one_line
from labeler.report.markdown import MarkdownWriter
from labeler.report.markdown_text import code, code_cell, plain
from labeler.report.writer import Sink
from tests.report.found import (
    about_document,
    finding,
    objected_to,
    streamed,
    with_findings,
    written,
)
from tests.report.made import disclosed_report, report_on

PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
HOSTILE = st.lists(
    st.characters(codec="utf-8")
    | st.sampled_from("`*_~[]()<>|\\#@!&:/.-+= \n\r\t1a")
    | st.sampled_from(["https://x.org", "@team", "#1", "</details>", "![a](b)", "| a | b |"]),
    max_size=30,
).map("".join)


def tokens(text: str) -> Iterator[Token]:
    for token in PARSER.parse(text):
        yield token
        yield from token.children or ()


def kinds(text: str) -> set[str]:
    return {token.type for token in tokens(text)}


def text_of(text: str) -> str:
    """What a reader sees."""
    return "".join(t.content for t in tokens(text) if t.type in ("text", "code_inline"))


def comment(*reports: Any, **sink: Any) -> str:
    return written("markdown", *reports, **sink)


def test_the_comment_says_what_is_new_and_what_was_accepted():
    text = comment(
        objected_to("One.\nTwo.", severity="error"),
        objected_to("Three.", status="unchanged"),
        objected_to("Four.", rule="residue"),
    )

    assert text.startswith("<!-- labeler -->\n## labeler: 2 errors, 1 warning\n")
    assert "3 documents, " in text
    assert re.findall(r"^\| `.*$", text, re.MULTILINE) == [
        "| `undisclosed-ai` | error | 2 | 0 |",
        "| `residue` | warning | 1 | 0 |",
        "| `undisclosed-ai` | warning | 0 | 1 |",
    ]


def test_findings_can_be_unfolded_the_worst_first():
    text = comment(objected_to("One.", path="b.md"), objected_to("\nTwo.", severity="error"))

    assert re.findall("<summary>(.*)</summary>", text) == ["1 error", "1 warning"]
    assert "- `page.txt:2` AI text without a disclosure (`undisclosed-ai`): `Two.`\n" in text
    assert "- `b.md:1` AI text without a disclosure (`undisclosed-ai`): `One.`\n" in text


def test_accepted_findings_are_only_counted():
    text = comment(objected_to("One.", status="suppressed"))

    assert "## labeler: nothing new to object to" in text
    assert "One." not in text


def test_shares_of_labels_and_what_waits_for_review_are_told():
    text = comment(disclosed_report())

    assert "37% `ai_report`" in text
    assert "1 segment for a person to look at." in text


def test_a_finding_about_a_document_is_shown_with_its_file():
    report = report_on("One.")
    text = comment(with_findings(report, about_document(report)))

    assert "- `page.txt` too much AI text: 80 % (`share-of-ai`)\n" in text


def test_inputs_that_could_not_be_read_are_named():
    stream = io.BytesIO()
    writer = MarkdownWriter(Sink(stream))
    writer.write_error(InputError("a.txt: cannot be read: No such file"))
    writer.close()

    text = stream.getvalue().decode()
    assert "<summary>1 input not read</summary>" in text
    assert "a.txt: cannot be read: No such file" in text_of(text)


@pytest.mark.parametrize("before", ["- ", "- x "])
@given(text=HOSTILE)
def test_plain_text_is_read_as_text_alone(before, text):
    made = plain(text, 500)

    assert kinds(f"{before}{made}") <= {
        *("bullet_list_open", "list_item_open", "paragraph_open", "inline", "text"),
        *("paragraph_close", "list_item_close", "bullet_list_close", "text_special"),
    }
    assert text_of(f"x {made}")[2:].replace("\u200b", "") == one_line(text).replace("\u200b", "")


@given(HOSTILE)
def test_code_is_read_as_it_was(text):
    line = one_line(text)
    spans = [t.content for t in tokens(f"- x {code(text, 500)} y") if t.type == "code_inline"]

    assert spans == ([line] if line else [])


@given(HOSTILE)
def test_code_in_a_table_stays_in_its_cell(text):
    table = f"| a | b |\n|---|---|\n| {code_cell(text, 500)} | end |\n"
    cells = [t.content for t in PARSER.parse(table) if t.type == "inline"]

    assert len(cells) == 4
    assert cells[3] == "end"


@pytest.mark.parametrize(
    "text",
    [
        "@team look",
        "fixes #12, org/repo#3, GH-4, !5",
        "https://github.com/o/r/issues/1 www.example.org",
        "mail a@b.org",
    ],
)
def test_plain_text_cannot_notify_refer_or_link(text):
    """GitHub and GitLab look for these in the rendered text."""
    rendered = PARSER.render(plain(text, 500))

    assert not re.search(r"@\w|#\d|!\d|GH-\d|://|www\.", rendered)


@given(HOSTILE, HOSTILE, HOSTILE)
def test_a_document_cannot_lay_out_the_comment(message, rule, path):
    report = report_on("One.")
    hostile = finding(report.segments[0], message=message, rule=rule, quote=message)
    tame = finding(report.segments[0], message="m", rule="r", quote="q")
    named = report_on("One.", path=f"{path}.md")

    shape = [t.type for t in PARSER.parse(comment(with_findings(named, hostile)))]
    assert shape == [t.type for t in PARSER.parse(comment(with_findings(report, tame)))]


def test_the_comment_stays_within_what_github_takes():
    long = "\n".join(f"`漢字` {number} " + "文*" * 90 for number in range(400))
    text = comment(*(objected_to(long, severity=s) for s in ("note", "error", "warning")))

    assert len(text) <= 65_536
    assert re.search(r"^- and \d+ more$", text, re.MULTILINE)
    assert text.count("<details>") == text.count("</details>") == 1
    assert "<summary>400 errors</summary>" in text


def test_many_rules_are_counted():
    text = comment(*(objected_to("One.", rule=f"rule-{number:03}") for number in range(70)))

    assert text.count("| `rule-") == 60
    assert "| and 10 more | | | |" in text


def test_a_stream_gives_the_same_comment():
    assert comment(streamed("One.\nTwo.")) == comment(objected_to("One.\nTwo."))
