"""A page's machine-readable statements about itself: title, language and origin.

Rights reservations (`tdm-*`, `noai`) say nothing about origin and are not read.
Names follow W3C's AI Content Disclosure draft, schema.org and C2PA 2.1.
"""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from labeler.document import Signal
from labeler.read.html_element import DISCLOSURE_ATTRIBUTES

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_ORIGIN_METAS = frozenset((
    "ai-disclosure", "ai-generated", "ai-content-declaration", "ai-model", "ai-provider",
    "ai-prompt-url", "author", "article:author", "og:type",
))  # fmt: skip
_TITLE_METAS = ("og:title", "twitter:title")
_JSON_LD = 'script[type="application/ld+json"]'
_JSON_LD_TEXTS = frozenset(("digitalSourceType", "creditText", "copyrightNotice"))
_JSON_LD_PEOPLE = frozenset(("author", "creator", "translator"))
_LONGEST_VALUE = 500
_MOST_SIGNALS = 200
_DEEPEST_JSON = 64


class Metadata(NamedTuple):
    """What a page says about itself."""

    title: str | None
    language: str | None
    signals: tuple[Signal, ...]


def read_metadata(tree: "LexborHTMLParser") -> Metadata:
    """Title, declared language and signals of origin, in document order by kind, no repeats."""
    found: dict[Signal, None] = {}
    title: str | None = None
    for meta in tree.css("meta"):
        attributes = meta.attributes
        name = (attributes.get("name") or attributes.get("property") or "").strip().lower()
        value = (attributes.get("content") or "").strip()
        if name in _ORIGIN_METAS and value:
            found[_signal(f"meta:{name}", value)] = None
        elif name in _TITLE_METAS and value:
            title = title or value
    found.update(dict.fromkeys(_links_and_attributes(tree)))
    for script in tree.css(_JSON_LD):
        found.update(dict.fromkeys(_json_ld(script.text())))
    if title is None and (element := tree.css_first("title")) is not None:
        title = " ".join(element.text().split()) or None
    return Metadata(title, _language(tree), tuple(found)[:_MOST_SIGNALS])


def _signal(name: str, value: str) -> Signal:
    return Signal(name, value.strip()[:_LONGEST_VALUE])


def _language(tree: "LexborHTMLParser") -> str | None:
    root = tree.css_first("html")
    if root is None:
        return None
    attributes = root.attributes
    return (attributes.get("lang") or attributes.get("xml:lang") or "").strip() or None


def _links_and_attributes(tree: "LexborHTMLParser") -> Iterator[Signal]:
    for name in DISCLOSURE_ATTRIBUTES:
        for node in tree.css(f"[{name}]"):
            yield _signal(f"attribute:{name}", node.attributes.get(name) or "")
    for node in tree.css('link[rel~="c2pa-manifest" i]'):
        yield _signal("link:c2pa-manifest", node.attributes.get("href") or "")
    for node in tree.css('script[type="application/c2pa"]'):
        yield _signal("script:application/c2pa", node.attributes.get("src") or node.text())


def _json_ld(script: str) -> Iterator[Signal]:
    """Statements in one JSON-LD script; a script that is no JSON states nothing."""
    try:
        roots: Any = json.loads(script, strict=False)
    except (ValueError, RecursionError):
        return
    waiting: list[tuple[Any, int]] = [(roots, 0)]
    while waiting:
        node, depth = waiting.pop()
        if depth > _DEEPEST_JSON:
            continue
        if isinstance(node, list):
            waiting += [(child, depth + 1) for child in reversed(node)]
        elif isinstance(node, dict):
            for key, value in node.items():
                if key in _JSON_LD_TEXTS:
                    yield from _texts(f"jsonld:{key}", value)
                elif key in _JSON_LD_PEOPLE:
                    yield from _people(f"jsonld:{key}", value)
            waiting += [(child, depth + 1) for child in reversed(node.values())]


def _texts(name: str, value: Any) -> Iterator[Signal]:
    for text in value if isinstance(value, list) else [value]:
        if isinstance(text, dict):
            text = text.get("@id")
        if isinstance(text, str) and text.strip():
            yield _signal(name, text)


def _people(name: str, value: Any) -> Iterator[Signal]:
    """An author as `Person: Ada Example`, or as the bare name where no type is given."""
    for person in value if isinstance(value, list) else [value]:
        if isinstance(person, str) and person.strip():
            yield _signal(name, person)
        elif isinstance(person, dict):
            kind, called = person.get("@type"), person.get("name")
            kind = "/".join(map(str, kind)) if isinstance(kind, list) else kind
            words = [str(word) for word in (kind, called) if isinstance(word, str) and word]
            if words:
                yield _signal(name, ": ".join(words))
