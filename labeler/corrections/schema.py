"""One line of a corrections file.

The file only grows. Each line is one decision of one reviewer, about one segment or, made in
one go, about several; an undo is a line too. What a segment stands at follows from all lines.
"""

from typing import Literal

import msgspec

from labeler.evidence import Label
from labeler.report.schema import SegmentId, Sha256

VERSION: Literal[1] = 1
DecisionKind = Literal["label", "unsure", "note", "undo"]
Scope = Literal["one", "identical", "rule"]


class Target(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """The segment that a decision is about."""

    sha256: Sha256
    """Of its document, as `input.sha256` of the report."""
    path: str
    """Of its document; finds the segment again when other text of the document changed."""
    segment: SegmentId
    label: Label
    """What the report said."""


class Decision(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True
):
    """What a reviewer said, once."""

    version: Literal[1]
    id: str
    """Random; an undo names it."""
    time: str
    """UTC, ISO 8601."""
    reviewer: str
    kind: DecisionKind
    label: Label | None = None
    """For the kind `label`: what the segments are."""
    note: str | None = None
    """Why, in the reviewer's words."""
    scope: Scope = "one"
    """How the segments were chosen."""
    rule: str | None = None
    """For the scope `rule`: whose segments they are."""
    undoes: str | None = None
    """For the kind `undo`: the decision that holds no longer."""
    targets: tuple[Target, ...] = ()
