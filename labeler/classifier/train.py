"""Training of a whole model from gold pages and gold texts."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from labeler.classifier import tables
from labeler.classifier.compose import composed_from
from labeler.classifier.encode import Tables
from labeler.classifier.gold import GoldPage, GoldText, read_pages, read_texts
from labeler.classifier.hashing import HashSettings
from labeler.classifier.model import Model, save_model
from labeler.classifier.recipe import Recipe
from labeler.classifier.tokens import TokenHashing
from labeler.classifier.train_authorship import train_authorship
from labeler.classifier.train_structure import train_structure
from labeler.errors import DataError

STRUCTURE = HashSettings(18, (1, 2, 3, 4, 5), (1, 2))
AUTHORSHIP = TokenHashing(20, (1, 2))
_ARTICLE_CHARS = 6000


def train(
    page_files: Sequence[Path],
    text_files: Sequence[Path],
    human_files: Sequence[Path],
    output: Path,
    *,
    furniture_files: Sequence[Path] = (),
    caption_files: Sequence[Path] = (),
    more_pages: Sequence[GoldPage] = (),
    more_texts: Sequence[GoldText] = (),
    authorship_of: Model | None = None,
    recipe: Recipe,
    without: Sequence[str] = (),
    say: Callable[[str], None],
) -> None:
    """Train all heads and write the model to `output`.

    Furniture of sites and captions go into pages composed with paragraphs of `human_files`.
    `more_pages` and `more_texts` are what reviewers corrected: unlike the pages in files, their
    articles are not all by people, whose texts come apart.
    `authorship_of` is a model whose authorship head stays as it is; texts then teach nothing.
    `without` names sources or publishers that are left out of everything, so that they can
    be measured. Raises DataError for data that does not follow the format.
    """
    pages = [page for file in page_files for page in read_pages(file) if _kept(page, without)]
    texts = [text for file in text_files for text in read_texts(file)]
    human = [text for file in human_files for text in read_texts(file, "human")]
    texts += human
    texts += articles(pages, recipe)
    texts += more_texts
    pages += [page for page in more_pages if _kept(page, without)]
    texts = [text for text in texts if text.source not in without]
    if not pages:
        raise DataError("no gold pages to train on; give --pages FILE")
    known = [text for text in human if text.source not in without]
    pages += composed_from(furniture_files, known, caption_files)
    made = Tables(*tables.build())
    if authorship_of is None:
        authorship, settings = train_authorship(texts, recipe, AUTHORSHIP, made, say)
        sources = _sources(pages, texts)
    else:
        authorship, settings = authorship_of.authorship, authorship_of.manifest.authorship
        sources = _with_texts_of(_sources(pages, []), authorship_of.manifest.sources)
    save_model(
        output,
        structure_hashing=STRUCTURE,
        authorship_settings=settings,
        tables=made,
        text=train_structure(pages, "text", recipe, STRUCTURE, made, say),
        html=train_structure(pages, "html", recipe, STRUCTURE, made, say),
        authorship=authorship,
        sources=sources,
        figures={},
    )


def _kept(page: GoldPage, without: Sequence[str]) -> bool:
    return page.source not in without and page.publisher not in without


def articles(pages: Iterable[GoldPage], recipe: Recipe) -> list[GoldText]:
    """The articles of gold pages, which are human text where the recipe says so."""
    made = []
    for page in pages:
        if not recipe.page_source(page.source).prose:
            continue
        prose = [s.text for s in page.segments if s.label == "article" and len(s.text) >= 40]
        text = " ".join(prose)[:_ARTICLE_CHARS]
        made.append(GoldText(text, "human", f"{page.source} pages", page.lang, "page"))
    return made


def _sources(pages: Iterable[GoldPage], texts: Iterable[GoldText]) -> dict[str, dict[str, int]]:
    rows: dict[str, Counter[str]] = {}
    for page in pages:
        rows.setdefault(page.source, Counter())["pages"] += 1
    for text in texts:
        rows.setdefault(text.source, Counter())[f"{text.label} texts"] += 1
    return {source: dict(sorted(counts.items())) for source, counts in sorted(rows.items())}


def _with_texts_of(
    pages: dict[str, dict[str, int]], before: dict[str, dict[str, int]]
) -> dict[str, dict[str, int]]:
    """Counts of pages, with those of texts from an earlier model's sources."""
    rows = {source: dict(counts) for source, counts in pages.items()}
    for source, counts in before.items():
        texts = {kind: count for kind, count in counts.items() if kind != "pages"}
        if texts:
            rows[source] = dict(sorted((rows.get(source, {}) | texts).items()))
    return dict(sorted(rows.items()))
