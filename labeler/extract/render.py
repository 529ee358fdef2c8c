"""An article as plain text and as Markdown.

Blocks are parted by blank lines; items of a list and rows of a table by line ends.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from labeler.extract.article import Article, Piece

# What Markdown would take for marks: anywhere, at the start of a line, after its first number.
_MARKS = re.compile(r"([\\`*_\[\]<>&|~#])")
_LINE_START = re.compile(r"^([=+:-])", re.MULTILINE)
_NUMBER = re.compile(r"^(\d{1,9})([.)])", re.MULTILINE)
_BACKTICKS = re.compile(r"`+")
_LINE_ENDS = re.compile(r"\s*[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]\s*")


def text_of(article: Article) -> str:
    """Title and pieces as plain text, ending with a line end; empty without an article."""
    return _document(article, article.title, plain_text(article.pieces))


def plain_text(pieces: Sequence[Piece]) -> str:
    """The pieces as plain text; items begin with `- `, the cells of a row stand on one line."""
    return "\n\n".join(_plain_blocks(pieces))


def markdown_of(article: Article) -> str:
    """Title and pieces in Markdown, ending with a line end; empty without an article."""
    title = f"# {_escaped(article.title)}" if article.title else None
    return _document(article, title, "\n\n".join(_markdown_blocks(article.pieces)))


def _document(article: Article, title: str | None, body: str) -> str:
    if not article.pieces:
        return f"{title}\n" if title else ""
    return f"{title}\n\n{body}\n" if title else f"{body}\n"


def _plain_blocks(pieces: Sequence[Piece]) -> Iterator[str]:
    for kind, run in groupby(pieces, _block_kind):
        if kind == "list":
            yield "\n".join(f"- {piece.text}" for piece in run)
        elif kind == "table":
            yield "\n".join(" | ".join(cells) for cells in _rows(run))
        else:
            yield from (piece.text for piece in run)


def _markdown_blocks(pieces: Sequence[Piece]) -> Iterator[str]:
    for kind, run in groupby(pieces, _block_kind):
        if kind == "list":
            yield "\n".join(f"- {_escaped(piece.text)}" for piece in run)
        elif kind == "table":
            yield _markdown_table([[_escaped(cell) for cell in cells] for cells in _rows(run)])
        else:
            yield from map(_markdown_block, run)


def _block_kind(piece: Piece) -> str:
    """What pieces have in common that are written together; others stand alone."""
    if piece.label == "image_caption":
        return "caption"
    if piece.kind == "list_item":
        return "list"
    return "table" if piece.row else piece.kind


def _rows(cells: Iterable[Piece]) -> list[list[str]]:
    """The texts of table cells, row by row, each on one line."""
    return [
        [_LINE_ENDS.sub(" ", cell.text) for cell in row]
        for _, row in groupby(cells, lambda cell: cell.row)
    ]


def _markdown_block(piece: Piece) -> str:
    if piece.kind == "code":
        longest = max(map(len, _BACKTICKS.findall(piece.text)), default=0)
        fence = "`" * max(longest + 1, 3)
        return f"{fence}\n{piece.text}\n{fence}"
    text = _escaped(piece.text)
    if piece.label == "image_caption":
        return f"*{text}*"
    if piece.kind == "heading":
        return f"{'#' * max(piece.level, 2)} {text}"
    return f"> {text}" if piece.kind == "quote" else text


def _markdown_table(rows: list[list[str]]) -> str:
    """A table with the first row as its head; one column is a table of layout, and no table."""
    columns = max(map(len, rows))
    if columns == 1:
        return "\n\n".join(cell for row in rows for cell in row)
    lines = [f"| {' | '.join(row + [''] * (columns - len(row)))} |" for row in rows]
    lines.insert(1, f"|{' --- |' * columns}")
    return "\n".join(lines)


def _escaped(text: str) -> str:
    """Text on one line in which Markdown sees no marks."""
    line = _MARKS.sub(r"\\\1", _LINE_ENDS.sub(" ", text).strip())
    return _NUMBER.sub(r"\1\\\2", _LINE_START.sub(r"\\\1", line))
