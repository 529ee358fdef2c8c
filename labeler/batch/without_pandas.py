"""Keeps pyarrow from loading pandas, as it does at its first list where pandas is installed.

Nothing in a local run needs it, and it takes as long to load as rules and model together.
"""

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType

from labeler.batch.extras import extra


class _NoPandas:
    """An importer that finds no pandas."""

    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name == "pandas":
            raise ModuleNotFoundError("pandas is left out", name=name)
        return None


def leave_pandas_out() -> None:
    """Let pyarrow look for pandas and not find it: it looks once in a process.

    For processes that end with their run: pyarrow then takes no Series of pandas for what it is.
    """
    if "pandas" in sys.modules:
        return
    importer = _NoPandas()
    sys.meta_path.insert(0, importer)
    try:
        extra("pyarrow").array([""])
    finally:
        sys.meta_path.remove(importer)
