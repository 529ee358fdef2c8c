"""google-re2 with the options that all rules are compiled with."""

from collections import OrderedDict
from collections.abc import Sequence
from typing import Any, TypeAlias

import re2

Regex: TypeAlias = Any
"""A compiled regex; google-re2 gives its class no public name."""

_ANYWHERE = re2._re2.RE2.Anchor.UNANCHORED
_NO_SPAN = (-1, -1)


_MOST_INSTRUCTIONS = 2_700_000
"""Of the compiled regexes that are kept: 25 bytes each, and up to 100 more for what RE2 learns of
the texts (`max_mem` bounds that). The shipped regexes have five times as many."""

_kept: OrderedDict[str, Regex] = OrderedDict()
"""By pattern; those that were asked for last stand last."""
_instructions = 0


def compiled(pattern: str) -> Regex:
    """Return the regex of `pattern`, compiled anew if it was not asked for in a long time.

    Raises re2.error if RE2 refuses it. Only patterns with named groups tell where their groups
    match.
    """
    regex = _kept.get(pattern)
    if regex is None:
        return _compile(pattern)
    _kept.move_to_end(pattern)
    return regex


def is_compiled(pattern: str) -> bool:
    """Whether `compiled` has the regex of `pattern` at hand."""
    return pattern in _kept


def _compile(pattern: str) -> Regex:
    global _instructions
    opts = re2.Options()
    opts.log_errors = False  # errors are raised; RE2 would also write them to stderr
    opts.max_mem = 12 << 20
    opts.never_capture = "(?P<" not in pattern and "(?<" not in pattern  # faster without
    regex = _kept[pattern] = re2._Regexp(pattern, opts)  # re2.compile keeps some for good
    _instructions += regex.programsize
    while _instructions > _MOST_INSTRUCTIONS and len(_kept) > 1:
        _, oldest = _kept.popitem(last=False)
        _instructions -= oldest.programsize
    return regex


def spans(regex: Regex, data: bytes, start: int = 0) -> Sequence[tuple[int, int]] | None:
    """Return where `regex` first matches from `start` on, whole and by group; None if nowhere.

    As its `search`, without the objects that google-re2's Python layer makes for every match:
    they take twice as long as the search of a line.
    """
    found: Sequence[tuple[int, int]] = regex._regexp.Match(_ANYWHERE, data, start, len(data))
    return None if found[0] == _NO_SPAN else found
