"""Made gold data: pages and texts that need no research data. They teach nothing of the world.

All sentences are put together from a few words, so that training on them shows that the parts
fit, and only that. `python -m benchmarks.made FOLDER` writes files to try `labeler train` on.
"""

import argparse
import html
import random
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Literal

import msgspec

from labeler.classifier.gold import GoldPage, GoldSegment, GoldText, PageLabel

_WHO = ("The harbour board", "A farmer from the valley", "The town library", "Our ferry crew")
_DID = ("counted", "repaired", "painted over", "gave away", "argued about")
_WHAT = ("forty wooden boats", "the old market clock", "two bridges", "a shelf of atlases")
_WHEN = ("on Tuesday", "before the rain came", "for the third year running", "without any fuss")
_MACHINE_WHO = ("This vibrant community", "The evolving landscape", "Such a holistic approach")
_MACHINE_DID = ("underscores", "seamlessly fosters", "delves into", "ultimately highlights")
_MACHINE_WHAT = ("the importance of collaboration", "a rich tapestry of ideas", "key insights")
_MACHINE_WHEN = ("in today's world", "across various sectors", "for years to come")
_FURNITURE = (
    "Subscribe to our newsletter", "Accept all cookies", "Share on social media", "Log in",
    "Read more stories", "Terms of use", "Most read", "Follow us", "Advertisement", "Home",
)  # fmt: skip


def human_sentence(chance: random.Random) -> str:
    """A sentence as the made people write."""
    return " ".join(map(chance.choice, (_WHO, _DID, _WHAT, _WHEN))) + "."


def machine_sentence(chance: random.Random) -> str:
    """A sentence as the made model writes."""
    parts = (_MACHINE_WHO, _MACHINE_DID, _MACHINE_WHAT, _MACHINE_WHEN)
    return " ".join(map(chance.choice, parts)) + "."


def made_gold_pages(count: int, seed: int = 0) -> list[GoldPage]:
    """Pages, two of each publisher: headline, story with a picture, furniture around."""
    chance = random.Random(seed)
    return [_page(number, chance) for number in range(count)]


def _page(number: int, chance: random.Random) -> GoldPage:
    story: list[tuple[str, PageLabel, str]] = [
        ("h1", "article", human_sentence(chance).rstrip(".")),
        ("figcaption", "caption", f"{chance.choice(_WHAT).capitalize()}. Photo: R. Moen"),
    ]
    for _ in range(chance.randint(4, 8)):
        sentence = chance.choice((human_sentence, machine_sentence))
        sentences = [sentence(chance) for _ in range(chance.randint(2, 4))]
        story.append(("p", "article", " ".join(sentences)))
    above, below = (
        [("li", _BOILERPLATE, line) for line in chance.sample(_FURNITURE, 5)] for _ in range(2)
    )
    blocks = [*above, *story, *below]
    return GoldPage(
        page_id=f"made/{number}",
        publisher=f"made/publisher{number // 2}",
        source="made",
        lang="en",
        html=_as_html(above, story, below),
        segments=[GoldSegment(text, label) for _, label, text in blocks],
    )


_BOILERPLATE: PageLabel = "boilerplate"
_SIGHT = ("Low cloud", "One seal", "Two tugs", "Fresh ice", "A late tram", "Nine geese")
_SEEN = ("off the pier", "by the lock", "under the viaduct", "at the north gate", "on the slipway")
_FRIENDS = ("Friends of this bulletin", "Members who moved house", "All who keep a garden")
_MAY = ("may order the printed calendar", "can borrow our folding chairs", "pay half for the tea")
_TILL = ("until the end of the month", "by writing to the treasurer", "at the desk downstairs")


def made_bulletins(count: int, seed: int = 0) -> list[GoldPage]:
    """Pages of one publisher with a layout unlike the others': its stories are short lines in a
    list, and what stands around them are whole sentences in paragraphs."""
    chance = random.Random(seed)
    return [_bulletin(number, chance) for number in range(count)]


def _bulletin(number: int, chance: random.Random) -> GoldPage:
    def notices() -> list[tuple[str, PageLabel, str]]:
        said = (" ".join(map(chance.choice, (_FRIENDS, _MAY, _TILL))) + "." for _ in range(6))
        return [("p", _BOILERPLATE, line) for line in said]

    story: list[tuple[str, PageLabel, str]] = [
        ("li", "article", f"{hour}:{chance.randint(10, 59)} {chance.choice(_SIGHT)} "
         f"{chance.choice(_SEEN)}")
        for hour in sorted(chance.sample(range(6, 23), 12))
    ]  # fmt: skip
    above, below = notices(), notices()
    return GoldPage(
        page_id=f"bulletin/{number:02}",
        publisher="bulletin",
        source="bulletin",
        lang="en",
        html=_as_html([], [*above, *story, *below], []),
        segments=[GoldSegment(text, label) for _, label, text in (*above, *story, *below)],
    )


def _as_html(*parts: list[tuple[str, PageLabel, str]]) -> str:
    above, story, below = (
        "\n".join(f"<{tag}>{html.escape(text)}</{tag}>" for tag, _, text in part) for part in parts
    )
    return (
        "<!DOCTYPE html><html lang='en'><head><title>Made page</title></head><body>"
        f"<nav><ul>{above}</ul></nav><main><article>{story}</article></main>"
        f"<footer><ul>{below}</ul></footer></body></html>"
    )


def made_gold_texts(count: int, seed: int = 0) -> list[GoldText]:
    """`count` texts of each side from each of four sources."""
    chance = random.Random(seed)
    sides: tuple[tuple[Literal["human", "ai"], Callable[[random.Random], str]], ...] = (
        ("human", human_sentence),
        ("ai", machine_sentence),
    )
    return [
        GoldText(
            " ".join(sentence(chance) for _ in range(chance.randint(12, 30))),
            label,
            f"made{source}",
            "en",
            "news",
            "made-model" if label == "ai" else None,
        )
        for source in range(4)
        for label, sentence in sides
        for _ in range(count)
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where to write the files")
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    pages, texts = made_gold_pages(40), made_gold_texts(40)
    _write(folder / "pages.jsonl", pages[:30])
    _write(folder / "unseen-pages.jsonl", pages[30:])
    _write(folder / "texts.jsonl", [text for text in texts if text.source != "made3"])
    _write(folder / "unseen-texts.jsonl", [text for text in texts if text.source == "made3"])
    return 0


def _write(path: Path, rows: Iterable[msgspec.Struct]) -> None:
    path.write_bytes(b"".join(msgspec.json.encode(row) + b"\n" for row in rows))


if __name__ == "__main__":
    sys.exit(main())
