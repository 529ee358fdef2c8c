"""The baseline file: findings that are known, by rule and content.

Neither line numbers nor times stand in it, and each entry takes one line that ends in a comma,
so that branches of a repository merge without conflict: the lines are sorted by the content's
hash, which scatters new ones. A text may move within and between documents; once it changes,
its findings are new.
"""

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple, NoReturn

import msgspec

from labeler.errors import ConfigError, UsageError
from labeler.regular import read_regular
from labeler.replace import replacing
from labeler.report.excerpt import one_line
from labeler.report.schema import Finding

VERSION = 1
DEFAULT_NAME = ".labeler-baseline.json"

Review = Literal["accepted", "false_positive", "todo"]


class Key(NamedTuple):
    """What a finding is known by."""

    content: str
    rule: str


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One known finding."""

    status: Review = "todo"
    """What a person said of it; `todo` until someone looked."""
    reason: str | None = None
    path: str | None = None
    """Where it was first seen, for those who review."""
    quote: str | None = None

    @property
    def justification(self) -> str | None:
        """Why it was accepted; `None` until someone looked."""
        if self.status == "todo":
            return None
        return self.reason or self.status.replace("_", " ")


_KEY = re.compile(r"([0-9a-f]{16}) ([a-z0-9]+(?:-[a-z0-9]+)*)")
_QUOTE = 80
"""Characters of the text that an entry shows."""


def read_baseline(path: Path) -> dict[Key, Entry]:
    """The entries of a baseline file.

    Raises ConfigError, naming file and line where it can, for one that is missing, damaged,
    half merged or of another version.
    """
    try:
        text = read_regular(path).decode("utf-8")
    except FileNotFoundError:
        raise ConfigError(
            f"{path}: no such baseline; make it with `labeler baseline create`"
        ) from None
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not UTF-8 (byte {error.start}); {_RESTORE}") from None
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from None
    return _Baseline(path, text).entries()


def write_baseline(path: Path, entries: Mapping[Key, Entry]) -> None:
    """Replace the file at once: readers find the old entries or all the new ones.

    Raises UsageError where it cannot be written.
    """
    lines = [f"{_json(' '.join(key))}: {_json(entries[key])},\n" for key in sorted(entries)]
    content = "{\n" + "".join(lines) + f'"version": {VERSION}\n}}\n'
    try:
        with replacing(path) as file:
            file.write(content.encode())
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror}") from error


def entry_of(finding: Finding, path: str) -> Entry:
    """The entry of a finding that nobody has looked at, first seen in the document at `path`."""
    quote = one_line(finding.quote or "")[:_QUOTE]
    return Entry(path=one_line(path), quote=quote or None)


def seen_from(baseline: Path, path: str) -> str:
    """The path of a document as an entry gives it: from where the baseline lies."""
    if path == "-":
        return path
    try:
        return Path(os.path.relpath(path, baseline.parent)).as_posix()
    except ValueError:  # another drive
        return path


class _Baseline:
    """One file, being read."""

    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        self._lines = text.split("\n")

    def entries(self) -> dict[Key, Entry]:
        raw = self._raw()
        version = raw.pop("version", None)
        if version != VERSION:
            self._fail(
                "version",
                f"version {version} of baselines is unknown, this labeler reads {VERSION}; "
                "upgrade labeler, or make the file anew with `labeler baseline create --force`"
                if version is not None
                else f"no `version`: it is no baseline, or cut off; {_RESTORE}",
            )
        return {self._key(text): self._entry(text, value) for text, value in raw.items()}

    def _raw(self) -> dict[str, Any]:
        for number, line in enumerate(self._lines, 1):
            if line.startswith(("<<<<<<<", "=======", ">>>>>>>", "|||||||")):
                raise ConfigError(
                    f"{self._path}:{number}: a git merge stopped here; keep the entries of both "
                    "sides and delete the lines with the conflict markers"
                )
        try:
            raw = json.loads("\n".join(self._lines), object_pairs_hook=self._once)
        except json.JSONDecodeError as error:
            raise ConfigError(
                f"{self._path}:{error.lineno}: not a whole JSON file; {_RESTORE}"
            ) from None
        except (RecursionError, ValueError):  # nested too deep, a number of thousands of digits
            raise ConfigError(f"{self._path}:1: not a baseline; {_RESTORE}") from None
        if not isinstance(raw, dict):
            raise ConfigError(f"{self._path}:1: a baseline is a JSON object; {_RESTORE}")
        return raw

    def _once(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            seen: set[str] = set()
            for key, _ in pairs:
                if key in seen:
                    self._fail(key, f"`{key}` stands here twice; delete one of the lines")
                seen.add(key)
        return found

    def _key(self, text: str) -> Key:
        match = _KEY.fullmatch(text)
        if match is None:
            self._fail(
                text,
                f"`{text}` is no entry; one looks like `0123456789abcdef chatbot-residue`",
            )
        return Key(match[1], match[2])

    def _entry(self, text: str, value: object) -> Entry:
        try:
            return msgspec.convert(value, Entry)
        except msgspec.ValidationError as error:
            self._fail(text, f"entry `{text}`: {error}; mend it, or delete the line")

    def _fail(self, key: str, problem: str) -> NoReturn:
        """Raise for the last line that begins with `key`."""
        start = json.dumps(key, ensure_ascii=False)
        at = [number for number, line in enumerate(self._lines, 1) if line.startswith(start)]
        raise ConfigError(f"{self._path}:{at[-1] if at else 1}: {problem}")


_RESTORE = "restore it from version control, or make it anew with `labeler baseline create --force`"


def _json(value: object) -> str:
    from labeler.report.encode import encode  # it loads what only a scan needs

    return encode(value).decode()
