"""The data that everything passes on: Document, Block, Segment, Span.

All of it is frozen. `Document.text` is never altered; every span is half-open
and counts code points of that text.
"""

from collections.abc import Iterable
from typing import Literal

import msgspec

MediaType = Literal["text/plain", "text/html", "text/markdown"]
EncodingSource = Literal["bom", "header", "meta", "declared", "ascii", "utf-8", "detected"]
Kind = Literal[
    "heading",
    "paragraph",
    "list_item",
    "quote",
    "code",
    "table",
    "caption",  # figcaption, or a caption's place in Markdown
    "alt",  # the alt text of a picture
    "button",
    "link",
    "label",  # label, legend, option or text field of a form
    "metadata",  # front matter
    "other",
]


class Span(msgspec.Struct, frozen=True, gc=False):
    """A half-open range of code points in `Document.text`."""

    start: int
    end: int


class Signal(msgspec.Struct, frozen=True):
    """A machine-readable statement about the document's origin, as found."""

    name: str
    """What carried it: `meta:ai-disclosure`, `header:AI-Disclosure`,
    `jsonld:NewsArticle.digitalSourceType`."""
    value: str
    """The value as written, trimmed to 500 characters."""
    details: tuple[tuple[str, str], ...] = ()
    """What stands beside it, such as `("model", "gizmo-2")`."""
    about: str | None = None
    """Address of the picture it speaks of, as written, where it names one."""


class Lineage(msgspec.Struct, frozen=True, gc=False):
    """How the elements from a page's root down to a block are called.

    The reader gives blocks that have it in common the same object, so that what depends on it
    alone is found once.
    """

    tags: tuple[str, ...]
    """From the root down."""
    names: tuple[tuple[str, ...], ...] = ()
    """Lower-cased class, id, role and itemprop tokens of the block's element and of its five
    nearest ancestors, nearest first; 40 at most."""

    @classmethod
    def of(cls, tags: tuple[str, ...], tokens: Iterable[str]) -> "Lineage":
        """The lineage of these tags and `tokens`, the names with their distances."""
        names: list[tuple[str, ...]] = []
        for token in tokens:
            distance, _, name = token.partition(":")
            names += [()] * (int(distance) + 1 - len(names))
            names[int(distance)] += (name,)
        return cls(tags, tuple(names))

    @property
    def tokens(self) -> tuple[str, ...]:
        """The names, each prefixed by its distance: `0:caption`, `2:teaser-list`."""
        return tuple(
            f"{distance}:{name}" for distance, names in enumerate(self.names) for name in names
        )


class Markup(msgspec.Struct, frozen=True, gc=False):
    """What the HTML tree knows about one block."""

    tag: str
    """Name of the nearest element that makes the block, such as `p` or `figcaption`."""
    path: str
    """Element path from the root, such as `html/body/main/article[2]/p[3]` (1-based
    among siblings of the same name; `[1]` is left out when there is no second)."""
    parent: str
    """The path without its last step."""
    lineage: Lineage
    link_chars: int
    """How many of the block's characters lie inside `a` elements."""
    container: int
    """Ordinal of the nearest sectioning or list-like ancestor; blocks with equal
    ordinals share a container."""
    disclosure: Signal | None = None
    """What the nearest `ai-disclosure` or `data-ai-generated` attribute says, if any."""
    image: str | None = None
    """`src` of the picture an alt text or a figure's caption belongs to."""

    @property
    def ancestors(self) -> tuple[str, ...]:
        """Tag names from the root down to `tag`."""
        return self.lineage.tags


class Block(msgspec.Struct, frozen=True, gc=False):
    """A piece of `Document.text` whose bounds the reader already knows (HTML)."""

    start: int
    end: int
    kind: Kind
    markup: Markup


class Headers(msgspec.Struct, frozen=True):
    """The header fields of one response, in their order."""

    fields: tuple[tuple[str, str], ...]
    """Lower-case names and values."""

    def get(self, name: str) -> str | None:
        """All values of a field as one, joined by commas (RFC 9110, 5.2); None without it."""
        values = [value for field, value in self.fields if field == name]
        return ", ".join(values) if values else None


class Document(msgspec.Struct, frozen=True):
    """Decoded text plus what came with it."""

    text: str
    """For HTML: the visible blocks in reading order, joined by blank lines. Otherwise the
    decoded file as it is (line ends kept, a byte-order mark left out)."""
    path: str
    """Path as the user gave it, `-` for standard input, or `file.jsonl#3` for record 3."""
    media_type: MediaType
    encoding: str
    encoding_source: EncodingSource
    sha256: str
    """Of the bytes read (of the record's text in UTF-8 for a record)."""
    blocks: tuple[Block, ...] = ()
    signals: tuple[Signal, ...] = ()
    problems: tuple[str, ...] = ()
    """Which statements of its origin could not be read, though the text could."""
    title: str | None = None
    declared_language: str | None = None
    bom_bytes: int = 0
    source: bytes | None = None
    """The bytes of a page whose markup carries a C2PA manifest, which is signed over them."""


class Segment(msgspec.Struct, frozen=True, gc=False):
    """A contiguous span of a document that a reader sees as one block."""

    index: int
    start: int
    end: int
    text: str
    """Always `document.text[start:end]`."""
    kind: Kind
    markup: Markup | None = None
