"""From a document and its report to the article."""

from pathlib import Path

import pytest

from labeler import Labeler
from labeler.extract import Article, extract_article
from labeler.read import read_html, read_path, read_text
from tests.extract.made import OTHER_PROSE, PROSE, THIRD_PROSE

SAMPLES = Path(__file__).parents[2] / "samples"
HEADLINE = "Village council votes to repair the old pier"
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>{HEADLINE} | Island Post</title></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<main><article><h1>{HEADLINE}</h1>
<figure><img src="pier.jpg" alt="A pier at dusk"><figcaption>The old pier in a storm. Photo: R. Moen
</figcaption></figure><p>{PROSE}</p><h2>Oak from the mainland</h2><p>{OTHER_PROSE}</p>
<ul><li>The old planks are given away.</li><li>The lamps stay where they are.</li></ul>
<p>{THIRD_PROSE}</p></article></main>
<footer><p>© Island Post. All rights reserved.</p><a href="/imprint">Imprint</a></footer>
</body></html>"""


@pytest.fixture(scope="module")
def labeler() -> Labeler:
    return Labeler()


def extracted(labeler: Labeler, markup: str, *, captions: bool = False) -> Article:
    document = read_html(markup)
    return extract_article(document, labeler.scan_document(document), captions=captions)


def test_title_and_pieces_come_in_reading_order(labeler: Labeler):
    article = extracted(labeler, PAGE)

    assert article.title == HEADLINE
    assert article.language == "en"
    assert [(piece.kind, piece.text) for piece in article.pieces] == [
        ("paragraph", PROSE),
        ("heading", "Oak from the mainland"),
        ("paragraph", OTHER_PROSE),
        ("list_item", "The old planks are given away."),
        ("list_item", "The lamps stay where they are."),
        ("paragraph", THIRD_PROSE),
    ]
    assert [piece.level for piece in article.pieces if piece.kind == "heading"] == [2]


def test_spans_find_the_pieces_in_the_document(labeler: Labeler):
    document = read_html(PAGE)
    article = extract_article(document, labeler.scan_document(document))

    assert article.pieces
    for piece in article.pieces:
        assert document.text[piece.span.start : piece.span.end] == piece.text


def test_captions_come_on_demand_and_instead_of_the_alt_text(labeler: Labeler):
    captions = [
        piece.text
        for piece in extracted(labeler, PAGE, captions=True).pieces
        if piece.label == "image_caption"
    ]
    assert captions == ["The old pier in a storm. Photo: R. Moen"]


def test_a_paragraph_that_stands_twice_is_given_once(labeler: Labeler):
    twice = PAGE.replace(f"<p>{THIRD_PROSE}</p>", f"<p>{THIRD_PROSE}</p>" * 2)
    assert [piece.text for piece in extracted(labeler, twice).pieces].count(THIRD_PROSE) == 1


def test_a_page_without_paragraph_elements(labeler: Labeler):
    story = [
        f"{text} {more}"
        for text in (PROSE, OTHER_PROSE, THIRD_PROSE)
        for more in ("Nobody objected.", "The school children watched from the hill.")
    ]
    markup = f"""<html><head><title>{HEADLINE}</title></head><body><table><tr><td><a href=a>Index
    </a><br><a href=b>Mail</a></td><td><font size=5>{HEADLINE}</font><br><br>
    {"<br><br>".join(story)}</td></tr></table></body></html>"""
    article = extracted(labeler, markup)

    assert article.title == HEADLINE
    assert [piece.text for piece in article.pieces] == story


@pytest.mark.parametrize(
    "markup",
    [
        "<html><body><div class=consent><h2>Your privacy</h2><p>We and our 140 partners store "
        "cookies on your device to show you advertising.</p><button>Accept all</button>"
        "<button>Settings</button></div></body></html>",
        "<html><body><form><h1>Log in</h1><label>E-mail</label><input><label>Password</label>"
        "<input><button>Log in</button><a href=x>Forgot your password?</a></form></body></html>",
    ],
    ids=["cookie wall", "login page"],
)
def test_no_article_is_made_up(labeler: Labeler, markup: str):
    article = extracted(labeler, markup)

    assert article.pieces == ()
    assert article.title is None
    assert article.text == ""


def test_the_first_line_of_a_text_is_its_title(labeler: Labeler):
    document = read_text(f"{HEADLINE}\n\n{PROSE}\n\n{OTHER_PROSE}\n\n{THIRD_PROSE}\n")
    article = extract_article(document, labeler.scan_document(document))

    assert article.title == HEADLINE
    assert [piece.text for piece in article.pieces] == [PROSE, OTHER_PROSE, THIRD_PROSE]


def test_prose_that_is_declared_ai_keeps_its_label(labeler: Labeler):
    path = SAMPLES / "ai-report.hi.txt"
    (document,) = read_path(str(path))
    article = extract_article(document, labeler.scan_document(document))  # type: ignore[arg-type]

    assert {piece.label for piece in article.pieces} == {"ai_report"}


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.*")), ids=lambda path: path.name)
def test_every_sample_can_be_extracted(labeler: Labeler, path: Path):
    if path.name == "README.md":
        return
    for document in read_path(str(path)):
        article = extract_article(document, labeler.scan_document(document), captions=True)  # type: ignore[arg-type]
        starts = [piece.span.start for piece in article.pieces]
        assert starts == sorted(starts)


def test_signs_without_a_letter_repeat_no_title(labeler: Labeler):
    document = read_text(f"{PROSE}\n\n— — —\n\n{OTHER_PROSE}\n\n{THIRD_PROSE}")
    article = extract_article(document, labeler.scan_document(document))

    assert article.title is None
    assert [piece.text for piece in article.pieces] == [PROSE, "— — —", OTHER_PROSE, THIRD_PROSE]
