"""HTML to a Document: the visible text blocks in reading order, as copy-all gives them.

Lexbor (by selectolax) repairs the markup and writes it back; the repaired markup is then read
as one flat stream of tags (`html_blocks`). That needs no Python object per node and no
recursion.
"""

from labeler.document import Document
from labeler.read.encoding import Decoded
from labeler.read.html_blocks import read_blocks
from labeler.read.html_limits import refuse_bombs
from labeler.read.html_signals import read_metadata

_INVISIBLE = [
    "head", "script", "style", "template", "noscript", "svg", "iframe", "object", "noframes",
    "noembed", "audio", "video", "canvas", "datalist",
]  # fmt: skip
_MANIFEST = "script:application/c2pa"


def html_document(
    decoded: Decoded, path: str, *, sha256: str, data: bytes | None = None
) -> Document:
    """The visible text of a page, with its blocks, title, language and signals of origin.

    `data` are the page's bytes; without them they are its text in UTF-8.

    Left out: what no reader sees (scripts, templates, `hidden`, `display: none`, closed
    dialogs). `aria-hidden` content is seen, and kept. An `alt` text is a block of its own.
    Raises InputError for markup nested too deep to be a page, or that a parser would multiply.
    """
    from selectolax.lexbor import LexborHTMLParser

    refuse_bombs(decoded.text, path)
    utf8 = data if decoded.encoding in ("ascii", "utf-8") and not decoded.bom_bytes else None
    tree = LexborHTMLParser(decoded.text if utf8 is None else utf8)
    metadata = read_metadata(tree)
    tree.strip_tags(_INVISIBLE)
    text, blocks = read_blocks(tree.html or "")
    signed = any(signal.name == _MANIFEST for signal in metadata.signals)
    if signed and data is None:
        data = decoded.text.encode("utf-8", "surrogatepass")
    return Document(
        text=text,
        path=path,
        media_type="text/html",
        encoding=decoded.encoding,
        encoding_source=decoded.source,
        sha256=sha256,
        blocks=blocks,
        signals=metadata.signals,
        title=metadata.title,
        declared_language=metadata.language,
        problems=metadata.problems,
        bom_bytes=decoded.bom_bytes,
        source=data if signed else None,
    )
