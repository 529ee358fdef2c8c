"""Path patterns of a configuration file."""

import os
from collections.abc import Sequence
from functools import cached_property

from labeler.ignoring import PathPatterns


class Paths:
    """Patterns as in a .gitignore, relative to the directory `base`. Without any, all fit."""

    def __init__(self, patterns: Sequence[str], base: str) -> None:
        self._patterns = tuple(patterns)
        self._base = base

    def hold(self, path: str) -> bool:
        """Whether the document at `path` is meant; records count as the file they stand in."""
        if not self._patterns:
            return True
        from labeler.report.places import file_and_record  # a plain scan does without

        return bool(self._compiled.verdict(self._relative(file_and_record(path)[0])))

    @cached_property
    def _compiled(self) -> PathPatterns:
        return PathPatterns(self._patterns)

    def _relative(self, path: str) -> str:
        if path == "-":
            return path
        try:
            below = os.path.relpath(path, self._base or None)
        except ValueError:  # another drive
            return path
        return below.replace(os.sep, "/")
