"""Lines that stand together without a blank line: one wrapped paragraph, or pieces each?"""

import itertools
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from labeler.document import Kind

_MARKER = re.compile(
    r"(?:[-*+–•◦▪▫‣⁃●○■□◆◇➢➤►✓✔]\s+|[•・●■◆▪]|\(?\d{1,2}[.)、．]\s+|\(?[a-zA-Z][)]\s+|[①-⑳]\s*)(?=\S)"
)
_MARKER_STARTS = frozenset("-*+–•◦▪▫‣⁃●○■□◆◇➢➤►✓✔・(0123456789①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
_TELLING_STARTS = _MARKER_STARTS | frozenset("#>")
_HASHES = re.compile(r"#{1,6}[ \t]+\S")
_UNDERLINE = re.compile(r"(?:={3,}|-{3,}|~{3,})\Z")
_SENTENCE_END = (".", "!", "?", "…", "。", "！", "？", ":", "：", '."', ".”", "」", "؟", "।")
_QUOTED = re.compile(r"(?:>[ \t]?)+")
_INDENT = 2
_NARROWEST = 45  # columns: mail wraps at 72, text files at 65 to 100
_WIDEST = 130
_MOST_SLACK = 4
_WRAPPED_SHARE = 0.8
_RUNNING_SHARE = 0.3


class Line(msgspec.Struct, frozen=True, gc=False):
    """A line that is not blank: its span without surrounding white space, its indent, and what it
    would be alone."""

    start: int
    end: int
    text: str
    indent: int
    kind: Kind


class Piece(NamedTuple):
    """A span that will be a segment. `alone`: blank lines (or nothing) on both sides."""

    start: int
    end: int
    kind: Kind
    alone: bool


def kind_of_line(text: str) -> Kind:
    """What a line that stands alone is, as far as its own look tells."""
    first = text[0]
    if first not in _TELLING_STARTS and text[1:2] != ")":
        return "paragraph"  # nearly every line
    if _MARKER.match(text):
        return "list_item"
    if first == "#" and _HASHES.match(text):
        return "heading"
    return "quote" if first == ">" else "paragraph"


def group_pieces(lines: list[Line]) -> Iterator[Piece | tuple[int, int, Kind, bool]]:
    """The pieces of lines that follow each other without a blank line."""
    if len(lines) == 1:
        line = lines[0]
        yield Piece(line.start, line.end, line.kind, True)
        return
    if len(lines) == 2 and _UNDERLINE.match(lines[1].text):
        yield Piece(lines[0].start, lines[1].end, "heading", True)
        return
    runs = _runs(lines)
    for run in runs:
        first = run[0]
        if first.kind == "list_item" or _is_wrapped(run):
            yield Piece(first.start, run[-1].end, first.kind, len(runs) == 1)
        else:
            for line in run:
                yield line.start, line.end, line.kind, False  # most of a crawl's segments


def _runs(lines: list[Line]) -> list[list[Line]]:
    """Lines parted where a list item or an indented paragraph begins, or a list item ends."""
    run = [lines[0]]
    runs = [run]
    for line in lines[1:]:
        if _begins_run(run, line):
            run = [line]
            runs.append(run)
        else:
            run.append(line)
    return runs


def _begins_run(run: list[Line], line: Line) -> bool:
    first, previous = run[0], run[-1]
    if line.kind == "list_item":
        # "1. " may begin a wrapped line too; a list says so by its first item.
        return not line.text[0].isdigit() or first.kind == "list_item" or _ends(previous)
    if first.kind == "list_item":
        hangs = line.indent > first.indent
        return not (hangs or (_columns(previous.text) >= _NARROWEST and _goes_on(line.text)))
    if line.kind == "quote" or first.kind == "quote":
        return line.kind != first.kind
    return line.indent >= previous.indent + _INDENT and len(run) > 1


def _ends(line: Line) -> bool:
    return line.text.endswith(_SENTENCE_END)


def _is_wrapped(run: list[Line]) -> bool:
    """Whether the lines are one paragraph that was broken to fit a column.

    It was if nearly every line is so full that the next line's first word would not have fitted,
    and if lines go on in mid sentence.
    """
    if len(run) == 1:
        return True
    if len(run) > 2 and any(len(line.text) > _WIDEST and ">" not in line.text for line in run):
        return False  # however many columns its characters take
    texts = [
        line.text if ">" not in line.text else _QUOTED.sub("", line.text, count=1) or line.text
        for line in run
    ]
    if len(run) > 2 and max(map(len, texts)) > _WIDEST:
        return False
    columns = [_columns(text) for text in texts]
    width = max(columns)
    breaks = len(run) - 1
    going_on = sum(
        _goes_on(after) and not before.endswith(_SENTENCE_END)
        for before, after in itertools.pairwise(texts)
    )
    if breaks == 1 and columns[0] >= _NARROWEST:
        return going_on == 1 and columns[0] <= _WIDEST and columns[1] <= columns[0] + _MOST_SLACK
    if not _NARROWEST <= width <= _WIDEST:
        return False
    full = sum(
        here + _first_word_columns(after) > width - _MOST_SLACK
        for here, after in zip(columns, texts[1:], strict=False)
    )
    return full >= _WRAPPED_SHARE * breaks and going_on >= _RUNNING_SHARE * breaks


def _goes_on(text: str) -> bool:
    """Whether a line starts as only the middle of a sentence can; in a script without capitals
    any letter may."""
    first = text[0]
    if first.isalpha():
        return not first.isupper()
    return first in ",;)/&" or first.isdigit()


def _columns(text: str) -> int:
    """Columns on a terminal: East Asian wide characters take two."""
    if text.isascii():
        return len(text)
    return len(text) + sum(unicodedata.east_asian_width(character) in "WF" for character in text)


def _first_word_columns(text: str) -> int:
    """Columns the first word needs with the space before it; East Asian text may break
    anywhere, so there its first character."""
    if unicodedata.east_asian_width(text[0]) in "WF":
        return 2 + _MOST_SLACK  # no line starts with a closing mark: one more may be pushed on
    return 1 + _columns(text.split(None, 1)[0])
