"""A new rule to fill in, with its examples."""

import re
from pathlib import Path
from textwrap import indent

from labeler.errors import RuleError
from labeler.evidence import Label
from labeler.rules import source
from labeler.rules.expand import RULE_ID
from labeler.rules.load import load_pack

_HEAD = "version: 1\nrules:\n"
_RULE = """\
- id: {id}
  title: 'What this finds, in a few words'
  label: {label}
  languages: ['{language}']
  {voice}
  match:
    any:
      - {{phrase: 'words to find'}}
      # - {{regex: '^this (?:text|story) (?:was|is) written by our robot'}}
  where: {{max_chars: 300}}
  examples:
    match:
      - 'A sentence that must match.'
    no_match:
      - 'A near miss that must not match.'
"""
_VOICES: dict[Label, str] = {
    "ai_report": "role: disclosure\n  verdict: declared\n  severity: note\n  scope: {target: next}",
    "image_caption": "role: caption\n  weight: 2.0",
    "boilerplate": "role: boilerplate\n  weight: 2.0",
    "human_article": "role: article\n  weight: 2.0",
}


def write_scaffold(rule_id: str, label: Label, path: Path) -> None:
    """Add a rule to the file at `path`, which is made if there is none, with its folder.

    The file is a valid one then, and `labeler rules test` fails on the rule until its words and
    examples are filled in. Raises RuleError if the id is wrong or taken, or if the file does
    not end with its rules.
    """
    if not RULE_ID.fullmatch(rule_id):
        raise RuleError(
            f"{rule_id}: the id must look like `de.ai-report.marker` (language, then names)"
        )
    before = source.decode(path.read_bytes(), str(path)) if path.exists() else _HEAD
    taken = {rule.id: rule.file for rule in load_pack().rules}
    taken |= dict.fromkeys(_ids(before, path), str(path))
    if rule_id in taken:
        raise RuleError(f"{rule_id}: the id is taken in {taken[rule_id]}; choose another")
    entry = _RULE.format(
        id=rule_id, label=label, language=rule_id.split(".")[0], voice=_VOICES[label]
    )
    after = before.rstrip("\n") + "\n" + indent(entry, _indentation(before))
    if rule_id not in _ids(after, path):
        raise RuleError(f"{path}: does not end with a list of `rules:`; put that last")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(after, encoding="utf-8")


def _ids(text: str, path: Path) -> list[str]:
    """Return the ids of the rules in a file's text. Raises RuleError if it is not YAML."""
    root = source.parse(text, str(path)).value
    rules = root.get("rules") if isinstance(root, dict) else None
    return [str(rule.get("id")) for rule in rules or () if isinstance(rule, dict)]


def _indentation(text: str) -> str:
    """Return the white space before the rules of a file."""
    first = re.search(r"^rules:[^\n]*\n(?:[ \t]*(?:#[^\n]*)?\n)*( *)- ", text, re.MULTILINE)
    return first[1] if first else "  "
