"""The JSON Schema (draft 2020-12) of a rule file, for editors."""

from typing import Any

import msgspec

from labeler.rules.expand import RULE_ID
from labeler.rules.overrides import Overrides
from labeler.rules.schema import RuleSpec

_ID = "https://labeler.invalid/rules/1/schema.json"
"""A name, not an address: `.invalid` never resolves (RFC 2606)."""
_NEVER_DEFAULTED = ("id", "match", "examples")
_MEANINGS = {
    "id": "Permanent name: language, then names apart by dots; `und` for any language.",
    "title": "For lists: what the rule finds.",
    "label": "The label the rule speaks for.",
    "aspect": "Degree of AI: full, summary, translated, edited, ...",
    "role": "What a segment it hits is; by default told from verdict and label.",
    "status": "experimental: its verdict only votes. deprecated: never matched.",
    "languages": "Language codes; write 'no' in quotes.",
    "match": "What to find, in the normalised text.",
    "where": "In which segments; all conditions must hold.",
    "scope": "What a disclosure speaks about.",
    "verdict": "The rule decides. Either this or `weight`.",
    "weight": "The rule votes: natural log-odds for `label`.",
    "vetoes": "For guards: hits of rules with these roles are taken out.",
    "extent": "For guards: every hit in the segment, or only those that overlap the guard's.",
    "priority": "Between verdicts the higher wins; a disclosure below 0 yields to all others.",
    "severity": "Of the findings that the rule leads to.",
    "message": "For reports.",
    "references": "Where the wording was seen.",
    "tags": "Words of your own.",
    "examples": "Texts that must match, must not, and should one day; run by `labeler rules test`.",
}


def rules_schema() -> dict[str, Any]:
    """The schema of rule files. It cannot tell what RE2 refuses, nor which keys exclude others."""
    (rule, _), definitions = msgspec.json.schema_components((RuleSpec, Overrides))
    spec = definitions["RuleSpec"]
    for name, meaning in _MEANINGS.items():
        spec["properties"][name]["description"] = meaning
    spec["properties"]["id"]["pattern"] = f"^{RULE_ID.pattern}$"
    defaults = {k: v for k, v in spec["properties"].items() if k not in _NEVER_DEFAULTED}
    changes = definitions.pop("Overrides")["properties"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": _ID,
        "title": "labeler rule file, version 1",
        "type": "object",
        "properties": {
            "version": {"const": 1},
            "gate": {
                "description": "Segments with none of these literals skip the file.",
                "type": "array",
                "items": {"type": "string", "minLength": 1},
            },
            "defaults": {
                "description": "Fields of every rule of the file that does not give them itself.",
                "type": "object",
                "properties": defaults,
                "additionalProperties": False,
            },
            "fragments": {
                "description": "Pieces of regex by name, for {{name}} and {ref: name}.",
                "type": "object",
                "additionalProperties": {"type": "string"},
            },
            "words": {
                "description": "Words by class, parted by commas; a star for any letters.",
                "type": "object",
                "additionalProperties": {"type": "string"},
            },
            "shapes": {
                "description": "Regexes over classes of words by name, for {{name}} in shapes.",
                "type": "object",
                "additionalProperties": {"type": "string"},
            },
            "rules": {"type": "array", "items": rule},
            "disable": {"description": "Ids or globs of rules to leave out.", **changes["disable"]},
            "severity": {"description": "Severities by id or glob.", **changes["severity"]},
        },
        "required": ["version"],
        "additionalProperties": False,
        "$defs": definitions,
    }


def schema_text() -> str:
    """The schema as indented JSON, as published in docs/rules.schema.json."""
    encoded = msgspec.json.encode(rules_schema())
    return msgspec.json.format(encoded, indent=2).decode() + "\n"
