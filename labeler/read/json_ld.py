"""Statements of origin in JSON-LD, as schema.org names them.

Signals are called `jsonld:TYPE.PROPERTY`, with the type of the node that states it. What a node
says of another work (a teaser in a list, a source, a comment) is called
`jsonld:PROPERTY>TYPE.PROPERTY` after the property that leads to it: it is not about this page.
"""

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec

from labeler.document import Signal
from labeler.read.aigc import LONGEST_VALUE, aigc_signal

_SOURCE_TYPE = "digitalSourceType"
_TEXTS = frozenset((_SOURCE_TYPE, "creditText", "isBasedOn"))
_PEOPLE = frozenset(("author", "creator", "translator"))
_STATING = _TEXTS | _PEOPLE | {"AIGC"}
_OTHER_WORKS = frozenset((
    "itemListElement", "hasPart", "isPartOf", "citation", "isBasedOn", "mentions", "about",
    "comment", "review", "subjectOf", "workExample", "exampleOfWork", "workTranslation",
    "translationOfWork", "publisher", "author", "creator",
))  # fmt: skip
_MEDIA_PROPERTIES = frozenset(("image", "thumbnail", "photo", "primaryImageOfPage", "video"))
_ADDRESSES = ("contentUrl", "url", "@id")
_ARTICLES = ("article", "posting", "report")
_DEEPEST = 64
_MOST_NODES = 20_000  # objects and lists


_WRAPPERS = (("<![CDATA[", "]]>"), ("<!--", "-->"))
"""Marks around a script for parsers of XHTML and for browsers of old."""


def decoded_json(source: str) -> Any:
    """What JSON as pages have it says, None if it is none; control characters in it are let be."""
    try:
        return msgspec.json.decode(source)
    except (ValueError, RecursionError):  # msgspec is strict, and several times as fast
        pass
    try:
        return json.loads(_unwrapped(source), strict=False)
    except (ValueError, RecursionError):
        return None


def _unwrapped(source: str) -> str:
    """A script without the marks around it, which may stand in comments of JavaScript."""
    inside = source.strip().removeprefix("//").removeprefix("/*").lstrip()
    for begin, end in _WRAPPERS:
        if inside.startswith(begin):
            inside = inside.removeprefix(begin).lstrip().removeprefix("*/")
            inside = inside.removesuffix("*/").rstrip().removesuffix(end).rstrip()
            return inside.removesuffix("//").removesuffix("/*")
    return source


class _Node(NamedTuple):
    content: Any
    depth: int
    property: str
    """The property that leads to the node."""
    other: str
    """The property that leads away from the page's own work, if one does."""


class JsonLd(NamedTuple):
    """What a page's JSON-LD scripts say."""

    signals: list[Signal]
    broken: int
    """How many scripts are no JSON, and so state nothing."""


def read_json_ld(scripts: Iterable[str]) -> JsonLd:
    """The statements of a page's JSON-LD scripts.

    Where the page describes several articles of its own and they differ in their source type,
    it is a list of articles, and none of their source types is the page's.
    """
    signals: list[Signal] = []
    source_types: list[Any] = []
    broken = 0
    for script in scripts:
        content = decoded_json(script)
        broken += content is None and script.strip() not in ("", "null")
        for node in _nodes(content):
            kind = _type(node)
            if not node.other and any(word in kind.lower() for word in _ARTICLES):
                source_types.append(node.content.get(_SOURCE_TYPE))
            signals += _statements(node, kind)
    if len(source_types) > 1 and any(other != source_types[0] for other in source_types):
        signals = [_of_another(signal) for signal in signals]
    return JsonLd(signals, broken)


def _nodes(root: Any) -> Iterator[_Node]:
    """Every object, in the order of the script."""
    waiting = [_Node(root, 0, "", "")]
    seen = 0
    while waiting and seen < _MOST_NODES:
        node = waiting.pop()
        seen += 1
        if node.depth > _DEEPEST:
            continue
        if isinstance(node.content, list):
            waiting += [
                node._replace(content=child, depth=node.depth + 1)
                for child in reversed(node.content)
                if isinstance(child, (dict, list))
            ]
        elif isinstance(node.content, dict):
            yield node
            for key, child in reversed(node.content.items()):
                if isinstance(child, (dict, list)):
                    name = _local(key)
                    other = node.other or (name if name in _OTHER_WORKS else "")
                    waiting.append(_Node(child, node.depth + 1, name, other))


def _statements(node: _Node, kind: str) -> Iterator[Signal]:
    subject = f"{node.other}>{kind}" if node.other else kind
    about = _address(node.content) if _is_media(kind) else None
    for key, value in node.content.items():
        name = _local(key)
        if name not in _STATING:
            continue
        called = f"jsonld:{subject}.{name}" if subject else f"jsonld:{name}"
        if name in _TEXTS:
            for text in _texts(value):
                yield Signal(called, text, about=about)
        elif name in _PEOPLE:
            for person in _people(value):
                yield Signal(called, person, about=about)
        elif marked := aigc_signal(called, value, about):
            yield marked


def _type(node: _Node) -> str:
    """The node's type; of a picture without one, the property that names it."""
    kind = node.content.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    written = "/".join(_local(k) for k in kinds if isinstance(k, str) and k)
    if written:
        return written[:LONGEST_VALUE]
    return node.property if node.property in _MEDIA_PROPERTIES else ""


def _is_media(kind: str) -> bool:
    return kind in _MEDIA_PROPERTIES or kind.endswith("Object") or kind == "Photograph"


@lru_cache(maxsize=1024)  # keys are few
def _local(key: str) -> str:
    """`digitalSourceType` for `schema:digitalSourceType` and the whole address of it."""
    return key.rstrip("/").rpartition("/")[2].rpartition("#")[2].rpartition(":")[2]


def _address(node: dict[str, Any]) -> str | None:
    for key in _ADDRESSES:
        for text in _texts(node.get(key)):
            return text
    return None


def _texts(value: Any) -> Iterator[str]:
    for text in value if isinstance(value, list) else [value]:
        if isinstance(text, dict):
            text = next((text[k] for k in ("@id", "@value", "url", "name") if text.get(k)), None)
        if isinstance(text, str) and text.strip():
            yield text.strip()[:LONGEST_VALUE]


def _people(value: Any) -> Iterator[str]:
    """An author as `Person: Ada Example`, or as the bare name where no type is given."""
    for person in value if isinstance(value, list) else [value]:
        if isinstance(person, str) and person.strip():
            yield person.strip()[:LONGEST_VALUE]
        elif isinstance(person, dict):
            kind, called = person.get("@type"), person.get("name")
            kind = "/".join(map(str, kind)) if isinstance(kind, list) else kind
            words = [str(word) for word in (kind, called) if isinstance(word, str) and word]
            if words:
                yield ": ".join(words)[:LONGEST_VALUE]


def _of_another(signal: Signal) -> Signal:
    """The signal as that of an article in a list, if it is not of one already or of a picture."""
    carrier, _, name = signal.name.partition(":")
    if ">" in name or signal.about is not None:
        return signal
    return msgspec.structs.replace(signal, name=f"{carrier}:list>{name}")
