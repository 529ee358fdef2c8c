"""Rule loader and matcher: any bytes are rules or a RuleError, and rules match without failing.

Whole packs are no seeds: to parse and compile one takes a second, and what is in them is here too.
"""

from collections.abc import Iterator
from pathlib import Path

from labeler.errors import RuleError
from labeler.read import read_text
from labeler.rules.files import RuleFile
from labeler.rules.match import match
from labeler.rules.parse import parse_files
from labeler.segment import segment

LONGEST = 1000

_TEXT = read_text("Made by AI\n\nTwo ferries \ud83d ran on Sunday.\n\nPhoto: A. B.\n\n写真：本社\n")
_SEGMENTS = list(segment(_TEXT))
_PATTERNS = (
    "phrase: Made by AI",
    "regex: '(?i)^by (?:ai|bots?)\\s*[.:]?$'",
    "all: [{phrase: ai}, {regex: 'm\\w+'}], not: [{phrase: not}]",
    "any: [{ref: who}, {regex: '写真[:：]'}]",
    "html: {tag: [p], class_regex: credit, within: 2}",
    "all: [{words: [agent]}, {shape: '<made|agent> (?:<!made> ){0,4}{{by}}[.]?'}]",
)
_PLACES = (
    "",
    "where: {max_chars: 60, min_coverage: 0.5, position: [first, near_heading]}",
    "where: {neighbours: {previous: {min_chars: 3}, next: {rule: 'en.*'}}, kinds: [paragraph]}",
    "where: {page: {regex: 'ferr|photo', segments: 2}, neighbours: {next: {regex: 'ran on'}}}",
    "scope: {target: next, until: [marker, heading], max_segments: 3}",
)


def seeds() -> Iterator[bytes]:
    """A rule of each kind of pattern at each kind of place, and what else a file may say."""
    for number, pattern in enumerate(_PATTERNS):
        yield _file(pattern, _PLACES[number % len(_PLACES)])
    gate = "gate: [ai, 写真]\nrules:".encode()
    yield _file(_PATTERNS[0], _PLACES[4]).replace(b"rules:", gate)
    yield _file("phrase: x", "").replace(b"rules:", b"defaults: {weight: 2.5}\nrules:")
    yield b"version: 1\ndisable: ['en.*']\nseverity: {'*': note}\n"


def _file(pattern: str, place: str) -> bytes:
    rule = f"id: en.x, title: T, label: ai_report, match: {{{pattern}}}, verdict: declared, {place}"
    return (
        "version: 1\nfragments: {who: '(?:bots?|ai)'}\n"
        "words: {agent: 'ai, *bot*, writing machine', made: made}\nshapes: {by: '<> <agent>'}\n"
        f"rules:\n  - {{{rule.rstrip(', ')}, examples: {{match: [Made by AI], no_match: [y]}}}}\n"
    ).encode()


def one(data: bytes) -> None:
    """Parse one rule file and match what it holds."""
    try:
        parsed = parse_files([RuleFile(Path("r.yaml"), "r.yaml", data)])
    except RuleError:
        return
    match(parsed.pack, _TEXT, _SEGMENTS)
