"""Documents to measure speed on: made from the samples, or the texts of gold pages."""

import gzip
import html
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

SAMPLES = Path(__file__).parents[1] / "samples"
ENCODINGS = {
    "about-ai-images.pt.txt": "utf-8",
    "agency-story.fr.txt": "utf-8",
    "comments.tr.txt": "utf-8",
    "cookie-wall.de.txt": "utf-8",
    "crlf.pl.txt": "utf-8",
    "euc-kr.ko.txt": "euc-kr",
    "hard-wrapped-mail.en.txt": "utf-8",
    "shift-jis.ja.txt": "cp932",
    "utf-16.ru.txt": "utf-16",
}
"""The samples that pages are made of. None discloses AI, as hardly a line of the web does."""
BLOCKS_A_PAGE = (40, 320)
"""Fewest and most blocks of a made page; the gold pages have 180 on average."""
SHORT_SHARE = 0.85
"""Share of blocks that are a line of furniture, as on the gold pages."""
SHORT_CHARS = 60


class Page(msgspec.Struct, frozen=True):
    """One document in the forms that are measured."""

    prose: str
    """Its article alone, as plain text."""
    text: str
    """All of the page, as copy-all gives it."""
    html: str


def made_pages(count: int, seed: int = 0) -> list[Page]:
    """`count` pages of the samples' sentences, spliced so that hardly two blocks are equal."""
    chance = random.Random(seed)
    sources = [
        [line for line in (SAMPLES / name).read_text(encoding).splitlines() if line]
        for name, encoding in ENCODINGS.items()
    ]
    return [_made_page(chance.choice(sources), chance) for _ in range(count)]


def _made_page(lines: list[str], chance: random.Random) -> Page:
    short = [line for line in lines if len(line) <= SHORT_CHARS]
    long = [line for line in lines if len(line) > SHORT_CHARS]
    blocks = [
        spliced(short if chance.random() < SHORT_SHARE and short else long or short, chance)
        for _ in range(chance.randint(*BLOCKS_A_PAGE))
    ]
    prose = [block for block in blocks if len(block) > SHORT_CHARS] or blocks
    return Page("\n\n".join(prose), "\n\n".join(blocks), _as_html(blocks))


def spliced(lines: list[str], chance: random.Random) -> str:
    """The front of one line and the rest of another, so that no cache can help."""
    front, rest = chance.choice(lines), chance.choice(lines)
    return front[: chance.randint(1, len(front))] + rest[chance.randint(0, len(rest) - 1) :]


def _as_html(blocks: list[str]) -> str:
    body = "\n".join(
        f'<p class="text">{html.escape(block)}</p>'
        if len(block) > SHORT_CHARS
        else f'<div class="box"><a href="/{index}">{html.escape(block)}</a></div>'
        for index, block in enumerate(blocks)
    )
    return (
        "<!DOCTYPE html><html><head><meta charset='utf-8'><title>Made page</title></head>"
        f"<body><main>{body}</main></body></html>"
    )


def gold_pages(path: Path, count: int) -> list[Page]:
    """The first `count` pages of a gold file (`*.jsonl.gz` with `html` and `segments`)."""
    pages = []
    for record in _records(path):
        blocks = [(segment["text"], segment["label"]) for segment in record["segments"]]
        prose = [text for text, label in blocks if label == "article"]
        text = "\n\n".join(text for text, _ in blocks)
        pages.append(Page("\n\n".join(prose) or text, text, record["html"]))
        if len(pages) == count:
            break
    return pages


def _records(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)
