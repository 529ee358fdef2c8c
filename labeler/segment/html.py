"""A page's blocks to segments."""

from labeler.document import Document, Segment
from labeler.segment.blank import is_blank
from labeler.segment.sentences import cut_long

_LONGEST_BLOCK = 4_000


def segment_html(document: Document) -> list[Segment]:
    """One segment a visible block; a block of more than 4,000 code points is cut at sentence
    ends. Segments keep the block's kind and markup."""
    text = document.text
    segments: list[Segment] = []
    for block in document.blocks:
        start, end, kind, markup = block.start, block.end, block.kind, block.markup
        content = text[start:end]
        if len(content) > _LONGEST_BLOCK:
            for piece_start, piece_end in cut_long(text, start, end, _LONGEST_BLOCK):
                piece = text[piece_start:piece_end]
                segments.append(Segment(len(segments), piece_start, piece_end, piece, kind, markup))
        elif not is_blank(content):
            segments.append(Segment(len(segments), start, end, content, kind, markup))
    return segments
