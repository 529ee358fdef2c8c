"""Structured fields of HTTP (RFC 9651), as far as disclosures use them."""

import re


def dictionary(value: str) -> dict[str, str]:
    """The members of a dictionary whose values are tokens, strings or dates, by lower-case key.

    Parameters (after `;`) are dropped; a bare value stands for its `mode`.

    >>> dictionary('mode=ai-modified, reviewed-by="Ada, desk"')
    {'mode': 'ai-modified', 'reviewed-by': 'Ada, desk'}
    """
    fields: dict[str, str] = {}
    for member in _split_outside_quotes(value, ","):
        key, equals, raw = _split_outside_quotes(member, ";")[0].partition("=")
        if equals:
            fields[key.strip().lower()] = _bare(raw.strip())
        elif key.strip():
            fields.setdefault("mode", key.strip())
    return fields


def _bare(raw: str) -> str:
    """A string without its quotes and escapes, a date without its `@`."""
    if raw.startswith('"'):
        return re.sub(r"\\(.)", r"\1", raw[1:].removesuffix('"'))
    return raw.removeprefix("@")


def _split_outside_quotes(value: str, separator: str) -> list[str]:
    parts = [""]
    quoted = escaped = False
    for character in value:
        if character == '"' and not escaped:
            quoted = not quoted
        escaped = quoted and character == "\\" and not escaped
        if character == separator and not quoted:
            parts.append("")
        else:
            parts[-1] += character
    return parts
