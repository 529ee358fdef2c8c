"""An extracted article: its title and its pieces in reading order."""

import msgspec

from labeler.document import Kind, Span
from labeler.evidence import Label


class Piece(msgspec.Struct, frozen=True, omit_defaults=True):
    """One block of an article."""

    kind: Kind
    label: Label
    """What the scan called it; `image_caption` only where captions were asked for."""
    span: Span
    """Place in `Document.text`."""
    text: str
    level: int = 0
    """Of a heading, 1 to 6; else 0."""
    row: str = ""
    """Element path of the table row that the piece stands in (HTML)."""


class Article(msgspec.Struct, frozen=True):
    """The article of one document; without pieces if there is none."""

    path: str
    title: str | None
    """The headline as the page shows it, else as its metadata give it. No piece repeats it."""
    language: str | None
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The pieces as plain text, without the title."""
        from labeler.extract.render import plain_text

        return plain_text(self.pieces)
