"""The training recipe: how much each source counts, read from `models/recipe.yaml`."""

from pathlib import Path

import msgspec

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


class TextSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How one source of gold texts is used."""

    texts: int = 6000
    """At most so many texts of each language and label."""


class Recipe(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Sources by name; sources the recipe does not name get the defaults."""

    pages: dict[str, PageSource] = {}
    texts: dict[str, TextSource] = {}

    def page_source(self, source: str) -> PageSource:
        """How a source of gold pages is used."""
        return self.pages.get(source, PageSource())

    def text_source(self, source: str) -> TextSource:
        """How a source of gold texts is used."""
        return self.texts.get(source, TextSource())


def load_recipe(path: Path) -> Recipe:
    """Read a recipe. Raises DataError naming the file and the wrong key."""
    import yaml

    try:
        return msgspec.convert(yaml.safe_load(path.read_text("utf-8")) or {}, Recipe)
    except (OSError, yaml.YAMLError, msgspec.ValidationError) as error:
        raise DataError(f"{path}: not a training recipe: {error}") from None
