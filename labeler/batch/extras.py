"""Packages that only an extra brings, as `labeler[batch]`."""

from importlib import import_module
from typing import Any

from labeler.errors import UsageError


def extra(module: str, name: str = "batch") -> Any:
    """The module, imported now. Raises UsageError that names the extra it comes with."""
    try:
        return import_module(module)
    except ImportError as error:
        package = module.partition(".")[0]
        if error.name is not None and error.name.partition(".")[0] != package:
            raise  # it is there, but broken
        raise UsageError(
            f"{package} is missing; install it with: pip install 'labeler[{name}]'"
        ) from None
