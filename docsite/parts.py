"""Parts of a page that are made, between `<!-- made NAME -->` and `<!-- end -->`."""

import re
from collections.abc import Iterable, Mapping, Sequence

from docsite.hooks import ROOT

_PLACE = re.compile(r"(<!-- made ([\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def filled(page: str, made: Mapping[str, str]) -> str:
    """The page of that name in docs/ with its made parts anew."""
    text = (ROOT / "docs" / page).read_text("utf-8")
    return _PLACE.sub(lambda place: f"{place[1]}{made[place[2]]}\n{place[3]}", text)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
