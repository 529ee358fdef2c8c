"""Places in the element tree, read off element paths such as `html/body/main/p[3]`."""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

# Elements that hold a piece of text rather than a part of the page.
_PIECES = frozenset((
    "p", "li", "ul", "ol", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "figure",
    "figcaption", "picture", "img", "dl", "dt", "dd", "tr", "tbody",
))  # fmt: skip


def within(path: str, root: str) -> bool:
    """Whether the element at `path` is the one at `root` or lies inside it."""
    return path.startswith(root) and path[len(root) : len(root) + 1] in ("", "/")


@lru_cache(maxsize=4096)  # neighbours share their containers
def place(path: str) -> str:
    """Path of the nearest element that is a part of the page, not a piece of text."""
    above, _, last = path.rpartition("/")
    return place(above) if above and last.partition("[")[0] in _PIECES else path


def row(path: str) -> str:
    """Path of the nearest table row around the element; empty if there is none."""
    while path and path.rpartition("/")[2].partition("[")[0] != "tr":
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
