"""A page's machine-readable statements about itself: title, language and origin.

Rights reservations (`tdm-*`, `noai`) say nothing about origin and are not read.
Names follow W3C's AI Content Disclosure draft, schema.org, GB 45438 and C2PA 2.1.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from labeler.document import Signal
from labeler.read.aigc import LONGEST_VALUE, aigc_signal
from labeler.read.html_element import DETAIL_ATTRIBUTES, DISCLOSURE_ATTRIBUTES
from labeler.read.json_ld import decoded_json, read_json_ld

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_ORIGIN_METAS = frozenset((
    "ai-disclosure", "ai-generated", "x-ai-generated", "ai-content-declaration",
    "digitalsourcetype", "author", "article:author", "og:type",
))  # fmt: skip
_SPELLINGS = {
    "iptc:digitalsourcetype": "digitalsourcetype",
    "iptcext:digitalsourcetype": "digitalsourcetype",
    "iptc4xmpext:digitalsourcetype": "digitalsourcetype",
}
_TITLE_METAS = ("og:title", "twitter:title")
_ATTRIBUTES = ", ".join(f"[{name}]" for name in DISCLOSURE_ATTRIBUTES)
_MICRODATA = '[itemprop~="digitalSourceType"]'
_MANIFEST_LINK = 'link[rel~="c2pa-manifest" i]'
_STATED = f"{_ATTRIBUTES}, {_MICRODATA}, {_MANIFEST_LINK}"
_MANIFEST_TYPE = "application/c2pa"
_JSON_LD = "application/ld+json"
_JSON = "application/json"
_MEDIA_ELEMENTS = frozenset(("img", "picture", "figure", "video", "audio", "source"))
_MOST_SIGNALS = 200
_MOST_STATED = 1000
"""Elements of each kind that are looked at; most say the same."""
_MOST_ANCESTORS = 256


class Metadata(NamedTuple):
    """What a page says about itself."""

    title: str | None
    language: str | None
    signals: tuple[Signal, ...]
    problems: tuple[str, ...]
    """As those of `Document`."""


def read_metadata(tree: "LexborHTMLParser") -> Metadata:
    """Title, declared language and signals of origin, in document order by kind, no repeats."""
    title: str | None = None
    signals: list[Signal] = []
    details: list[tuple[str, str]] = []
    for meta in tree.css("meta"):
        attributes = meta.attributes
        name = attributes.get("name") or attributes.get("property") or attributes.get("http-equiv")
        value = (attributes.get("content") or "").strip()
        if not name or not value:
            continue
        name = name.strip().lower()
        name = _SPELLINGS.get(name, name)
        if name in _ORIGIN_METAS:
            signals.append(_signal(f"meta:{name}", value))
        elif name in DETAIL_ATTRIBUTES:
            details.append((DETAIL_ATTRIBUTES[name], value[:LONGEST_VALUE]))
        elif name == "aigc" and (marked := aigc_signal("meta:AIGC", value)):
            signals.append(marked)
        elif name in _TITLE_METAS:
            title = title or value
    scripts: dict[str, list[LexborNode]] = {_MANIFEST_TYPE: [], _JSON_LD: [], _JSON: []}
    for script in tree.css("script[type]"):
        kind = (script.attributes.get("type") or "").lower()
        if kind in scripts:
            scripts[kind].append(script)
    signals = [*_with_details(signals, tuple(details)), *_stated(tree)]
    for script in scripts[_MANIFEST_TYPE]:
        source = script.attributes.get("src") or script.text()
        signals.append(_signal(f"script:{_MANIFEST_TYPE}", source))
    linked = read_json_ld(script.text() for script in scripts[_JSON_LD])
    signals += linked.signals
    signals += _json(scripts[_JSON])
    signals = list(dict.fromkeys(signals))
    if title is None and (element := tree.css_first("title")) is not None:
        title = " ".join(element.text().split()) or None
    problems = tuple(_problems(linked.broken, len(signals)))
    return Metadata(title, _language(tree), tuple(signals[:_MOST_SIGNALS]), problems)


def _problems(broken: int, signals: int) -> Iterator[str]:
    """What was not read, of so many scripts that are no JSON and so many statements in all."""
    if broken:
        yield f"{broken} JSON-LD script(s) are no JSON; mend them: nothing they declare counts"
    if signals > _MOST_SIGNALS:
        yield f"{signals} statements of origin; those after the first {_MOST_SIGNALS} do not count"


def _signal(name: str, value: str) -> Signal:
    return Signal(name, value.strip()[:LONGEST_VALUE])


def _with_details(signals: list[Signal], details: tuple[tuple[str, str], ...]) -> list[Signal]:
    """Give the page's disclosure the model and provider that stand in metas beside it."""
    if not details:
        return signals
    for at, signal in enumerate(signals):
        if signal.name in ("meta:ai-disclosure", "meta:ai-generated"):
            signals[at] = msgspec.structs.replace(signal, details=details)
            return signals
    return [*signals, *(Signal(f"meta:ai-{name}", value) for name, value in details)]


def _language(tree: "LexborHTMLParser") -> str | None:
    root = tree.css_first("html")
    if root is None:
        return None
    attributes = root.attributes
    return (attributes.get("lang") or attributes.get("xml:lang") or "").strip() or None


def _stated(tree: "LexborHTMLParser") -> Iterator[Signal]:
    """What attributes and links state."""
    if not tree.css_matches(_STATED):  # so it is nearly always, and one search tells
        return
    for name in DISCLOSURE_ATTRIBUTES:
        for node in tree.css(f"[{name}]")[:_MOST_STATED]:
            yield _declared_by_attribute(node, name)
    for node in tree.css(_MICRODATA)[:_MOST_STATED]:
        yield _microdata(node)
    for node in tree.css(_MANIFEST_LINK)[:_MOST_STATED]:
        yield _signal("link:c2pa-manifest", node.attributes.get("href") or "")


def _declared_by_attribute(node: "LexborNode", name: str) -> Signal:
    """The statement of an element, with the nearest model, provider and prompt around it."""
    details: dict[str, str] = {}
    for element in _upwards(node):
        attributes = element.attributes
        for attribute, detail in DETAIL_ATTRIBUTES.items():
            if value := (attributes.get(attribute) or "").strip():
                details.setdefault(detail, value[:LONGEST_VALUE])
    return Signal(
        f"attribute:{name}",
        (node.attributes.get(name) or "").strip()[:LONGEST_VALUE],
        tuple(details.items()),
        _source(node) if node.tag in _MEDIA_ELEMENTS else None,
    )


def _upwards(node: "LexborNode") -> "Iterator[LexborNode]":
    """The element and its nearest ancestors."""
    element: LexborNode | None = node
    for _ in range(_MOST_ANCESTORS):
        if element is None:
            return
        yield element
        element = element.parent


def _source(node: "LexborNode") -> str | None:
    """Address of the picture that an element is or holds."""
    picture = node if node.tag == "img" else node.css_first("img") or node
    source = picture.attributes.get("src") or picture.attributes.get("data-src")
    return source.strip() if source else None


def _microdata(node: "LexborNode") -> Signal:
    """A schema.org property written as an attribute (`itemprop`), called as in JSON-LD."""
    attributes = node.attributes
    value = attributes.get("content") or attributes.get("href") or node.text()
    kind, about = "", None
    for element in _upwards(node):
        if "itemscope" in element.attributes:
            written = element.attributes.get("itemtype") or ""
            kind = written.rstrip("/").rpartition("/")[2][:LONGEST_VALUE]
            if kind.endswith("Object"):
                about = _microdata_address(element)
            break
    name = f"microdata:{kind}.digitalSourceType" if kind else "microdata:digitalSourceType"
    return Signal(name, value.strip()[:LONGEST_VALUE], about=about)


def _microdata_address(node: "LexborNode") -> str | None:
    found = node.css_first('[itemprop~="contentUrl"], [itemprop~="url"]')
    if found is None:
        return _source(node)
    attributes = found.attributes
    return attributes.get("content") or attributes.get("href") or attributes.get("src")


def _json(scripts: "Iterable[LexborNode]") -> Iterator[Signal]:
    """An `AIGC` field at the top of a page's own JSON data."""
    for script in scripts:
        source = script.text()
        if '"AIGC"' not in source:
            continue
        content = decoded_json(source)
        if isinstance(content, dict) and (marked := aigc_signal("json:AIGC", content.get("AIGC"))):
            yield marked
