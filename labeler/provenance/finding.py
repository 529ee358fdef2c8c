"""HiddenText: what the detectors of hidden characters give."""

from typing import Literal

import msgspec

from labeler.document import Span

Severity = Literal["note", "warning", "error"]
HiddenKind = Literal[
    "zero_width",
    "hidden_payload",
    "tag_characters",
    "variation_selectors",
    "bidi_controls",
    "mixed_script",
    "filler",
]


class HiddenText(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Characters a reader cannot see, or would take for others."""

    kind: HiddenKind
    severity: Severity
    span: Span
    """Of the first occurrence, where several are counted together."""
    count: int
    """Characters concerned (words for `mixed_script`)."""
    message: str
    decoded: str | None = None
    """What they spell, where that can be read; at most 500 characters."""
