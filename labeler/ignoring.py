"""Patterns as in a .gitignore, which anybody may have written, and paths that may be no UTF-8."""

import re
import warnings
from collections.abc import Sequence


class PathPatterns:
    """Which paths patterns are about; a later pattern goes before an earlier one.

    Raises ValueError for what is no pattern, and for more of them than RE2 matches together
    (thousands).
    """

    def __init__(self, patterns: Sequence[str]) -> None:
        import re2
        from pathspec import GitIgnoreSpec

        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of `re`, which every pattern passes first
                self._spec = GitIgnoreSpec.from_lines(patterns)
        except (re.error, re2.error) as error:
            raise ValueError(str(error)) from None

    def verdict(self, path: str) -> bool | None:
        """Whether the path is meant; None if no pattern says anything of it.

        Of a name that is no UTF-8, its odd bytes count as U+FFFD.
        """
        named = path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        return self._spec.check_file(named).include
