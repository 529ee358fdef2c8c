"""Segmenting: a Document to its Segments, one file a format.

Segments ascend, never overlap and carry no white space at their ends. Together they hold
every visible character of the text (in Markdown, of what is shown: markers stay outside).
"""

from labeler.document import Document, Segment

__all__ = ["segment"]


def segment(document: Document) -> list[Segment]:
    """The segments of a document, in reading order; empty if nothing in it can be seen."""
    if document.media_type == "text/html":
        from labeler.segment.html import segment_html

        return segment_html(document)
    if document.media_type == "text/markdown":
        from labeler.segment.markdown import segment_markdown

        return segment_markdown(document.text)
    from labeler.segment.text import segment_text

    return segment_text(document.text)
