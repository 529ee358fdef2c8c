"""Rules of the user's that were parsed before, kept in the user's cache directory.

Parsing takes half a millisecond a rule, at every start. An entry is found by the paths and the
content of the rule files and by the code that parses them. It is written whole or not at all,
and is as if it were not there when damaged: the directory may be deleted at any time, shared
between processes or read-only.
"""

import hashlib
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from zlib import crc32

from labeler.rules.compiled import Compiled, decode, encode
from labeler.rules.files import RuleFile, sha256_of
from labeler.version import VERSION

_MOST_KEPT = 50
"""Entries; those that were longest not used go first."""
_CHECKSUM_BYTES = 4
"""Before each entry: regexes are looked at late, when it is too late to parse the YAML."""


def find_kept(files: Sequence[RuleFile]) -> Compiled | None:
    """Return what parsing `files` gave before, None if it is not known."""
    digest = sha256_of(files)
    path = _path(files, digest)
    try:
        data = path.read_bytes()
    except OSError:
        return None
    if not data.startswith(_checksum(data[_CHECKSUM_BYTES:])):
        return None
    found = decode(data[_CHECKSUM_BYTES:], digest)
    if found is not None:
        with suppress(OSError):  # read-only, or removed meanwhile
            os.utime(path)
    return found


def keep(files: Sequence[RuleFile], compiled: Compiled) -> None:
    """Keep what parsing `files` gives. What cannot be written is not kept; that costs time only."""
    digest = sha256_of(files)
    path = _path(files, digest)
    unfinished = path.with_suffix(f".{os.getpid()}.tmp")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        data = encode(compiled, digest)
        try:
            unfinished.write_bytes(_checksum(data) + data)
            os.replace(unfinished, path)
        except OSError:  # a full disk
            unfinished.unlink()
            raise
        _remove_old(path.parent)


def kept_in() -> Path:
    """Return the directory of the entries, below the user's directory for caches."""
    home = os.environ.get("XDG_CACHE_HOME") or ""
    if not os.path.isabs(home):  # as the XDG base directory specification has it
        home = os.path.expanduser("~/.cache")
        if sys.platform == "win32":
            home = os.environ.get("LOCALAPPDATA", home)
        elif sys.platform == "darwin":
            home = os.path.expanduser("~/Library/Caches")
    return Path(home, "labeler", "rules")


def _path(files: Sequence[RuleFile], digest: str) -> Path:
    places = [str(file.path) for file in files]  # overrides that fit no rule are told by them
    name = hashlib.sha256("\0".join([VERSION, _code(), digest, *places]).encode("utf-8", "replace"))
    return kept_in() / f"{name.hexdigest()[:40]}.json"


@cache
def _code() -> str:
    """Return a hash of the modules that parse rules: a change makes old entries unfindable."""
    digest = hashlib.sha256()
    for module in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(module.read_bytes())
    return digest.hexdigest()


def _checksum(data: bytes) -> bytes:
    return crc32(data).to_bytes(_CHECKSUM_BYTES, "little")


def _remove_old(folder: Path) -> None:
    entries = [(entry.stat().st_mtime, entry.path) for entry in os.scandir(folder)]
    for _, path in sorted(entries)[:-_MOST_KEPT]:
        os.unlink(path)
