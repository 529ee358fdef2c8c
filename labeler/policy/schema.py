"""A policy as written: rules that object to what a report says, and what adjusts them.

All conditions of a rule must hold. Where a condition takes a list, any of its values will do.
"""

import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from labeler.document import Kind
from labeler.evidence import Aspect, Basis, Label, Role
from labeler.provenance.finding import HiddenKind, Severity
from labeler.provenance.manifests import Status as C2paStatus
from labeler.provenance.signals import Governs, Meaning
from labeler.provenance.verify import Integrity, Trust

Preset = Literal["default", "eu-ai-act-50", "newsroom", "dataset-cleaning"]
FailOn = Literal["note", "warning", "error", "new", "unreviewed"]
Disclosed = Literal[
    "none",  # nothing declares where the text comes from
    "metadata",  # only markup or headers do, which no reader sees
    "within",  # the segment itself does
    "before",  # a segment that stands before it does
    "after",  # only segments that stand after it do
]

Probability = Annotated[float, Meta(ge=0, le=1)]
Count = Annotated[int, Meta(ge=0)]
RuleId = Annotated[str, Meta(pattern="^[a-z0-9]+(-[a-z0-9]+)*$")]
Text = Annotated[str, Meta(min_length=1)]
Some = Meta(min_length=1)


class Section(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    rename="kebab",
):
    """A mapping of a configuration file: kebab-case keys, no others."""


class HiddenTextWhen(Section, frozen=True):
    """One run of hidden characters; see `labeler.provenance.HiddenText`."""

    kind: tuple[HiddenKind, ...] = ()
    severity: tuple[Severity, ...] = ()


class C2paWhen(Section, frozen=True):
    """One C2PA manifest, or what is left of one."""

    status: tuple[C2paStatus, ...] = ()
    integrity: tuple[Integrity, ...] = ()
    """Told only where signatures are checked (`labeler[c2pa]`), as `trust` is."""
    trust: tuple[Trust, ...] = ()


class DeclaredWhen(Section, frozen=True):
    """A machine-readable statement about the document's origin."""

    signal: tuple[str, ...] = ()
    """Globs, such as `meta:*`."""
    meaning: tuple[Meaning, ...] = ()
    governs: tuple[Governs, ...] = ()


class When(Section, frozen=True):
    """What a rule objects to.

    With `hidden-text` or `c2pa`, each of these in a document. With a share, a count or
    `declared`, the document as a whole. Otherwise each segment that fits.
    """

    label: Label | tuple[Label, ...] = ()
    basis: Basis | tuple[Basis, ...] = ()
    role: Role | tuple[Role, ...] = ()
    aspect: Aspect | tuple[Aspect, ...] = ()
    kind: Kind | tuple[Kind, ...] = ()
    language: str | tuple[str, ...] = ()
    """Codes; `zh` holds for `zh-Hant`, too."""
    evidence: str | tuple[str, ...] = ()
    """Globs of names of evidence in the segment itself: rule ids, signals."""
    min_confidence: Probability | None = None
    max_confidence: Probability | None = None
    min_characters: Count | None = None
    disclosed: Disclosed | tuple[Disclosed, ...] = ()
    governs: bool | None = None
    """Whether it is a disclosure that reaches another segment."""
    needs_review: bool | None = None
    conflicts: bool | None = None
    hidden_text: HiddenTextWhen | None = None
    c2pa: C2paWhen | None = None
    declared: DeclaredWhen | None = None
    share_above: Probability | None = None
    """Of the characters in segments that fit, among those of all segments."""
    share_below: Probability | None = None
    share_of: Label | tuple[Label, ...] = ()
    """Labels among whose characters the share is taken instead."""
    count_above: Count | None = None
    """Of the segments that fit."""
    count_below: Count | None = None


class PolicyRule(Section, frozen=True):
    """One thing that a policy objects to."""

    id: RuleId
    severity: Severity
    message: Text
    when: When
    once: bool = False
    """Whether only the first segment that fits is objected to, one finding a document."""


class Override(Section, frozen=True):
    """What is different for the documents at some paths. Later overrides win."""

    paths: Annotated[tuple[str, ...], Some]
    """Patterns as in a .gitignore, relative to the configuration file."""
    disable: tuple[str, ...] = ()
    severity: dict[str, Severity] = {}
    limits: dict[str, float] = {}


class PolicySection(Section, frozen=True):
    """`policy:` of a configuration."""

    presets: tuple[Preset, ...] = ("default",)
    """Later ones win where they have a rule of the same id."""
    rules: tuple[PolicyRule, ...] = ()
    """They win over rules of the same id in presets."""
    disable: tuple[str, ...] = ()
    """Globs of rule ids."""
    severity: dict[str, Severity] = {}
    """By rule id."""
    limits: dict[str, float] = {}
    """By rule id: the share or count that the rule allows."""
    overrides: tuple[Override, ...] = ()
    fail_on: tuple[FailOn, ...] = ()


class Suppression(Section, frozen=True):
    """Findings that somebody decided to live with."""

    rule: Text
    """Glob of policy rule ids."""
    reason: Text
    paths: tuple[str, ...] = ()
    """Patterns as in a .gitignore, relative to the configuration file; empty is everywhere."""
    content: Annotated[str, Meta(pattern="^[0-9a-f]{16}$")] | None = None
    """A finding's `content`."""
    expires: datetime.date | None = None
    """The last day on which it holds."""
