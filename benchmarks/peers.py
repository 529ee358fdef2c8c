"""Other extractors of articles, each as a function from a page's HTML to the article's text.

They come with `pip install labeler[bench]` and are imported when first used. Each runs as its
documentation shows it, without comments where there is a choice.
"""

import logging
import warnings
from collections.abc import Callable, Mapping
from typing import Any

Extract = Callable[[str], str]
"""From HTML to the text of the article, empty if there is none."""


def _trafilatura(**options: Any) -> Extract:
    import trafilatura

    def extract(html: str) -> str:
        text: str | None = trafilatura.extract(html, include_comments=False, **options)
        return text or ""

    return extract


def _resiliparse() -> Extract:
    from resiliparse.extract.html2text import extract_plain_text

    return lambda html: str(extract_plain_text(html, main_content=True, alt_texts=False))


def _readability() -> Extract:
    import readability
    from resiliparse.extract.html2text import extract_plain_text

    def extract(html: str) -> str:
        summary = readability.Document(html).summary()
        return str(extract_plain_text(summary, main_content=False, alt_texts=False))

    return extract


def _justext() -> Extract:
    import justext

    stoplist = justext.get_stoplist("English")

    def extract(html: str) -> str:
        paragraphs = justext.justext(html, stoplist)
        return "\n".join(p.text for p in paragraphs if not p.is_boilerplate)

    return extract


def _boilerpy3() -> Extract:
    from boilerpy3.extractors import ArticleExtractor

    extractor = ArticleExtractor(raise_on_failure=False)
    return lambda html: str(extractor.get_content(html))


def _newspaper4k() -> Extract:
    import newspaper

    def extract(html: str) -> str:
        article = newspaper.Article("https://example.org/", fetch_images=False)
        article.download(input_html=html)
        article.parse()
        return str(article.text)

    return extract


PEERS: Mapping[str, Callable[[], Extract]] = {
    "trafilatura": _trafilatura,
    "trafilatura, precise": lambda: _trafilatura(favor_precision=True),
    "trafilatura, fast": lambda: _trafilatura(fast=True),
    "readability-lxml": _readability,
    "newspaper4k": _newspaper4k,
    "resiliparse": _resiliparse,
    "justext": _justext,
    "boilerpy3": _boilerpy3,
}
"""justext knows stop words by language and is given the English ones."""


def silence() -> None:
    """Keep the peers' warnings out of the figures' way."""
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
