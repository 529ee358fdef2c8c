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
    found: dict[Signal, None] = {}
    problems: dict[str, None] = {}
    for source in list(sources)[:_MOST_PICTURES]:
        path = _file_beside(folder, source)
        for candidate in _candidates(folder, path) if path is not None else ():
            try:
                with open(candidate, "rb") as file:
                    packet = find_packet(file)
            except OSError as error:  # the page was asked for, and can be labelled without
                problem = f"{source}: cannot be read ({error.strerror}); nothing it declares counts"
                problems[problem] = None
                continue
            if packet is not None:
                found |= dict.fromkeys(packet_signals(packet, source))
    if not (found or problems):
        return document
    return msgspec.structs.replace(
        document,
        signals=(*document.signals, *found),
        problems=(*document.problems, *problems),
    )


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


def _candidates(folder: str, path: str) -> Iterator[str]:
    """The files that may hold a picture's packet."""
    for candidate in (path, f"{path}.xmp", f"{os.path.splitext(path)[0]}.xmp"):
        if _is_inside(folder, candidate):
            yield candidate
