"""`labeler scan` with formats for CI: what the policy finds arrives in each of them."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from lxml import etree

from labeler.cli import main
from tests.report.linked_data import SCHEMAS, graph_of, read_json

RESIDUE = "As an AI language model, I cannot know how many boats left on Sunday."
HIDDEN = "Two ferries ran on Sunday.\U000e0061\U000e0062\U000e0063"
FORMATS = ("sarif", "github", "gitlab", "junit", "csv", "markdown", "prov", "webanno")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """One scan of a page, a text with hidden characters, records and a missing file."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "docs").mkdir()
    (folder / "docs" / "hidden.md").write_text(f"# Boats\n\n{HIDDEN}\r\n", "utf-8", newline="")
    (folder / "docs" / "page.html").write_text(f"<main><p>{RESIDUE}</p></main>", "utf-8")
    records = [{"text": "A fine day."}, {"text": RESIDUE}]
    (folder / "docs" / "news.jsonl").write_text("\n".join(map(json.dumps, records)), "utf-8")
    targets = [f"--format={name}=out.{name}" for name in FORMATS]
    here = os.getcwd()
    os.chdir(folder)
    try:
        code = main(["scan", "docs", "gone.txt", "--no-cache", "--jobs", "1", *targets])
    finally:
        os.chdir(here)
    assert code == 3
    return {name: (folder / f"out.{name}").read_bytes().decode() for name in FORMATS}


def test_sarif_places_each_finding(written):
    log = json.loads(written["sarif"])
    jsonschema.Draft202012Validator(read_json(SCHEMAS / "sarif-2.1.0.json")).validate(log)
    (run,) = log["runs"]
    places = {
        (r["ruleId"], p["artifactLocation"]["uri"], p.get("region", {}).get("startLine"))
        for r in run["results"]
        for p in [r["locations"][0]["physicalLocation"]]
    }

    assert places == {
        ("hidden-payload", "docs/hidden.md", 3),
        ("chatbot-residue", "docs/page.html", None),
        ("chatbot-residue", "docs/news.jsonl", 2),
    }
    assert run["invocations"][0]["executionSuccessful"] is False


def test_sarif_places_hidden_characters_in_their_line(written):
    (result,) = (
        r for r in json.loads(written["sarif"])["runs"][0]["results"] if r["level"] == "error"
    )

    region = result["locations"][0]["physicalLocation"]["region"]
    assert (region["startColumn"], region["endColumn"]) == (27, 30)
    assert (region["charOffset"], region["charLength"]) == (35, 3)


def test_github_annotates_each_finding_and_what_could_not_be_read(written):
    lines = written["github"].splitlines()

    assert [line.split("::")[1].split(" ")[0] for line in lines] == [
        *("error", "warning", "warning", "error"),
    ]
    assert "file=docs/hidden.md,line=3,endLine=3,col=27,endColumn=30," in lines[0]
    assert lines[-1].startswith("::error title=labeler::gone.txt")


def test_gitlab_has_an_issue_for_each_finding(written):
    issues = json.loads(written["gitlab"])

    assert len({issue["fingerprint"] for issue in issues}) == len(issues) == 3


def test_junit_has_a_suite_for_each_document(written):
    root = etree.fromstring(written["junit"].encode())
    etree.XMLSchema(file=str(SCHEMAS / "junit-10.xsd")).assertValid(root)

    failures = {suite.get("name"): suite.get("failures") for suite in root}
    assert failures == {
        "docs/hidden.md": "1",
        "docs/news.jsonl#1": "0",
        "docs/news.jsonl#2": "1",
        "docs/page.html": "1",
        "unreadable": "0",
    }


def test_markdown_counts_what_is_new(written):
    assert "## labeler: 1 error, 2 warnings" in written["markdown"]
    assert "1 input not read" in written["markdown"]


def test_csv_has_a_row_for_each_segment(written):
    rows = list(csv.DictReader(written["csv"].splitlines()))

    assert [row["document"] for row in rows] == [
        *("docs/hidden.md", "docs/hidden.md"),
        *("docs/news.jsonl#1", "docs/news.jsonl#2", "docs/page.html"),
    ]


def test_linked_data_tell_of_each_segment(written):
    annotations = json.loads(written["webanno"])

    assert annotations["total"] == 5
    assert len(graph_of(json.loads(written["prov"]))) > 5 * 10


def test_a_plain_scan_loads_no_other_format(tmp_path: Path):
    story = tmp_path / "story.txt"
    story.write_text("Two ferries ran on Sunday.\n", "utf-8")
    code = (
        "import sys\nfrom labeler.cli import main\n"
        f"main(['scan', {str(story)!r}])\n"
        "print(*(m for m in sys.modules if m.startswith('labeler.report.')), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    loaded = {name.rpartition(".")[2] for name in done.stderr.split()}
    assert "json" in loaded
    assert not loaded & {*FORMATS, "html", "text", "digest", "places", "linked"}
