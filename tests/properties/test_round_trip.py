"""A report says the same as JSON, as SARIF and in Parquet's tables."""

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.batch.settings import Settings
from labeler.batch.sheets import Sheets
from labeler.batch.tables import Key
from labeler.policy import audit, build_policy
from labeler.policy.schema import PolicySection
from labeler.read import read_text
from labeler.report.build import whole
from labeler.report.read import read_reports
from labeler.report.schema import Report
from labeler.report.writer import Sink
from labeler.report.writers import writer_of
from tests.properties.made import texts
from tests.scanner.made import PARAGRAPH, labeler

POLICY = build_policy(PolicySection(presets=("newsroom", "eu-ai-act-50")))
HIDDEN = "".join(chr(0xE0000 + ord(character)) for character in "pay")
"""Characters that nobody sees: what the policies object to in any document."""
DISCLOSED = f"Zymbotext\n\n{PARAGRAPH}{HIDDEN}\n\n"


def audited(text: str) -> Report:
    """The report on a text, with what two presets object to."""
    report = audit(labeler().scan_document(read_text(text, "a page.txt")), POLICY)
    assert isinstance(report, Report)
    return report


def written(form: str, *reports: Report) -> bytes:
    stream = BytesIO()
    writer = writer_of(form)(Sink(stream))
    for report in reports:
        writer.write(report)
    writer.close()
    return stream.getvalue()


@pytest.fixture(scope="module")
def read_again(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes], list[Report]]:
    path = tmp_path_factory.mktemp("reports") / "r.json"

    def read(data: bytes) -> list[Report]:
        path.write_bytes(data)
        return list(read_reports(Path(path)))

    return read


some_texts = st.lists(texts | texts.map(DISCLOSED.__add__), min_size=1, max_size=3)


@settings(max_examples=40)
@given(some_texts)
def test_json_and_json_lines_give_the_reports_back(
    read_again: Callable[[bytes], list[Report]], drawn: list[str]
) -> None:
    reports = [audited(text) for text in drawn]

    for form in ("json", "jsonl"):
        assert read_again(written(form, *reports)) == reports


@settings(max_examples=40)
@given(texts.map(DISCLOSED.__add__))
def test_sarif_says_each_finding_where_it_stands(text: str) -> None:
    report = audited(text)
    (run,) = json.loads(written("sarif", report))["runs"]
    told = [
        (result["ruleId"], result["level"], result["locations"][0]["physicalLocation"])
        for result in run["results"]
    ]

    assert report.findings
    assert [rule for rule, _, _ in told] == [finding.rule for finding in report.findings]
    for finding, (_, level, place) in zip(report.findings, told, strict=True):
        assert level in (finding.severity, "none")  # what a person should look at has no level
        if finding.span is None:
            assert "region" not in place
            continue
        region = place["region"]
        start, end = finding.span.start, finding.span.end
        assert (region["charOffset"], region["charLength"]) == (start, end - start)
        if finding.quote:  # hidden characters are not quoted
            assert text[start:end].startswith(region["snippet"]["text"])
        assert region.get("startLine") == finding.line
        assert region.get("startColumn") == finding.column


@settings(max_examples=40)
@given(some_texts)
def test_the_tables_give_every_segment_back(drawn: list[str]) -> None:
    given_settings = Settings()
    sheets = Sheets(given_settings)
    documents = [read_text(text, f"#{row}") for row, text in enumerate(drawn)]
    for row, judged in enumerate(labeler().judge_each(documents)):
        assert not isinstance(judged, Exception)
        sheets.add(Key(f"#{row}", "made", row, None), row, judged, labeler())
    carried = pa.table({"row": list(range(len(drawn)))}).select([])
    rows = from_parquet(sheets.table("segments", carried))
    reports = [whole(labeler().scan_document(document)) for document in documents]

    assert [
        (row["row"], row["segment"], row["start"], row["end"], row["label"], row["basis"],
         row["text"], row["kind"], row["governed_by"] or [])
        for row in rows
    ] == [
        (number, s.id, s.span.start, s.span.end, s.label, s.basis, s.text, s.kind,
         list(s.governed_by or ()))
        for number, report in enumerate(reports)
        for s in report.segments
    ]  # fmt: skip
    confidences = [s.confidence for report in reports for s in report.segments]
    # Together, matrices are multiplied in another order, which may change the last digit.
    assert [row["confidence"] for row in rows] == pytest.approx(confidences, abs=2e-4)
    found = from_parquet(sheets.table("documents", carried))
    assert [(d["sha256"], d["segments"]) for d in found] == [
        (report.input.sha256, report.summary.segments) for report in reports
    ]


def from_parquet(table: pa.Table) -> list[dict[str, object]]:
    """What is read back from a file of the table."""
    file = BytesIO()
    pq.write_table(table, file)
    return pq.read_table(file).to_pylist()
