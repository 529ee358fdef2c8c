"""Plain text and Markdown to a Document: the text as it is."""

from labeler.document import Document, MediaType
from labeler.read.encoding import Decoded


def text_document(
    decoded: Decoded, path: str, *, sha256: str, media_type: MediaType = "text/plain"
) -> Document:
    """A Document of the decoded text, unaltered: line ends are kept, spans refer to it."""
    return Document(
        text=decoded.text,
        path=path,
        media_type=media_type,
        encoding=decoded.encoding,
        encoding_source=decoded.source,
        sha256=sha256,
        bom_bytes=decoded.bom_bytes,
    )
