"""What the tests of the rule engine share: rules from YAML, documents from paragraphs."""

import textwrap
from collections.abc import Sequence
from pathlib import Path

from labeler.document import Document, Lineage, Markup, Segment
from labeler.rules.check import example_document
from labeler.rules.engine import compiled
from labeler.rules.files import RuleFile
from labeler.rules.literals import word_pattern
from labeler.rules.match import match
from labeler.rules.pack import Matches, RulePack
from labeler.rules.parse import Parsed, parse_files
from labeler.rules.prefilter import Candidates
from labeler.rules.schema import Example, Rule
from labeler.rules.views import Views

EXAMPLES = "examples: {match: [x], no_match: [y]}"


def parse(yaml: str, name: str = "pack.yaml", **others: str) -> Parsed:
    """Parse rule files given as text; `others` are `fragments="..."` for fragments.yaml."""
    texts = {name: yaml} | {f"{stem}.yaml": text for stem, text in others.items()}
    return parse_files(
        [RuleFile(Path(n), n, textwrap.dedent(t).encode()) for n, t in texts.items()]
    )


def rules(*entries: str, head: str = "") -> RulePack:
    """Return a pack of rules written as flow mappings without examples and id defaults."""
    body = "\n".join(f"  - {{{entry}, {EXAMPLES}}}" for entry in entries)
    return parse(f"version: 1\n{head}\nrules:\n{body}\n").pack


def html_segments(*blocks: tuple[str, str, Sequence[str]]) -> tuple[Document, list[Segment]]:
    """Return a document of (text, tag, tokens) blocks."""
    document, segments = example_document(Example("\n\n".join(text for text, _, _ in blocks)))
    return document, [
        Segment(s.index, s.start, s.end, s.text, s.kind, _markup(tag, tokens))
        for s, (_, tag, tokens) in zip(segments, blocks, strict=True)
    ]


def _markup(tag: str, tokens: Sequence[str]) -> Markup:
    ancestors = ("html", "body", "main", tag)
    return Markup(tag, "/".join(ancestors), "html/body/main", Lineage.of(ancestors, tokens), 0, 0)


def matches(pack: RulePack, text: str) -> Matches:
    """Match a pack against the paragraphs of `text`."""
    return match(pack, *example_document(Example(text)))


def hit_ids(pack: RulePack, text: str) -> list[str]:
    """Return the ids of the rules that hit `text`, once per segment hit."""
    return [hit.rule.id for hit in matches(pack, text).hits]


def quotes(pack: RulePack, text: str) -> list[str]:
    """Return what the hits quote of `text`."""
    return [text[hit.start : hit.end] for hit in matches(pack, text).hits]


def brute_force(rules: Sequence[Rule], document: Document, segments: Sequence[Segment]) -> Matches:
    """Match by running every regex of every rule whose gate, if any, is open."""
    pack = RulePack(tuple(rules), "")
    pack.__dict__["prefilter"] = _NoPrefilter(rules)
    return match(pack, document, segments)


class _NoPrefilter:
    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = rules

    def candidates(self, views: Views, markups: object) -> Candidates:
        return Candidates(
            {},
            {
                position: {r.id: r for r in self.rules if _gate_is_open(r, data)}
                for position, data in enumerate(views.data)
            },
        )


def _gate_is_open(rule: Rule, data: bytes) -> bool:
    return not rule.gate or compiled(word_pattern(rule.gate)).search(data) is not None
