"""The report as data: what `labeler scan` says about one document, schema version 1.

Equal input, rules and model give equal reports. Field order is the key order of the JSON;
keys whose value is `None` are left out of it. All floats are rounded to four decimals.
Positions (`span`, `line`, `column`) count code points of the decoded text, whose line ends
(LF, CR, CRLF) are kept.
"""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from labeler.document import EncodingSource, Kind, MediaType, Span
from labeler.evidence import Aspect, Basis, Label, Role, RuleVerdict, Source, Via
from labeler.provenance import C2paFinding, Declared, HiddenText
from labeler.provenance.finding import Severity
from labeler.verdict import AboutImage, AiDisclosure, GbLabel

SCHEMA_VERSION: Literal[1] = 1

Probability = Annotated[float, Meta(ge=0, le=1)]
Sha256 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
SegmentId = Annotated[str, Meta(pattern="^[0-9a-f]{16}-[1-9][0-9]*$")]
CONTENT_DIGITS = 16
"""Of a segment's id: the hash of its text, before the ordinal."""
Ordinal = Annotated[int, Meta(ge=0)]
OneBased = Annotated[int, Meta(ge=1)]


GIVEN: Any = msgspec.UNSET
"""Default of fields that always have a value: no value equals it, so it is never left out. It
lets `ReportSegment` be made by position; msgspec takes 4 µs to sort 23 keywords."""


class _Part(
    msgspec.Struct,
    frozen=True,
    omit_defaults=True,
    forbid_unknown_fields=True,
    gc=False,  # parts hold no cycles; without this, large reports spend their time in the collector
):
    pass


class Tool(_Part, frozen=True, kw_only=True):
    """What made the report."""

    name: str
    version: str
    rules_sha256: Sha256
    """Of all rule files."""
    model_sha256: Sha256 | None = None
    """Of the model's files."""
    config_sha256: Sha256 | None = None
    """Of all settings that change labels or findings; left out where there are none."""


class Input(_Part, frozen=True, kw_only=True):
    """What was read."""

    path: str
    """As it was given; `-` for standard input, `file.jsonl#3` for a record."""
    media_type: MediaType
    encoding: str
    """Codec that the bytes were decoded by."""
    encoding_source: EncodingSource
    """How the encoding was found."""
    sha256: Sha256
    """Of the bytes read; of the text in UTF-8 for a record of a larger file."""
    language: str | None = None
    """Of most of the document."""


class DocumentEvidence(_Part, frozen=True, kw_only=True):
    """What the document declares by machine and what it hides."""

    declared: tuple[Declared, ...]
    hidden_text: tuple[HiddenText, ...]
    c2pa: tuple[C2paFinding, ...]


class Scores(_Part, frozen=True):
    """Probability of each label; they sum to 1 but for rounding."""

    human_article: Probability
    ai_report: Probability
    image_caption: Probability
    boilerplate: Probability


class ReportEvidence(_Part, frozen=True):
    """One reason for a segment's label: a `verdict` decides, a `weight` votes."""

    source: Source
    """What kind of reason it is."""
    name: str
    """Rule id, head of the classifier, or name of the signal."""
    via: Via
    """`inherited` from a disclosure further up, which may not reach this far, or `direct`."""
    label: Label | None = None
    """What it speaks for, or against where `weight` is negative."""
    role: Role | None = None
    """What the rule takes the segment for."""
    aspect: Aspect | None = None
    """Degree of AI involvement that is declared."""
    verdict: RuleVerdict | None = None
    """It decides: the document declares it, machine traces say it, or somebody claims it."""
    weight: float | None = None
    """Natural log-odds for `label` against the other labels."""
    span: Span | None = None
    """Where it was found."""
    quote: str | None = None
    """The document's text at `span`."""
    marker: SegmentId | None = None
    """The segment that holds the disclosure governing this one."""
    message: str | None = None
    """What a reviewer reads."""


class ReportSegment(_Part, frozen=True):
    """One segment with its label and the evidence for it."""

    id: SegmentId = GIVEN
    """SHA-256 of the text (NFKC, case folded, without invisible characters, white space
    collapsed), 16 hex digits, and the ordinal of that text within the document. Stays the same
    when other text moves."""
    index: Ordinal = GIVEN
    """Place in the document."""
    span: Span = GIVEN
    """In the document's text; of a page, in its visible text."""
    line: OneBased = GIVEN
    column: OneBased = GIVEN
    """Of the first character."""
    byte_span: Span | None = None
    """Of text input: place in the bytes that `input.sha256` is of, byte-order mark included.
    Left out where decoding lost the exact bytes."""
    path: str | None = None
    """Element path (HTML)."""
    text: str | None = None
    """Left out with `--no-text`."""
    language: str | None = None
    kind: Kind = GIVEN
    """What it is in the layout or the markup."""
    label: Label = GIVEN
    confidence: Probability = GIVEN
    """That `label` is right."""
    scores: Scores = GIVEN
    basis: Basis = GIVEN
    """What the label rests on; `absence` means unknown."""
    role: Role | None = None
    """What the segment is on the page, where a rule said so."""
    aspect: Aspect | None = None
    """Degree of AI involvement, where declared."""
    reviewed: bool | None = None
    """Whether the declaration names a person's review; left out where it says nothing of it."""
    digital_source_type: str | None = None
    """IPTC URI, only where the origin is declared."""
    ai_disclosure: AiDisclosure | None = None
    """Mode of the AI-Disclosure header, only where the origin is declared."""
    gb45438_label: GbLabel | None = None
    """Label of GB 45438-2025, only where the origin is declared, or `3` (suspected) for residue
    and declared suspicion."""
    about_image: AboutImage | None = None
    """What is declared of the picture that this is the caption or alt text of."""
    needs_review: bool = GIVEN
    """Whether a person should look at it."""
    review_reason: str | None = None
    """Why."""
    governed_by: tuple[SegmentId, ...] = GIVEN
    """The disclosures whose scope covers this segment."""
    governs: tuple[SegmentId, ...] = GIVEN
    """The segments that this disclosure covers."""
    evidence: tuple[ReportEvidence, ...] = GIVEN
    """All that speaks for or against the label."""
    conflicts: tuple[str, ...] = GIVEN
    """Evidence that disagreed with the label, in words."""


FindingStatus = Literal["new", "unchanged", "suppressed"]


class Finding(_Part, frozen=True, kw_only=True):
    """One thing that the policy objects to, in a segment or in the document as a whole."""

    rule: str
    """Id of the policy's rule, such as `undisclosed-ai`."""
    severity: Severity
    message: str
    """What is wrong, as the policy says it."""
    content: Annotated[str, Meta(pattern="^[0-9a-f]{16}$")]
    """Hash of what is objected to: the segment's id without its ordinal, or the first digits of
    `input.sha256`. With `rule`, the key of baselines: it stays when text moves and changes when
    text does."""
    segment: SegmentId | None = None
    """Left out where the document as a whole is meant."""
    span: Span | None = None
    line: OneBased | None = None
    column: OneBased | None = None
    end_line: OneBased | None = None
    end_column: OneBased | None = None
    """Of the first character after the span, as SARIF counts."""
    quote: str | None = None
    """How the text at `span` begins."""
    status: FindingStatus = "new"
    """`unchanged` if the baseline knows it, `suppressed` if the configuration says so."""
    justification: str | None = None
    """Why it was accepted, where it was."""


class LabelCount(_Part, frozen=True, kw_only=True):
    """How much of a document has one label."""

    segments: Ordinal
    characters: Ordinal


class LabelCounts(_Part, frozen=True, kw_only=True):
    """How much of a document each label has."""

    human_article: LabelCount
    ai_report: LabelCount
    image_caption: LabelCount
    boilerplate: LabelCount


class Summary(_Part, frozen=True, kw_only=True):
    """The document in numbers."""

    segments: Ordinal
    characters: Ordinal
    """In segments; the white space between them is not counted."""
    needs_review: Ordinal
    labels: LabelCounts


class Report(_Part, frozen=True, kw_only=True):
    """The outcome for one document."""

    schema_version: Literal[1]
    tool: Tool
    input: Input
    document: DocumentEvidence
    segments: tuple[ReportSegment, ...]
    summary: Summary
    findings: tuple[Finding, ...]
    """What the policy objects to."""
    errors: tuple[str, ...]
    """What went wrong without stopping the scan: statements of origin that cannot be read."""
