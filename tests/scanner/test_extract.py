"""Extracting an article in one call."""

from labeler.read import read_html
from tests.extract.made import OTHER_PROSE, PROSE, THIRD_PROSE
from tests.extract.test_extract_article import HEADLINE, PAGE
from tests.scanner.made import labeler


def test_the_article_of_a_page():
    article = labeler().extract_html(PAGE, "pier.html")

    assert (article.path, article.title) == ("pier.html", HEADLINE)
    assert article.text.startswith(PROSE)
    assert article == labeler().extract_document(read_html(PAGE, "pier.html"))


def test_captions_on_demand():
    assert "R. Moen" not in labeler().extract_html(PAGE).text
    assert "R. Moen" in labeler().extract_html(PAGE, captions=True).text


def test_the_article_of_a_text():
    article = labeler().extract_text("\n\n".join((HEADLINE, PROSE, OTHER_PROSE, THIRD_PROSE)))

    assert article.title == HEADLINE
    assert [piece.text for piece in article.pieces] == [PROSE, OTHER_PROSE, THIRD_PROSE]
