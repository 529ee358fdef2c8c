"""The formats of `labeler scan --format`, by name."""

from collections.abc import Callable
from importlib import import_module
from typing import cast

from labeler.errors import UsageError
from labeler.report.writer import Sink, Writer

WRITERS: dict[str, str] = {
    "json": "labeler.report.json:JsonWriter",
    "jsonl": "labeler.report.jsonl:JsonlWriter",
    "text": "labeler.report.text:TextWriter",
    "sarif": "labeler.report.sarif:SarifWriter",
    "github": "labeler.report.github:GithubWriter",
    "gitlab": "labeler.report.gitlab:GitlabWriter",
    "junit": "labeler.report.junit:JunitWriter",
    "csv": "labeler.report.csv:CsvWriter",
    "markdown": "labeler.report.markdown:MarkdownWriter",
    "html": "labeler.report.html:HtmlWriter",
    "prov": "labeler.report.prov:ProvWriter",
    "webanno": "labeler.report.webanno:WebannoWriter",
}
"""Module and class of each; imported by `writer_of`, so that a scan loads only what it writes.

A new format is one file with its writer, and one line here."""


def writer_of(name: str) -> Callable[[Sink], Writer]:
    """The writer of the format `name`. Raises UsageError if there is none."""
    if name not in WRITERS:
        raise UsageError(f"no format {name!r}; there are {', '.join(WRITERS)}")
    module, _, writer = WRITERS[name].partition(":")
    return cast("Callable[[Sink], Writer]", getattr(import_module(module), writer))
