"""Documents to measure speed on: made from own texts, or the texts of gold pages."""

import html
import json
import random
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import msgspec

from labeler.classifier.gold import read_lines

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
ENGLISH = Path(__file__).with_name("english.txt")
"""Paragraphs and furniture of pages, a line each."""
WEB = {
    "english.txt": 45,
    "utf-16.ru.txt": 6,
    "cookie-wall.de.txt": 5.5,
    "shift-jis.ja.txt": 5,
    "agency-story.fr.txt": 4.5,
    "about-ai-images.pt.txt": 1,
    "crlf.pl.txt": 2,
    "comments.tr.txt": 1,
    "euc-kr.ko.txt": 1,
}
"""What pages of a crawl are made of: about the shares that their languages have of Common Crawl
(commoncrawl.github.io/cc-crawl-statistics, 2024), but few texts about AI."""
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
        _short_and_long(_lines(SAMPLES / name, encoding)) for name, encoding in ENCODINGS.items()
    ]
    return [_made_page(chance.choice(sources), chance) for _ in range(count)]


def web_pages(seed: int = 0) -> Iterator[Page]:
    """Pages without end, as `made_pages`, in the languages of a crawl."""
    chance = random.Random(seed)
    while True:
        (lines,) = chance.choices(_web_lines(), list(WEB.values()))
        yield _made_page(lines, chance)


def spliced_again(pages: Sequence[Page], seed: int = 0) -> Iterator[Page]:
    """The texts of pages without end: as they are, then with each line spliced with another.

    Lines of prose go with lines of prose, so that all keep their kind, language and length; pages
    have no markup any more.
    """
    chance = random.Random(seed)
    yield from pages
    while True:
        for page in pages:
            blocks = page.text.split("\n\n")
            prose = page.prose.split("\n\n")
            is_prose = set(prose).__contains__
            other = [block for block in blocks if not is_prose(block)]
            again = [spliced(prose if is_prose(block) else other, chance) for block in blocks]
            yield Page("\n\n".join(spliced(prose, chance) for _ in prose), "\n\n".join(again), "")


def web_text(length: int, chance: random.Random) -> str:
    """A text of `length` code points, such as `web_pages` has, and much sooner made."""
    short, long = chance.choices(_web_lines(), list(WEB.values()))[0]
    blocks: list[str] = []
    at = chance.random
    left = length
    while left > 0:
        lines = short if at() < SHORT_SHARE else long
        front, rest = lines[int(at() * len(lines))], lines[int(at() * len(lines))]
        block = front[: 1 + int(at() * len(front))] + rest[int(at() * len(rest)) :]
        blocks.append(block)
        left -= len(block) + 2
    return "\n\n".join(blocks)[:length]


@cache
def _web_lines() -> list[tuple[list[str], list[str]]]:
    """Short and long lines of each part of the web."""
    sources = [
        _lines(SAMPLES / name, ENCODINGS[name]) if name in ENCODINGS else _lines(ENGLISH, "utf-8")
        for name in WEB
    ]
    return [_short_and_long(lines) for lines in sources]


def _short_and_long(lines: list[str]) -> tuple[list[str], list[str]]:
    """Lines of furniture and of prose; where there are none of one, those of the other."""
    short = [line for line in lines if len(line) <= SHORT_CHARS]
    long = [line for line in lines if len(line) > SHORT_CHARS]
    return short or long, long or short


def _lines(path: Path, encoding: str) -> list[str]:
    return [line for line in path.read_text(encoding).splitlines() if line]


def _made_page(lines: tuple[list[str], list[str]], chance: random.Random) -> Page:
    short, long = lines
    blocks = [
        spliced(short if chance.random() < SHORT_SHARE else long, chance)
        for _ in range(chance.randint(*BLOCKS_A_PAGE))
    ]
    prose = [block for block in blocks if len(block) > SHORT_CHARS] or blocks
    return Page("\n\n".join(prose), "\n\n".join(blocks), as_html(blocks))


def spliced(lines: list[str], chance: random.Random) -> str:
    """The front of one line and the rest of another, so that no cache can help."""
    front, rest = chance.choice(lines), chance.choice(lines)
    return front[: chance.randint(1, len(front))] + rest[chance.randint(0, len(rest) - 1) :]


def as_html(blocks: Sequence[str]) -> str:
    """A page of these blocks; short ones are links in boxes."""
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
    for _, line in read_lines(path):
        record = json.loads(line)
        blocks = [(segment["text"], segment["label"]) for segment in record["segments"]]
        prose = [text for text, label in blocks if label == "article"]
        text = "\n\n".join(text for text, _ in blocks)
        pages.append(Page("\n\n".join(prose) or text, text, record["html"]))
        if len(pages) == count:
            break
    return pages
