"""The JSON Schema (draft 2020-12) of a report."""

from typing import Any

import msgspec

from labeler.report.schema import GIVEN, SCHEMA_VERSION, Report, ReportSegment

_ID = f"https://labeler.invalid/report/{SCHEMA_VERSION}/schema.json"
"""A name, not an address: `.invalid` never resolves (RFC 2606)."""


def report_schema() -> dict[str, Any]:
    """The schema every report follows.

    Objects take no keys but the named ones, and an optional key is left out, never `null`.
    """
    schema = msgspec.json.schema(Report)
    schema["$defs"]["ReportSegment"]["required"] = [
        field.name for field in msgspec.structs.fields(ReportSegment) if field.default is GIVEN
    ]
    for definition in schema["$defs"].values():
        definition["additionalProperties"] = False
        for property_schema in definition.get("properties", {}).values():
            _drop_null(property_schema)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": _ID,
        "title": f"labeler report, schema version {SCHEMA_VERSION}",
        **schema,
    }


def schema_text() -> str:
    """The schema as indented JSON, as published in docs/report.schema.json."""
    encoded = msgspec.json.encode(report_schema())
    return msgspec.json.format(encoded, indent=2).decode() + "\n"


def _drop_null(schema: dict[str, Any]) -> None:
    """Turn "this or null, null by default" into "this", in place."""
    if schema.get("default", ...) is None:
        del schema["default"]
    if "anyOf" in schema:
        options = [option for option in schema.pop("anyOf") if option != {"type": "null"}]
        schema.update(options[0] if len(options) == 1 else {"anyOf": options})
    elif "enum" in schema:
        schema["enum"] = [value for value in schema["enum"] if value is not None]
