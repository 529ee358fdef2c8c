"""Options that take one of some names."""

from collections.abc import Iterable
from typing import TypeVar

from labeler.errors import UsageError

Name = TypeVar("Name", bound=str)


def chosen(what: str, given: str, known: Iterable[Name]) -> Name:
    """The one of the `known` names that was given. Raises UsageError that lists them."""
    names = tuple(known)
    for name in names:
        if name == given:
            return name
    raise UsageError(f"no {what} {given!r}; there are {', '.join(names)}")
