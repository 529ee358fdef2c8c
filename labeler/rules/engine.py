"""google-re2 with the options that all rules are compiled with."""

from collections.abc import Sequence
from functools import cache
from typing import Any, TypeAlias

import re2

Regex: TypeAlias = Any
"""A compiled regex; google-re2 gives its class no public name."""

_ANYWHERE = re2._re2.RE2.Anchor.UNANCHORED
_NO_SPAN = (-1, -1)


@cache
def compiled(pattern: str) -> Regex:
    """Return the regex of `pattern`, compiled once. Raises re2.error if RE2 refuses it.

    Only patterns with named groups tell where their groups match.
    """
    opts = re2.Options()
    opts.log_errors = False  # errors are raised; RE2 would also write them to stderr
    opts.max_mem = 256 << 20
    opts.never_capture = "(?P<" not in pattern and "(?<" not in pattern  # faster without
    return re2.compile(pattern, opts)


def spans(regex: Regex, data: bytes, start: int = 0) -> Sequence[tuple[int, int]] | None:
    """Return where `regex` first matches from `start` on, whole and by group; None if nowhere.

    As its `search`, without the objects that google-re2's Python layer makes for every match:
    they take twice as long as the search of a line.
    """
    found: Sequence[tuple[int, int]] = regex._regexp.Match(_ANYWHERE, data, start, len(data))
    return None if found[0] == _NO_SPAN else found
