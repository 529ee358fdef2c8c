"""The site: pages made from the code are current, and mkdocs reads the others right."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token
from selectolax.lexbor import LexborHTMLParser

import labeler
from docsite.hooks import PLACED, in_site, spaced
from docsite.made import PAGES as MADE
from labeler.cli import exit_codes

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), *(ROOT / home for home in PLACED)])
COUNTED = ("h1", "h2", "h3", "h4", "table", "pre", "ol", "ul", "li", "strong")


@pytest.mark.parametrize("name", MADE)
def test_a_page_made_from_the_code_is_current(name: str) -> None:
    assert (DOCS / name).read_text("utf-8") == MADE[name](), "run: python -m docsite"


@pytest.mark.parametrize("home", PAGES, ids=lambda home: home.relative_to(ROOT).as_posix())
def test_mkdocs_reads_a_page_as_github_does(home: Path) -> None:
    markdown = pytest.importorskip("markdown", reason="pip install --group docs")
    text = home.read_text("utf-8").replace("\n* ", "\n\\* ")  # notes below tables
    here = markdown.markdown(spaced(text), extensions=["tables", "pymdownx.superfences"])
    there = MarkdownIt("commonmark").enable("table").render(text)

    def counts(html: str) -> dict[str, int]:
        tree = LexborHTMLParser(html)
        return {tag: len(tree.css(tag)) for tag in COUNTED}

    assert counts(here) == counts(there)


def listed(nav: Any) -> Iterator[str]:
    """The pages of a menu and of the menus within."""
    if isinstance(nav, str):
        yield nav
    else:
        for entry in nav.values() if isinstance(nav, dict) else nav:
            yield from listed(entry)


def test_the_menu_lists_every_page_once() -> None:
    menu = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))["nav"]
    pages = [*PLACED.values(), *(page.relative_to(DOCS).as_posix() for page in DOCS.rglob("*.md"))]
    assert sorted(listed(menu)) == sorted(pages)


@cache
def tokens(page: Path) -> list[Token]:
    return MarkdownIt("commonmark").enable("table").parse(page.read_text("utf-8"))


@cache
def anchors(page: Path) -> set[str]:
    """What GitHub calls the page's headings; of those called alike, the first."""
    headings = [
        "".join(part.content for part in inline.children or ())
        for opening, inline in zip(tokens(page), tokens(page)[1:], strict=False)
        if opening.type == "heading_open"
    ]
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize(
    "home", [*PAGES, ROOT / "SECURITY.md"], ids=lambda home: home.relative_to(ROOT).as_posix()
)
def test_links_within_the_repository_lead_somewhere(home: Path) -> None:
    parts = [part for token in tokens(home) for part in token.children or ()]
    links = [str(part.attrGet("href") or part.attrGet("src") or "") for part in parts]
    for link in links:
        path, _, anchor = link.partition("#")
        if ":" not in path:
            target = home.parent / path if path else home
            assert target.exists(), link
            assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize(
    ("page", "link", "in_the_site"),
    [
        ("index.md", "[rules](docs/rules.md#match)", "[rules](rules.md#match)"),
        ("index.md", "[decisions](docs/decisions/README.md)", "[decisions](decisions/README.md)"),
        ("index.md", "![A scan](docs/scan.svg)", "![A scan](scan.svg)"),
        ("samples.md", "[more](../docs/ci.md)", "[more](ci.md)"),
        ("training.md", "[recipe](../models/recipe.yaml)", "recipe"),
        (
            "ci.md",
            "[add a rule](../CONTRIBUTING.md#add-a-rule)",
            "[add a rule](contributing.md#add-a-rule)",
        ),
        ("decisions/0010.md", "[there](../evaluation.md)", "[there](../evaluation.md)"),
        ("rules.md", "[gone](no-such.md)", "[gone](no-such.md)"),
        (
            "rules.md",
            "![](rules.png) [RE2](https://re2.example/)",
            "![](rules.png) [RE2](https://re2.example/)",
        ),
    ],
)
def test_links_lead_to_where_pages_are_in_the_site(page: str, link: str, in_the_site: str) -> None:
    assert in_site(link, page) == in_the_site


def test_all_that_is_exported_is_described() -> None:
    described = (DOCS / "api.md").read_text("utf-8")
    assert [name for name in labeler.__all__ if f".{name}\n" not in described] == []


def test_each_exit_code_has_a_meaning() -> None:
    codes = {value for value in vars(exit_codes).values() if isinstance(value, int)}
    assert set(exit_codes.MEANINGS) == codes


def test_the_site_is_whole_and_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    pytest.importorskip("mkdocs", reason="pip install --group docs")
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", tmp_path],
        cwd=ROOT,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        check=True,
    )
    built = sorted(tmp_path.rglob("*.html"))
    assert len(built) == len(PAGES) + 1  # and 404.html
    for page in built:
        tree = LexborHTMLParser(page.read_text("utf-8"))
        loaded = [node.attributes["src"] or "" for node in tree.css("[src]")]
        loaded += [node.attributes["href"] or "" for node in tree.css("link[href]")]
        assert [place for place in loaded if "//" in place] == []
        assert not tree.css(".mermaid")  # its drawing would be loaded from a CDN
