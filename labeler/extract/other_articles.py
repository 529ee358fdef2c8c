"""Other articles on the page: many sites load the next one below the one that was asked for."""

import re
from collections import defaultdict
from collections.abc import Sequence

from labeler.extract.candidates import Candidate
from labeler.extract.title import same_words, says_title

_ARTICLE = re.compile(r".*?/article(?:\[\d+\])?(?=/|$)")
"""Path of the outermost `article` element."""


def other_articles(candidates: Sequence[Candidate], title: str | None) -> set[int]:
    """Positions of the candidates in `article` elements with a headline (`h1`) of their own,
    where another `article` element is the only one whose headline says the page's `title`.

    Posts of a forum and comments have none; an index of a blog is not called after one post.
    """
    elements: dict[str, list[int]] = defaultdict(list)
    for at, candidate in enumerate(candidates):
        if found := _ARTICLE.match(candidate.path):
            elements[found[0]].append(at)
    if not title or len(elements) < 2:
        return set()
    declared = same_words(title)
    headed, meant = set(), []
    for path, positions in elements.items():
        headings = [
            c for c in (candidates[at] for at in positions) if c.kind == "heading" and c.probability
        ]
        if any(c.markup and "h1" in c.markup.ancestors for c in headings):
            headed.add(path)
        if any(says_title(c.text, declared) for c in headings):
            meant.append(path)
    if len(meant) != 1:
        return set()
    return {at for path in headed - set(meant) for at in elements[path]}
