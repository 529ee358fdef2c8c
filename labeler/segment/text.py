"""Plain text to segments: by blank lines, then by what the lines themselves look like."""

from collections.abc import Iterator

from labeler.document import Kind, Segment
from labeler.segment.blank import is_blank
from labeler.segment.lines import Line, Piece, group_pieces, kind_of_line
from labeler.segment.sentences import LONG, cut_long

# What else ends a line (str.splitlines), and which of these also end a group of lines.
_OTHER_LINE_ENDS = ("\r", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029")
_GROUP_ENDS = ("\x0c", "\x1c", "\x1d", "\x1e", "\u2029")
_FIRST_INVISIBLE = "\u00ad"
"""Characters before it are visible, or white space."""
_HEADING_LENGTH = 100
_BODY_LENGTH = 100
_NO_HEADING_END = tuple(".!?,;:…。！？、，；：")


def segment_text(text: str) -> list[Segment]:
    """Segments of a text, in order; every visible character is in exactly one.

    Blank lines part them. Lines that stand together are one segment if they are a wrapped
    paragraph, else one each. More than 2,000 code points are cut at sentence ends.
    """
    segments: list[Segment] = []
    add = segments.append
    before: tuple[int, int] | None = None  # span of a line that may be the next one's heading
    for start, end, kind, alone in _pieces(text):
        length = end - start
        if before is not None and length >= _BODY_LENGTH and kind == "paragraph":
            segments[-1] = Segment(
                len(segments) - 1, *before, text[before[0] : before[1]], "heading"
            )
        if length > LONG:
            for piece_start, piece_end in cut_long(text, start, end):
                add(
                    Segment(
                        len(segments), piece_start, piece_end, text[piece_start:piece_end], kind
                    )
                )
            before = None
            continue
        content = text[start:end]
        add(Segment(len(segments), start, end, content, kind))
        may_head = alone and length <= _HEADING_LENGTH and kind == "paragraph"
        before = (start, end) if may_head and content[-1] not in _NO_HEADING_END else None
    return segments


def _pieces(text: str) -> Iterator[Piece | tuple[int, int, Kind, bool]]:
    """The pieces of a text. The quick way is for a line between two empty lines, the most
    frequent piece; anything else takes the thorough way."""
    only_newlines = not any(end in text for end in _OTHER_LINE_ENDS)
    at = 0
    for part in text.split("\n\n"):
        start = at
        at += len(part) + 2
        if not part:
            continue
        if "\n" in part or not (only_newlines or len(part.splitlines()) == 1):
            yield from _pieces_of_lines(part, start, only_newlines=only_newlines)
            continue
        content = part.strip()
        if is_blank(content):
            continue
        if len(content) != len(part):
            start += len(part) - len(part.lstrip())
        yield start, start + len(content), kind_of_line(content), True


def _pieces_of_lines(
    part: str, start: int, *, only_newlines: bool
) -> Iterator[Piece | tuple[int, int, Kind, bool]]:
    """The pieces of some lines; `only_newlines` if nothing else ends them."""
    group: list[Line] = []
    at = start
    for line in part.splitlines(keepends=True):
        content = line.strip()
        if not content or (content[0] >= _FIRST_INVISIBLE and is_blank(content)):
            ends_group = True
        else:
            indent = left = 0
            if line[0].isspace():
                left = len(line) - len(line.lstrip())
                indent = _columns_of_space(line[:left])
            begin = at + left
            group.append(Line(begin, begin + len(content), content, indent, kind_of_line(content)))
            ends_group = not only_newlines and line.endswith(_GROUP_ENDS)
        if ends_group and group:
            yield from group_pieces(group)
            group = []
        at += len(line)
    if group:
        yield from group_pieces(group)


def _columns_of_space(space: str) -> int:
    """Columns of white space; a tab counts four."""
    return sum(4 if c == "\t" else 2 if c == "\u3000" else 1 for c in space)
