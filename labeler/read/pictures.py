"""What the pictures that lie beside a page say of their origin."""

import os
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

import msgspec

from labeler.document import Document, Signal
from labeler.read.xmp import find_packet, packet_signals

_MOST_PICTURES = 500


def with_pictures(document: Document) -> Document:
    """The page with the signals of its pictures' XMP packets, embedded or in an `.xmp` file.

    Only pictures with an alt text or a caption count, and only files inside the page's own
    folder are opened: no other address is, and no link that leads out of it.
    """
    sources = dict.fromkeys(b.markup.image for b in document.blocks if b.markup.image)
    folder = os.path.dirname(document.path) or "."
    found = dict.fromkeys(
        signal
        for source in list(sources)[:_MOST_PICTURES]
        if (path := _file_beside(folder, source)) is not None
        for signal in _signals(folder, path, source)
    )
    if not found:
        return document
    return msgspec.structs.replace(document, signals=(*document.signals, *found))


def _file_beside(folder: str, source: str) -> str | None:
    """Path of the file that a picture's address names, if it lies inside `folder`."""
    try:
        address = urlsplit(source.strip())
    except ValueError:
        return None
    if address.scheme or address.netloc or not address.path or address.path[0] in "/\\":
        return None
    path = os.path.join(folder, unquote(address.path))
    return path if _is_inside(folder, path) else None


def _is_inside(folder: str, path: str) -> bool:
    if "\0" in path or not os.path.isfile(path):
        return False
    inside = os.path.realpath(folder)
    return os.path.realpath(path).startswith(os.path.join(inside, ""))


def _signals(folder: str, path: str, source: str) -> Iterator[Signal]:
    for candidate in (path, f"{path}.xmp", f"{os.path.splitext(path)[0]}.xmp"):
        if not _is_inside(folder, candidate):
            continue
        try:
            with open(candidate, "rb") as file:
                packet = find_packet(file)
        except OSError:  # the page was asked for; a picture that may not be read says nothing
            continue
        if packet is not None:
            yield from packet_signals(packet, source)
