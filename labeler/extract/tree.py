"""Places in the element tree, read off element paths such as `html/body/main/p[3]`."""

import re
from collections import defaultdict
from collections.abc import Iterable

# Elements that hold a piece of text rather than a part of the page.
_PIECES = frozenset((
    "p", "li", "ul", "ol", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "figure",
    "figcaption", "picture", "img", "dl", "dt", "dd", "tr", "tbody",
))  # fmt: skip
_ORDINAL = re.compile(r"\[\d+\]$")


def within(path: str, root: str) -> bool:
    """Whether the element at `path` is the one at `root` or lies inside it."""
    return path.startswith(root) and path[len(root) : len(root) + 1] in ("", "/")


def place(path: str) -> str:
    """Path of the nearest element that is a part of the page, not a piece of text."""
    while (above := path.rpartition("/")[0]) and _tag(path) in _PIECES:
        path = above
    return path


def row(path: str) -> str:
    """Path of the nearest table row around the element; empty if there is none."""
    while path and _tag(path) != "tr":
        path = path.rpartition("/")[0]
    return path


def smallest_holder(weighed: Iterable[tuple[str, float]], share: float) -> str:
    """The deepest element that holds at least `share` of the weight; empty for no weight.

    `weighed` are pairs of an element path and its weight, not negative.
    """
    held: dict[str, float] = defaultdict(float)
    whole = 0.0
    for path, weight in weighed:
        whole += weight
        while path and weight:
            held[path] += weight
            path = path.rpartition("/")[0]
    enough = [path for path, weight in held.items() if weight >= share * whole]
    return max(enough, key=lambda path: path.count("/"), default="")


def _tag(path: str) -> str:
    return _ORDINAL.sub("", path.rpartition("/")[2])
