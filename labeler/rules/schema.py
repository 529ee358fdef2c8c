"""The rule file as typed data: what an author may write (…Spec) and what the engine runs (Rule)."""

from typing import Literal

import msgspec

from labeler.document import Kind
from labeler.evidence import Aspect, Label, Role, RuleVerdict
from labeler.rules.leaf import Leaf
from labeler.rules.words import Lexicon

Status = Literal["experimental", "test", "stable", "deprecated"]
Severity = Literal["none", "note", "warning", "error"]
Place = Literal["first", "last", "heading", "list_item", "near_heading", "near_marker"]
Target = Literal[
    "this", "next", "previous", "adjacent_image", "section", "until_heading", "document"
]
Barrier = Literal["marker", "heading"]


class _Strict(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, gc=False
):
    pass


class Html(_Strict, frozen=True):
    """A condition on the HTML a segment came from; never met by other formats."""

    tag: tuple[str, ...] = ()
    """Any of these is the segment's element or one of its ancestors."""
    class_regex: str | None = None
    """Found in a class, id, role or itemprop token of the element or its near ancestors."""
    within: int = 5
    """How many ancestors up `class_regex` and `tag` look: 0 is the element alone."""


class Position(_Strict, frozen=True):
    """Among the first `from_start` or the last `from_end` segments of the document."""

    from_start: int = 0
    from_end: int = 0


class Neighbour(_Strict, frozen=True):
    """What the segment before or after must be. Without such a segment it is not met."""

    min_chars: int = 0
    max_chars: int | None = None
    regex: str | None = None
    """Found in the neighbour's text in lower case."""
    label: Label | None = None
    """A rule with this label hits the neighbour."""
    rule: str | None = None
    """A rule whose id fits this glob hits the neighbour."""
    not_rule: str | None = None
    """No rule whose id fits this glob hits the neighbour."""


class Neighbours(_Strict, frozen=True):
    """Conditions on the segments before and after."""

    previous: Neighbour | None = None
    next: Neighbour | None = None


class Elsewhere(_Strict, frozen=True):
    """What other segments of the document must say."""

    regex: str
    """Found in their text in lower case."""
    segments: int = 1
    """In so many of them at least."""
    min_chars: int = 0
    """Shorter ones do not count."""


class Where(_Strict, frozen=True):
    """Conditions on the segment; all that are given must hold. Lengths in view characters."""

    max_chars: int | None = None
    min_chars: int = 0
    min_coverage: float = 0.0
    """Matched characters / characters of the segment, 0 to 1."""
    position: tuple[Place, ...] | Position = ()
    """Any of the places."""
    kinds: tuple[Kind, ...] = ()
    html: Html | None = None
    language_mismatch: bool | None = None
    """Whether the segment's language differs from the document's; unknown meets neither."""
    neighbours: Neighbours = Neighbours()
    page: Elsewhere | None = None


class Scope(_Strict, frozen=True):
    """Which segments a disclosure speaks about."""

    target: Target = "this"
    until: tuple[Barrier, ...] = ("marker", "heading")
    max_segments: int | None = None
    """At most so many segments are governed, the direct one included."""
    inherit_confidence: float = 0.6
    marker_label: Label = "boilerplate"


class Reference(_Strict, frozen=True):
    """Where a wording was seen."""

    url: str
    quote: str = ""


class Example(_Strict, frozen=True):
    """A document for the tests: paragraphs apart by blank lines."""

    text: str
    expect: tuple[Label, ...] = ()
    """The label of each paragraph in a scan."""
    kind: Kind | None = None
    """Kind of every paragraph; `paragraph` if not given."""
    tag: str | None = None
    """With `tokens`: the HTML element the paragraphs come from."""
    tokens: tuple[str, ...] = ()


class Examples(_Strict, frozen=True):
    """What a rule must hit, must not hit, and should hit one day."""

    match: tuple[str | Example, ...] = ()
    no_match: tuple[str | Example, ...] = ()
    todo_match: tuple[str | Example, ...] = ()


class MatchSpec(_Strict, frozen=True):
    """A node of `match` as written: one leaf key, or any of `any`, `all`, `not`."""

    any: "tuple[MatchSpec, ...]" = ()
    all: "tuple[MatchSpec, ...]" = ()
    not_: "tuple[MatchSpec, ...]" = msgspec.field(name="not", default=())
    phrase: str | None = None
    regex: str | None = None
    ref: str | None = None
    words: tuple[str, ...] = ()
    """Classes of the file's `words`: a word in one of them."""
    shape: str | None = None
    """A regex over classes of words (`shapes.shape_regex`)."""
    html: Html | None = None


class RuleSpec(_Strict, frozen=True):
    """One rule as written, defaults merged in."""

    id: str
    match: MatchSpec
    title: str = ""
    label: Label | None = None
    aspect: Aspect | None = None
    role: Role | None = None
    status: Status = "stable"
    languages: tuple[str, ...] = ("und",)
    where: Where = Where()
    scope: Scope = Scope()
    verdict: RuleVerdict | None = None
    weight: float | None = None
    vetoes: tuple[Role, ...] = ("disclosure", "residue")
    """For guards: hits of rules with these roles are taken out."""
    extent: Literal["segment", "overlap"] = "segment"
    """For guards: every hit in the segment, or only those that overlap the guard's."""
    priority: int = 0
    severity: Severity = "none"
    message: str = ""
    references: tuple[str | Reference, ...] = ()
    tags: tuple[str, ...] = ()
    examples: Examples = Examples()


class Node(msgspec.Struct, frozen=True, omit_defaults=True, gc=False, rename={"leaf": "pattern"}):
    """A node of `match` with phrases and fragments turned into regexes."""

    leaf: Leaf | None = None
    """Its regex."""
    lexicon: Lexicon | None = None
    """Of the shapes that its regex is searched in, if not in the text."""
    needs: str = ""
    """Letters of classes of the lexicon: a text that it matches has a word in one of them."""
    html: Html | None = None
    any: "tuple[Node, ...]" = ()
    all: "tuple[Node, ...]" = ()
    none: "tuple[Node, ...]" = ()

    @property
    def pattern(self) -> str | None:
        """The text of its regex, if that is searched in the text."""
        return None if self.leaf is None or self.lexicon is not None else self.leaf.pattern


class Rule(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A rule as the engine runs it. Field meanings as in `RuleSpec`."""

    id: str
    role: Role
    match: Node
    lines: tuple[str, ...] = ()
    """Every segment is hit that is one of these, with nothing but characters of `lead` before
    and of `tail` after. All other segments it hits meet `starts` or `atoms`."""
    lead: str = ""
    tail: str = ""
    starts: tuple[str, ...] = ()
    """They begin with one of these, `starts.EDGES` aside."""
    atoms: tuple[str, ...] = ()
    """They contain one of these. If all three are empty, nothing is known."""
    also: tuple[str, ...] = ()
    """Besides they contain one of these, if there are any; only for rules without lines."""
    markup_atoms: tuple[str, ...] = ()
    """The same for `prefilter.markup_text`; only for rules of which nothing else is known."""
    reads_markup: bool = False
    """Whether `match` has an `html` leaf, so that the text alone does not tell."""
    gate: tuple[str, ...] = ()
    """The gate of its file: segments with none of these literals are not looked at."""
    file: str = ""
    """The pack file, relative to its rules directory."""
    title: str = ""
    label: Label | None = None
    aspect: Aspect | None = None
    status: Status = "stable"
    languages: tuple[str, ...] = ("und",)
    where: Where = Where()
    scope: Scope = Scope()
    verdict: RuleVerdict | None = None
    """Never set on an experimental rule: its verdict has been turned into a weight."""
    weight: float | None = None
    vetoes: tuple[Role, ...] = ()
    extent: Literal["segment", "overlap"] = "segment"
    priority: int = 0
    severity: Severity = "none"
    message: str = ""
    references: tuple[str | Reference, ...] = ()
    tags: tuple[str, ...] = ()
