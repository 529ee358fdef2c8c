"""Other extractors of articles, each as a function from a page to the article's text.

They come with `pip install labeler[bench]` and are imported when first used. Each runs as its
documentation shows it, without comments where there is a choice.
"""

import logging
import warnings
from collections.abc import Callable, Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import Any

Extract = Callable[[str, str], str]
"""From HTML and the page's language (a code, or empty) to the article's text, empty if there is
none. Only justext and newspaper4k make use of the language."""
_STOPLISTS = {
    "cs": "Czech", "de": "German", "el": "Greek", "en": "English", "es": "Spanish",
    "fr": "French", "hr": "Croatian", "it": "Italian", "ja": "Japanese", "ko": "Korean",
    "pl": "Polish", "pt": "Portuguese", "ru": "Russian", "tr": "Turkish",
}  # fmt: skip


def _trafilatura(**options: Any) -> Extract:
    import trafilatura

    def extract(html: str, language: str) -> str:
        text: str | None = trafilatura.extract(html, include_comments=False, **options)
        return text or ""

    return extract


def _resiliparse() -> Extract:
    from resiliparse.extract.html2text import extract_plain_text

    return lambda html, language: str(extract_plain_text(html, main_content=True, alt_texts=False))


def _readability() -> Extract:
    import readability
    from resiliparse.extract.html2text import extract_plain_text

    def extract(html: str, language: str) -> str:
        summary = readability.Document(html).summary()
        return str(extract_plain_text(summary, main_content=False, alt_texts=False))

    return extract


def _justext() -> Extract:
    import justext

    known = justext.get_stoplists()

    def extract(html: str, language: str) -> str:
        name = _STOPLISTS.get(language, "")
        stoplist = justext.get_stoplist(name if name in known else "English")
        paragraphs = justext.justext(html, stoplist)
        return "\n".join(p.text for p in paragraphs if not p.is_boilerplate)

    return extract


def _boilerpy3() -> Extract:
    from boilerpy3.extractors import ArticleExtractor

    extractor = ArticleExtractor(raise_on_failure=False)
    return lambda html, language: str(extractor.get_content(html))


def _newspaper4k() -> Extract:
    import newspaper
    from newspaper.languages import valid_languages

    def extract(html: str, language: str) -> str:
        known = language in dict(valid_languages())
        article = newspaper.Article(
            "https://example.org/", language=language if known else "en", fetch_images=False
        )
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
"""By the names they have in the tables: the package's, and after a comma how it is set."""


def installed_version(name: str) -> str | None:
    """Version of the package that a peer's name begins with, None if it is not installed."""
    try:
        return version(name.partition(",")[0])
    except PackageNotFoundError:
        return None


def silence() -> None:
    """Keep the peers' warnings out of the figures' way."""
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
