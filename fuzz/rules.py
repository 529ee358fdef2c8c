"""Rule loader and matcher: any bytes are rules or a RuleError, and rules match without failing."""

from collections.abc import Iterator
from pathlib import Path

from fuzz.samples import contents
from labeler.errors import RuleError
from labeler.read import read_text
from labeler.rules.files import RuleFile
from labeler.rules.match import match
from labeler.rules.parse import parse_files
from labeler.segment import segment

_TEXT = read_text("Made by AI\n\nTwo ferries ran on Sunday.\n\nPhoto: A. B.\n\n写真：本社\n")
_SEGMENTS = list(segment(_TEXT))


def seeds() -> Iterator[bytes]:
    """The shipped rule files that are short, and one rule of each kind of pattern."""
    yield from contents("rules/**/*.yaml")
    for pattern in ("phrase: Made by AI", "regex: 'by (?:ai|bots?)'", "all: [{phrase: ai}]"):
        yield (
            "version: 1\nrules:\n  - {id: en.x, title: T, label: ai_report, match: {"
            f"{pattern}}}, verdict: declared, examples: {{match: [Made by AI], no_match: [y]}}}}\n"
        ).encode()


def one(data: bytes) -> None:
    """Parse one rule file and match what it holds."""
    try:
        parsed = parse_files([RuleFile(Path("r.yaml"), "r.yaml", data)])
    except RuleError:
        return
    match(parsed.pack, _TEXT, _SEGMENTS)
