"""Markdown's blocks are spans of the raw text, without their markers."""

from hypothesis import given
from hypothesis import strategies as st

from labeler.document import Document, Segment
from labeler.read import read_bytes
from labeler.segment import segment

PAGE = """---
title: A day
---
# The **old** bridge ##

First line
goes on.

- one
  goes on
- two

  more of two

> said
> twice

![A bridge](b.png)
*The bridge in spring*

[![A [small] boat](c.png)](http://example.org)

_The boat_

| a | b |
|---|---|
| 1 | 2 |

```py
x = 1

y = 2
```

<div>raw</div>

Title
=====

***

[ref]: http://example.org

See ![icon](i.png) here.
"""


def segments(text: str) -> list[Segment]:
    (document,) = read_bytes(text.encode("utf-8", "replace"), "page.md")
    return segment(document) if isinstance(document, Document) else []


def test_every_block_is_a_segment_of_its_kind() -> None:
    assert [(found.kind, found.text) for found in segments(PAGE)] == [
        ("metadata", "---\ntitle: A day\n---"),
        ("heading", "The **old** bridge"),
        ("paragraph", "First line\ngoes on."),
        ("list_item", "one\n  goes on"),
        ("list_item", "two"),
        ("list_item", "more of two"),
        ("quote", "said\n> twice"),
        ("alt", "A bridge"),
        ("caption", "*The bridge in spring*"),
        ("alt", "A [small] boat"),
        ("caption", "_The boat_"),
        ("table", "a | b"),
        ("table", "1 | 2"),
        ("code", "x = 1\n\ny = 2"),
        ("other", "<div>raw</div>"),
        ("heading", "Title"),
        ("paragraph", "See ![icon](i.png) here."),
    ]


def test_line_ends_do_not_matter() -> None:
    for newline in ("\r\n", "\r"):
        found = segments(PAGE.replace("\n", newline))
        assert [s.text.replace(newline, "\n") for s in found] == [s.text for s in segments(PAGE)]


def test_what_is_nested_too_deep_to_parse_is_kept_as_text() -> None:
    assert any("seen" in found.text for found in segments("> " * 2_000 + "seen"))


def test_brackets_without_end_take_no_time() -> None:
    assert segments("[" * 50_000)


BITS = st.sampled_from(
    ["# ", "- ", "> ", "1. ", "```", "    ", "\t", "| a |", "|---|\n", "![a](b)", "*x*", "<div>",
     "---", "\n", "\r\n", "\r", "\n\n", "word ", "é", "\u2028", "\x0c", "[r]: u", "=", "\x85", "\\"]
)  # fmt: skip


@given(st.lists(BITS | st.text(max_size=4), max_size=40).map("".join))
def test_spans_ascend_without_overlap_and_carry_no_space_at_their_ends(text: str) -> None:
    (document,) = read_bytes(("word " + text).encode("utf-8", "replace"), "page.md")
    if not isinstance(document, Document):
        return  # zero bytes make it binary
    at = 0
    for index, found in enumerate(segment(document)):
        assert found.index == index
        assert at <= found.start < found.end <= len(document.text)
        assert found.text == document.text[found.start : found.end] == found.text.strip()
        at = found.end
