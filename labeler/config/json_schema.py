"""The JSON Schema (draft 2020-12) of a configuration, for editors."""

from typing import Any

import msgspec

from labeler.config.schema import ConfigFile

_ID = "https://labeler.invalid/config/1/schema.json"
"""A name, not an address: `.invalid` never resolves (RFC 2606)."""


def config_schema() -> dict[str, Any]:
    """The schema of `.labeler.yaml`. It cannot tell which conditions exclude each other."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": _ID,
        "title": "labeler configuration",
        **msgspec.json.schema(ConfigFile),
    }


def schema_text() -> str:
    """The schema as indented JSON, as published in docs/config.schema.json."""
    encoded = msgspec.json.encode(config_schema())
    return msgspec.json.format(encoded, indent=2).decode() + "\n"
