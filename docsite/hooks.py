"""Called by mkdocs: puts pages from outside docs/ into the site and mends links between both.

Pages are written to be read in the repository, where README.md links to docs/rules.md and
docs/training.md to ../models/recipe.yaml. In the site the first becomes a link between pages, and
what the site does not have, such as the recipe, is named without a link.
"""

import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

ROOT = Path(__file__).parents[1]
DOCS = "docs"
PLACED = {
    "README.md": "index.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "samples/README.md": "samples.md",
    "models/CARD.md": "model-card.md",
}
"""Pages from outside docs/, and what they are called in the site."""
_HOMES = {page: home for home, page in PLACED.items()}
_LINK = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(([^()\s#:]+)(#[^()\s]*)?\)")
"""A link to a file or picture, not to an address: text, path, anchor."""
_TABLE = re.compile(r"(?<=[^\n|]\n)(?=\|.*\n\|[ :|-]+\n)")
"""Where a table follows upon a line of text; mkdocs takes it for a table after an empty one."""


def on_files(files: "Files", config: "MkDocsConfig", **_: Any) -> "Files":
    """Add the pages from outside docs/ to those that mkdocs has found."""
    from mkdocs.structure.files import File

    for home, page in PLACED.items():
        files.append(File.generated(config, page, content=(ROOT / home).read_text("utf-8")))
    return files


def on_page_markdown(markdown: str, page: "Page", **_: Any) -> str:
    """Mend a page before mkdocs reads it."""
    return spaced(in_site(markdown, page.file.src_uri))


def spaced(markdown: str) -> str:
    """A page's text with an empty line before each table."""
    return _TABLE.sub("\n", markdown)


def in_site(markdown: str, page: str) -> str:
    """A page's text as the site has it; `page` is what the page is called there."""
    home = _HOMES.get(page, f"{DOCS}/{page}")

    def mended(link: re.Match[str]) -> str:
        text, path, anchor = link[1], link[2], link[3] or ""
        target = posixpath.normpath(posixpath.join(posixpath.dirname(home), path))
        if target in PLACED:
            place = PLACED[target]
        elif target.startswith(f"{DOCS}/"):
            place = target.removeprefix(f"{DOCS}/")
        elif (ROOT / target).exists():
            return text
        else:
            return link[0]  # mkdocs will complain of it
        return f"[{text}]({posixpath.relpath(place, posixpath.dirname(page) or '.')}{anchor})"

    return _LINK.sub(mended, markdown)
