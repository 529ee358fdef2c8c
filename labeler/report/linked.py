"""What `prov` and `webanno` share: names for things in linked data.

Names follow from what is named, so equal reports give equal names, and reports of several runs
can be put into one graph.
"""

import base64
from urllib.parse import quote
from uuid import NAMESPACE_URL, UUID, uuid5

import msgspec

from labeler.report.encode import utf8
from labeler.report.places import file_and_record, relative_path, uri_of
from labeler.report.schema import Input, Tool

LABELER = "https://labeler.invalid/ns#"
"""The namespace of labeler's own terms: a name, not an address (RFC 2606)."""
_NAMES = uuid5(NAMESPACE_URL, LABELER)


def uuid_of(*parts: str) -> UUID:
    """The name of what `parts` describe (RFC 9562, version 5)."""
    return uuid5(_NAMES, "\0".join(parts).encode("utf-8", "surrogatepass").hex())


def uuid_of_tool(tool: Tool) -> UUID:
    """The name of labeler with these rules, model and configuration."""
    return uuid_of("tool", *map(str, msgspec.structs.astuple(tool)))


def content_name(sha256: str) -> str:
    """Path of the `ni:///` URI of content with this SHA-256 (RFC 6920).

    >>> content_name("00" * 32)
    'sha-256;AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
    """
    digest = base64.urlsafe_b64encode(bytes.fromhex(sha256))
    return f"sha-256;{digest.decode().rstrip('=')}"


def source_of(input: Input, root: str) -> str:
    """The URI reference of a document; a record's name is the fragment."""
    file, record = file_and_record(input.path)
    uri = uri_of(relative_path(file, root))
    return uri if record is None else f"{uri}#{quote(utf8(record), safe='')}"
