"""What the HTML tree says of a segment, as features: hashed tokens and dense columns."""

from array import array
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import chain
from typing import NamedTuple, get_args
from zlib import crc32

import msgspec
import numpy as np
import numpy.typing as npt

from labeler.classifier.hashing import Group
from labeler.document import Kind, Lineage, Markup, Segment

Array = npt.NDArray[np.float32]

TOKEN_BITS = 16
KINDS: tuple[str, ...] = get_args(Kind)
ANCESTORS = (
    "figure", "figcaption", "aside", "nav", "footer", "header", "article", "main", "form", "li",
    "table", "p", "section", "ul", "a", "picture", "blockquote", "dialog",
)  # fmt: skip
LINK_SHARE = len(KINDS) + len(ANCESTORS)
"""Column of the share of a segment's characters that are link text."""
WIDTH = LINK_SHARE + 3
_NO_MARKUP = Markup("", "", "", Lineage(()), 0, 0)
_HASH = np.dtype(np.uintc)
_MASK = np.uint32((1 << TOKEN_BITS) - 1)
_MOST_NAMES = 1 << 14
_PREFIXES = [crc32(b"%d:" % distance) for distance in range(6)] + [crc32(b"*")]
"""Hashes of what stands before a name at each distance, and last of what does before it at any."""
_KIND_COLUMN = {kind: column for column, kind in enumerate(KINDS)}


class Parents(NamedTuple):
    """The elements that segments of some pages hang in."""

    number: npt.NDArray[np.intp]
    """Shape (segments of all pages,): which of `paths` is that of a segment's parent."""
    paths: list[str]
    """From the root, such as `html/body/div[2]`."""
    starts: npt.NDArray[np.intp]
    """Each page's first in `paths`, and their number at the end."""


class Lineages(NamedTuple):
    """The distinct lineages of some segments: neighbours share theirs."""

    number: npt.NDArray[np.intp]
    """Shape (segments,): which of `found` is a segment's."""
    found: list[Lineage]


def lineages(segments: Sequence[Segment]) -> Lineages:
    """The lineages of segments; without markup one of no elements."""
    found: dict[int, Lineage] = {}
    numbers: dict[int, int] = {}
    number = []
    for segment in segments:
        lineage = (segment.markup or _NO_MARKUP).lineage
        key = id(lineage)  # equal ones that are not the same are only taken apart
        at = numbers.get(key)
        if at is None:
            at = numbers[key] = len(numbers)
            found[key] = lineage
        number.append(at)
    return Lineages(np.array(number, np.intp), list(found.values()))


def without_names(segments: Sequence[Segment]) -> list[Segment]:
    """The segments of a page as if its author had given no element a class, id or role."""
    bare: dict[tuple[str, ...], Lineage] = {}
    plain = []
    for segment in segments:
        if segment.markup is not None:
            tags = segment.markup.lineage.tags
            markup = msgspec.structs.replace(
                segment.markup, lineage=bare.setdefault(tags, Lineage(tags))
            )
            segment = msgspec.structs.replace(segment, markup=markup)
        plain.append(segment)
    return plain


def token_group(found: Sequence[Lineage]) -> Group:
    """Bins of the tags and names of each lineage, for a table of 2^TOKEN_BITS rows.

    Each bin once, however many names fall into it.
    """
    tags = [_tag_hashes(lineage.tags) for lineage in found]
    levels = list(chain.from_iterable([lineage.names for lineage in found]))
    hashed = _hashes_of_names()
    names = list(map(hashed.__getitem__, levels))
    owners, distances = _owners_and_distances(found)
    numbers = _numbers(names) // 2
    owners = np.repeat(owners, numbers)
    at = np.repeat(distances, numbers)
    alone, lengths = np.frombuffer(b"".join(names), _HASH).reshape(-1, 2).T
    prefixes = _prefixes(int(lengths.max(initial=0)).bit_length())
    at *= prefixes.shape[1]
    at += lengths
    hashes = np.concatenate(
        [
            np.frombuffer(b"".join(tags), _HASH),
            alone ^ prefixes.ravel().take(at),
            alone ^ prefixes[-1].take(lengths),
        ]
    )
    rows = np.concatenate([np.repeat(np.arange(len(found)), _numbers(tags)), owners, owners])
    # Half as wide is sorted in half the time, and nearly always enough.
    keys: npt.NDArray[np.unsignedinteger] = rows.astype(
        np.uint32 if len(found) < 1 << 16 else np.uint64
    )
    keys <<= TOKEN_BITS
    keys |= hashes & _MASK
    keys.sort()
    first = np.ones(len(keys), bool)
    np.not_equal(keys[1:], keys[:-1], out=first[1:])
    keys = keys.compress(first)
    owners = (keys >> TOKEN_BITS).astype(np.intp)
    starts = np.zeros(len(found) + 1, np.intp)
    np.cumsum(np.bincount(owners, minlength=len(found)), out=starts[1:])
    return Group((keys & _MASK).astype(np.uint32, copy=False), starts)


@lru_cache(maxsize=4096)
def _tag_hashes(tags: tuple[str, ...]) -> bytes:
    """Hashes of the last tag, of the last two, of the last three, and of each."""
    if not tags:
        return b""
    said = (f"t:{tags[-1]}", "p:" + ">".join(tags[-2:]), "q:" + ">".join(tags[-3:]))
    hashes = [*(crc32(each.encode()) for each in said), *map(_ancestor_hash, tags)]
    return array(_HASH.char, hashes).tobytes()


@lru_cache(maxsize=1024)
def _ancestor_hash(tag: str) -> int:
    return crc32(f"a:{tag}".encode())


class _NameHashes(dict[tuple[str, ...], bytes]):
    """The hash and the length of each of some names, as if nothing stood before it.

    A dict that fills itself is asked for a page's in one call: an `lru_cache` takes three times
    as long.
    """

    def __missing__(self, names: tuple[str, ...]) -> bytes:
        written = [name.encode() for name in names]
        numbers = [number for name in written for number in (crc32(name), len(name))]
        hashes = self[names] = array(_HASH.char, numbers).tobytes()
        return hashes


_known_names = _NameHashes()


def _hashes_of_names() -> _NameHashes:
    """What is known of names, which is forgotten when it has grown large."""
    if len(_known_names) > _MOST_NAMES:
        _known_names.clear()
    return _known_names


def _owners_and_distances(
    found: Sequence[Lineage],
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """The number of the lineage that each level of names is of, and its distance from the block."""
    sizes = np.fromiter([len(lineage.names) for lineage in found], np.intp, len(found))
    firsts = np.zeros(len(found), np.intp)
    np.cumsum(sizes[:-1], out=firsts[1:])
    distances = np.arange(sizes.sum()) - np.repeat(firsts, sizes)
    return np.repeat(np.arange(len(found)), sizes), distances


@cache
def _prefixes(bits: int) -> npt.NDArray[np.uintc]:
    """What each of _PREFIXES changes in the hash of a name, by its length of so many bits.

    CRC is linear: what stands before a text changes its hash by its length alone.
    """
    changes = [
        [crc32(bytes(length), prefix) ^ crc32(bytes(length)) for length in range(1 << bits)]
        for prefix in _PREFIXES
    ]
    return np.array(changes, _HASH)


def _numbers(encoded: Sequence[bytes]) -> npt.NDArray[np.intp]:
    """How many hashes or lengths each of some arrays has."""
    return np.fromiter(map(len, encoded), np.intp, len(encoded)) // _HASH.itemsize


def markup_features(pages: Sequence[Sequence[Segment]], found: Lineages) -> Array:
    """Kind, ancestors, link share, depth and size of the container.

    `found` are the lineages of the segments of all pages. Returns an array of shape (segments
    of all pages, WIDTH).
    """
    segments = list(chain.from_iterable(pages))
    n = len(segments)
    features = np.zeros((n, WIDTH), np.float32)
    features[np.arange(n), [_KIND_COLUMN[segment.kind] for segment in segments]] = 1
    flags = np.frombuffer(b"".join([_ancestor_flags(each.tags) for each in found.found]), bool)
    depths = np.array([len(each.tags) for each in found.found], np.float32)
    features[:, len(KINDS) : LINK_SHARE] = flags.reshape(-1, len(ANCESTORS))[found.number]
    lengths = np.array([len(segment.text) for segment in segments], np.float32)
    linked = np.array([s.markup.link_chars if s.markup else 0 for s in segments], np.float32)
    inside, marked = containers(pages), [s.markup is not None for s in segments]
    features[:, LINK_SHARE] = linked / np.maximum(lengths, 1)
    features[:, LINK_SHARE + 1] = depths[found.number] / 20
    features[:, LINK_SHARE + 2] = np.log1p(np.bincount(inside, marked)[inside]) / 5
    return features


@lru_cache(maxsize=4096)
def _ancestor_flags(tags: tuple[str, ...]) -> bytes:
    return bytes([tag in tags for tag in ANCESTORS])


def containers(pages: Sequence[Sequence[Segment]]) -> npt.NDArray[np.intp]:
    """A number for the container of each segment of all pages; without markup the page's own."""
    found: list[int] = []
    free = 0
    for page in pages:
        ordinals = [0 if s.markup is None else s.markup.container + 1 for s in page]
        found += [free + ordinal for ordinal in ordinals]
        free += max(ordinals, default=0) + 1
    return np.array(found, np.intp)


def parents(pages: Sequence[Sequence[Segment]]) -> Parents:
    """The parent elements of all segments; without markup one without a name."""
    number: list[int] = []
    paths: list[str] = []
    starts = [0]
    for page in pages:
        known: dict[str, int] = {}
        for segment in page:
            path = "" if segment.markup is None else segment.markup.parent
            at = known.get(path)
            if at is None:
                at = known[path] = len(paths)
                paths.append(path)
            number.append(at)
        starts.append(len(paths))
    return Parents(np.array(number, np.intp), paths, np.array(starts, np.intp))
