"""google-re2 with the options that all rules are compiled with."""

from functools import cache
from typing import Any, TypeAlias

import re2

Regex: TypeAlias = Any
"""A compiled regex; google-re2 gives its class no public name."""


def options(literal: bool = False) -> re2.Options:
    """Return the options for one regex or Set; `literal`: the pattern has no syntax."""
    opts = re2.Options()
    opts.log_errors = False  # errors are raised; RE2 would also write them to stderr
    opts.max_mem = 256 << 20
    opts.literal = literal
    return opts


@cache
def compiled(pattern: str) -> Regex:
    """Return the regex of `pattern`, compiled once. Raises re2.error if RE2 refuses it."""
    return re2.compile(pattern, options())
