"""The training recipe: how much each source counts, read from `models/recipe.yaml`."""

from pathlib import Path
from typing import Any

import msgspec

from labeler.classifier.gold import CORRECTIONS, GoldPage, PageLabel, relabelled
from labeler.errors import DataError


class PageSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Weights of one source of gold pages (0 leaves it out)."""

    words: float = 1.0
    """In the linear models that read words and element tokens."""
    news: float = 0.0
    """In the network that follows the labels' own conventions, and in its linear model."""
    general: float = 1.0
    """In the network for pages of every kind."""
    captions: bool = False
    """Whether a missing caption label means there is no caption."""
    prose: bool = True
    """Whether its articles count as human text: not where pages are of 2023 or later and nobody
    vouches for their authors."""
    pages: int | None = None
    """At most so many pages, drawn evenly."""


_WORDS, _WEIGHT = 2.0, 1.0
"""Of corrections, in the linear models and in the networks. 200 of them on each of two sites
raised article F1 (benchmarks/corrections.py) by .17 on average; with three times these weights
by .14, and with ten times they lowered it by .13, since the networks then knew little else."""


class TextSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How one source of gold texts is used."""

    texts: int = 6000
    """At most so many texts of each language and label."""
    without: tuple[str, ...] = ()
    """Domains that are left out: labels are wrong too often, or all texts are by models, so that
    the domain itself would speak for one."""
    without_generators: tuple[str, ...] = ()
    """Models whose texts are left out, since nobody uses them any more."""


class Recipe(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Sources by name; sources the recipe does not name get the defaults."""

    pages: dict[str, PageSource] = {}
    texts: dict[str, TextSource] = {}
    corrections: dict[str, dict[PageLabel, list[int]]] = {}
    """By page id: positions of segments (from 0) whose gold label is wrong, and the right one.
    In the recipe's file it may be the name of a file beside it."""

    def page_source(self, source: str) -> PageSource:
        """How a source of gold pages is used."""
        default = self._of_corrections() if source == CORRECTIONS else PageSource()
        return self.pages.get(source, default)

    def _of_corrections(self) -> PageSource:
        """They follow the labels' conventions: captions are marked and they count as `news`, if
        the recipe has sources of which that is true; alone they would be too few to learn from."""
        others = self.pages.values()
        news = any(one.news for one in others)
        captions = any(one.captions for one in others)
        return PageSource(_WORDS, _WEIGHT * news, _WEIGHT, captions)

    def text_source(self, source: str) -> TextSource:
        """How a source of gold texts is used."""
        return self.texts.get(source, TextSource())

    def corrected(self, page: GoldPage) -> GoldPage:
        """The page with its wrong labels put right."""
        labels = self.corrections.get(page.page_id)
        return relabelled(page, labels) if labels else page


def load_recipe(path: Path) -> Recipe:
    """Read a recipe and its corrections. Raises DataError naming the file and the wrong key."""
    content = _mapping(path)
    source = path
    if isinstance(content.get("corrections"), str):
        source = path.parent / content["corrections"]
        content["corrections"] = _mapping(source)
    try:
        return msgspec.convert(content, Recipe)
    except msgspec.ValidationError as error:
        at_fault = source if "$.corrections" in str(error) else path
        raise DataError(f"{at_fault}: not a training recipe: {error}") from None


def _mapping(path: Path) -> dict[str, Any]:
    import yaml

    try:
        return msgspec.convert(yaml.safe_load(path.read_text("utf-8")) or {}, dict[str, Any])
    except (OSError, ValueError, RecursionError, yaml.YAMLError, msgspec.ValidationError) as error:
        raise DataError(f"{path}: not a training recipe: {error}") from None
