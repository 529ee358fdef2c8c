"""Which gold pages come from one publisher, whatever the page sets call it."""

import hashlib
import re

from labeler.classifier.gold import GoldPage

_ADDRESS = re.compile(
    r"""<(?:link|meta)\b[^>]*?["']?(?:canonical|og:url)["']?[^>]*>""", re.IGNORECASE
)
_HOST = re.compile(r"""(?:href|content)\s*=\s*["']?\s*(?:https?:)?//([^/"'\s>:]+)""", re.IGNORECASE)
_SECOND_LEVEL = {"ac", "co", "com", "edu", "go", "gov", "ne", "net", "or", "org"}
"""What stands before a country's code without naming a site: bbc.co.uk, nhk.or.jp."""


def fold_of(page: GoldPage, folds: int) -> int:
    """The fold that a page is held out in; all pages of a publisher share it."""
    return hashlib.sha256((page.publisher or page.page_id).encode()).digest()[0] % folds


def site_names(page: GoldPage) -> set[str]:
    """Names that the page's publisher goes by: its given name, and the site of its address.

    `at/KleineZeitung`, `www.kleinezeitung.at` and `newspaper/kleinezeitung_1` are all
    `kleinezeitung`. Two pages that share a name must not stand on both sides of a split; that
    a common host (`blogspot`) leaves out too much does no harm.
    """
    names = {_site(page.publisher) if page.publisher else page.page_id}
    for tag in _ADDRESS.findall(page.html):
        if host := _HOST.search(tag):
            names.add(_site(host[1]))
    return names - {""}


def _site(name: str) -> str:
    last = name.rpartition("/")[2].lower()
    labels = last.split(".")
    if len(labels) > 1 and labels[-1].isalpha():
        named = 3 if len(labels) > 2 and labels[-2] in _SECOND_LEVEL else 2
        return _bare(labels[-named])
    return _bare(re.sub(r"[-_]\d+$", "", last))


def _bare(name: str) -> str:
    return re.sub(r"[\W_]+", "", name)
