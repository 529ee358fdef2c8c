"""A label that names no medium speaks of the picture it stands at, and else of the text."""

import pytest

from labeler.decide import with_medium
from labeler.document import Kind, Lineage, Markup, Segment
from labeler.evidence import Aspect, Label
from labeler.rules import Hit
from tests.decide.made import disclosure

PROSE = "The ferry to the island stayed in port on Sunday because of the storm at sea."


def markup(path: str, image: str | None = None) -> Markup:
    return Markup("p", path, path.rpartition("/")[0], Lineage(("p",)), 0, 0, None, image)


def medium(
    wording: str = "AI-generated",
    *,
    kind: Kind = "paragraph",
    place: Markup | None = None,
    above: tuple[str, Kind, Label, Markup | None] = (PROSE, "paragraph", "human_article", None),
    below: tuple[str, Kind, Label, Markup | None] = (PROSE, "paragraph", "human_article", None),
    aspect: Aspect = "full",
    scope: str = "next",
) -> str:
    """What the label between two segments is taken to speak of."""
    lines = (above, (wording, kind, "boilerplate", place), below)
    segments = [
        Segment(at, 0, len(text), text, of_kind, where)  # type: ignore[arg-type]
        for at, (text, of_kind, _, where) in enumerate(lines)
    ]
    hit = Hit(disclosure(aspect=aspect, scope=scope), 1, 0, 2)  # type: ignore[arg-type]
    (found,) = with_medium([hit], segments, [label for _, _, label, _ in lines])  # type: ignore[misc]
    if found.rule.label == "image_caption":
        assert found.rule.scope.target == "adjacent_image"
        return "picture"
    assert found is hit
    return "text"


CAPTION = ("A ferry in rough sea", "paragraph", "image_caption", None)


@pytest.mark.parametrize("kind", ["caption", "alt"])
def test_in_a_caption_it_speaks_of_the_picture(kind: Kind) -> None:
    assert medium(kind=kind) == "picture"


def test_in_a_figure_it_speaks_of_the_picture() -> None:
    assert medium(place=markup("html/body/figure/span", "a.png")) == "picture"


def test_alone_with_a_picture_in_an_element_it_speaks_of_the_picture() -> None:
    alt = ("A ferry", "alt", "image_caption", markup("body/div/img", "a.png"))
    after = (PROSE, "paragraph", "human_article", markup("body/p"))
    assert medium(place=markup("body/div/span"), above=alt, below=after) == "picture"  # type: ignore[arg-type]


def test_in_a_card_with_picture_and_teaser_it_speaks_of_the_text() -> None:
    alt = ("A ferry", "alt", "image_caption", markup("body/div/img", "a.png"))
    teaser = (PROSE, "paragraph", "human_article", markup("body/div/p"))
    assert medium(place=markup("body/div/span"), above=alt, below=teaser) == "text"  # type: ignore[arg-type]


def test_below_a_caption_of_a_text_dump_it_speaks_of_the_picture() -> None:
    assert medium(above=CAPTION) == "picture"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "wording", ["Reported by AI", "AIによるレポート", "KI-generierter Text", "Von KI geschrieben"]
)
def test_below_a_caption_a_label_that_names_the_text_speaks_of_the_text(wording: str) -> None:
    assert medium(wording, above=CAPTION) == "text"  # type: ignore[arg-type]


def test_between_paragraphs_it_speaks_of_the_text() -> None:
    assert medium() == "text"


@pytest.mark.parametrize("aspect", ["summary", "translated", "explanation", "caption"])
def test_what_is_not_done_to_pictures_is_said_of_the_text(aspect: Aspect) -> None:
    assert medium(above=CAPTION, aspect=aspect) == "text"  # type: ignore[arg-type]


def test_what_names_the_whole_document_is_said_of_the_document() -> None:
    assert medium(above=CAPTION, scope="document") == "text"  # type: ignore[arg-type]
