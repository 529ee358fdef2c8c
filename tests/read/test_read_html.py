"""A page gives its visible blocks in reading order, with what the tree knows about them."""

import subprocess
import sys
import time
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.document import Document, Signal
from labeler.errors import InputError
from labeler.read import read_html

ARTICLE = """<!doctype html><html lang="de"><head>
<title>Seite</title><meta property="og:title" content="Der Titel">
<meta name="AI-Disclosure" content="ai-assisted"><meta name="robots" content="noai">
<script type="application/ld+json">{"@type": "NewsArticle",
 "author": [{"@type": "Person", "name": "Ada Beispiel"}],
 "image": {"digitalSourceType": "http://example.org/digital", "creditText": "Foto: Eva"}}</script>
</head><body><nav><ul><li><a href=/>Start</a></li><li><a href=/s>Sport</a></li></ul></nav>
<main><article class="Story wide"><h1>Ein <em>neuer</em> Steg</h1>
<figure><img src=steg.jpg alt="Holzsteg am See">
<figcaption>Der Steg. Foto: Eva</figcaption></figure>
<p ai-disclosure="ai-generated">Erster   Satz mit
<a href=x>einem Verweis</a>.<br>Neue Zeile &amp;&nbsp;Rest</p>
<blockquote><p>Gesagt ist gesagt.</p></blockquote><button>Teilen</button>
<table><tr><td>1</td><td>2</td></tr></table><pre>a
  b</pre></article></main></body></html>"""


def texts(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks]


def kinds(document: Document) -> list[str]:
    return [block.kind for block in document.blocks]


def test_blocks_come_in_reading_order_with_white_space_collapsed() -> None:
    assert texts(read_html(ARTICLE)) == [
        "Start", "Sport", "Ein neuer Steg", "Holzsteg am See", "Der Steg. Foto: Eva",
        "Erster Satz mit einem Verweis.", "Neue Zeile &\xa0Rest", "Gesagt ist gesagt.", "Teilen",
        "1", "2", "a\n  b",
    ]  # fmt: skip


def test_text_is_the_blocks_joined_by_blank_lines() -> None:
    document = read_html(ARTICLE)
    assert document.text == "\n\n".join(texts(document))


def test_every_block_has_the_kind_its_element_says() -> None:
    assert kinds(read_html(ARTICLE)) == [
        "link", "link", "heading", "alt", "caption", "paragraph", "paragraph", "quote", "button",
        "table", "table", "code",
    ]  # fmt: skip


def test_paths_are_numbered_only_among_siblings_of_one_name() -> None:
    paths = [block.markup.path for block in read_html(ARTICLE).blocks]
    assert paths[1] == "html/body/nav/ul/li[2]"
    assert paths[5] == "html/body/main/article/p"


def test_markup_says_links_pictures_containers_and_disclosures() -> None:
    blocks = {block.kind: block.markup for block in read_html(ARTICLE).blocks}
    assert blocks["caption"].image == blocks["alt"].image == "steg.jpg"
    assert blocks["heading"].lineage.tokens == ("1:story", "1:wide")
    assert blocks["heading"].ancestors == ("html", "body", "main", "article", "h1")
    assert blocks["link"].container != blocks["heading"].container
    paragraph = next(b for b in read_html(ARTICLE).blocks if b.markup.tag == "p")
    assert paragraph.markup.disclosure == Signal("attribute:ai-disclosure", "ai-generated")
    assert paragraph.markup.link_chars == len("einem Verweis")


def test_statements_of_origin_are_signals_and_rights_reservations_are_not() -> None:
    document = read_html(ARTICLE)
    assert {(signal.name, signal.value) for signal in document.signals} == {
        ("meta:ai-disclosure", "ai-assisted"),
        ("attribute:ai-disclosure", "ai-generated"),
        ("jsonld:NewsArticle.author", "Person: Ada Beispiel"),
        ("jsonld:image.digitalSourceType", "http://example.org/digital"),
        ("jsonld:image.creditText", "Foto: Eva"),
    }
    assert (document.title, document.declared_language) == ("Der Titel", "de")


def test_c2pa_manifests_are_signals() -> None:
    document = read_html('<link rel="C2PA-Manifest" href="m.c2pa"><p>x')
    assert [(s.name, s.value) for s in document.signals] == [("link:c2pa-manifest", "m.c2pa")]


@pytest.mark.parametrize("tag", ["label", "legend", "option", "textarea"])
def test_what_stands_in_a_form_is_not_prose(tag: str) -> None:
    assert kinds(read_html(f"<{tag}>Tell us what you think of it.</{tag}>")) == ["label"]


@pytest.mark.parametrize(
    "hidden",
    [
        "<p hidden>x</p>",
        "<div hidden=''><ul><li>x</li></ul></div>",
        '<p style="color:red; DISPLAY : none">x</p>',
        '<p style="visibility:hidden">x</p>',
        "<dialog><p>x</p></dialog>",
        "<script>x</script>",
        "<style>x</style>",
        "<template><p>x</p></template>",
        "<noscript>x</noscript>",
        "<svg><text>x</text></svg>",
        "<iframe>x</iframe>",
        "<object>x</object>",
        "<input type=hidden value=x>",
        "<img src=pixel.gif alt=''>",
        "<!-- <p>x</p> -->",
        """<?php echo '<p title="x"' ?>""",
    ],
)
def test_what_no_reader_sees_is_left_out(hidden: str) -> None:
    assert texts(read_html(f"<p>before</p>{hidden}<p>after</p>")) == ["before", "after"]


@pytest.mark.parametrize(
    "shown",
    [
        '<p class="not hidden at all">x</p>',
        "<p aria-hidden=true>x</p>",
        "<dialog open><p>x</p></dialog>",
        "<label>x</label>",
        "<custom-element>x</custom-element>",
        '<p class="a"" title="<b>">x</p>',
        "<xmp>x</xmp>",
    ],
)
def test_what_a_reader_sees_is_kept(shown: str) -> None:
    assert texts(read_html(f"<p>before</p>{shown}<p>after</p>")) == ["before", "x", "after"]


def test_a_long_class_list_leaves_room_for_its_ancestors() -> None:
    many = " ".join(f"c{n}" for n in range(60))
    markup = read_html(f'<div class="teaser"><p class="{many}">x').blocks[0].markup
    assert "1:teaser" in markup.lineage.tokens
    assert len(markup.lineage.tokens) <= 40


@pytest.mark.parametrize(
    "tag",
    [
        "div", "ul><li", "table><tr><td", "blockquote", "b", "rt", "path", "math><tr", "div></x",
        "div title='</div>'", 'div title="></div>"', "div><!--</div>--", "svg><title><div",
    ],
)  # fmt: skip
def test_markup_nested_100_000_deep_is_refused_at_once(tag: str) -> None:
    began = time.monotonic()
    with pytest.raises(InputError, match=r"deep\.html: elements nested more than .* at line 1"):
        read_html(f"<{tag}>" * 100_000 + "x", "deep.html")
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("comment", ["<![CDATA[{}>", "<?{}>", "</{}>", "<!x{}>"])
def test_what_counts_as_a_comment_hides_no_depth(comment: str) -> None:
    with pytest.raises(InputError, match="elements nested more than"):
        read_html(comment.format("<!-- ") + "x<div>" * 20_000)


@pytest.mark.parametrize("tag", ["a", "td", "li", "p"])
def test_100_000_unclosed_tags_that_build_no_depth_are_read(tag: str) -> None:
    assert texts(read_html(f"<{tag}>" * 100_000 + "x")) == ["x"]


def test_shapes_in_a_drawing_build_no_depth() -> None:
    shapes = "<path d='M0 0'/> <circle r=1 />\n" * 10_000
    assert texts(read_html(f"<svg viewBox='0 0 9 9'><g>{shapes}</g></svg><p>x")) == ["x"]
    for outside in ("<svg/>", "<svg><p>"):
        with pytest.raises(InputError, match="elements nested more than"):
            read_html(outside + shapes)


def test_unclosed_elements_that_each_paragraph_opens_anew_are_refused_at_once() -> None:
    for marks in ("<font color={}>", "<b title='>{}'>"):
        bomb = "".join(f"<p>{marks.format(number)}x</p>\n" for number in range(5_000))
        with pytest.raises(InputError, match=r"bomb\.html: unclosed elements .* at line 1\d\d\d;"):
            read_html(bomb, "bomb.html")
    old = "<p><font size=2><b>x</p>" * 3_000
    assert texts(read_html(old)) == ["x"] * 3_000


def test_markup_in_scripts_builds_no_depth() -> None:
    script = "<script>var page = '" + "<span>a<\\/span>" * 20_000 + "'</script>"
    assert texts(read_html(f"{script}<p>x")) == ["x"]


SMALL_STACK = """
import sys, threading
from labeler.read import read_html
threading.stack_size(128 * 1024)
reading = threading.Thread(target=lambda: print(read_html(sys.stdin.read()).text))
reading.start(); reading.join()
"""


@pytest.mark.parametrize("last", ["x", "<div>x", "<img alt=x>"])
def test_elements_without_depth_are_gone_without_depth(last: str) -> None:
    page = "<b>" * 9_000 + last
    done = subprocess.run(
        [sys.executable, "-c", SMALL_STACK], input=page.encode(), capture_output=True
    )

    assert (done.returncode, done.stdout) == (0, b"x\n")


def test_a_deep_page_has_short_paths() -> None:
    markup = read_html("<div>" * 3_000 + "x").blocks[0].markup
    assert markup.path == "html/body" + "/div" * 6 + "/..." + "/div" * 8
    assert len(markup.ancestors) == 16


def test_a_page_without_text_has_no_blocks() -> None:
    assert read_html("<html><body><script>1</script></body></html>").blocks == ()


MARKUP_BITS = st.sampled_from(
    ["<p>", "</p>", "<div hidden>", "</div>", "<ul><li>", "<br>", "<table><tr><td>", "<b", '"', "'",
     "<a href=x>", "</a>", "&amp;", "&nbsp;", "&#0;", "<!--", "-->", "<xmp>", "<plaintext>",
     "<svg>",
     "<textarea>", "<select><option>", "<img alt='a b' src=s>", " ", "\n", "word", "é",
     "<!doctype>", "<pre>\n", "<math>", "]]>", "<template>", "\ud800", "\x00"]
)  # fmt: skip


@given(st.lists(MARKUP_BITS | st.text(max_size=5), max_size=30).map("".join))
def test_any_markup_gives_blocks_that_lie_within_the_text_in_order(markup: str) -> None:
    document = read_html(markup)
    at = 0
    for block in document.blocks:
        assert at <= block.start < block.end <= len(document.text)
        text = document.text[block.start : block.end]
        assert text == text.strip()
        assert 0 <= block.markup.link_chars <= len(text)
        assert block.markup.ancestors[-1:] == (block.markup.tag,) or not block.markup.tag
        at = block.end


def test_a_page_leaves_nothing_behind() -> None:
    markup = "<div>" * 100 + "".join(f"<p class=c{n}>Line {n}<p>" for n in range(50))
    pages = 20

    def kept() -> int:
        for _ in range(pages):
            read_html(markup)
        return tracemalloc.get_traced_memory()[0]

    kept()  # what is loaded and remembered for all pages
    tracemalloc.start()
    try:
        first = kept()
        assert kept() - first < pages * 500  # Python keeps some freed tuples for later
    finally:
        tracemalloc.stop()


def test_a_name_of_any_length_makes_no_long_path() -> None:
    document = read_html(f"<body><{'x' * 5000}><p>one</p></{'x' * 5000}><p>two")
    first, second = (block.markup for block in document.blocks)
    assert first.path == f"html/body/{'x' * 60}/p"
    assert second.path == "html/body/p"


def test_pictures_that_stand_in_their_address_are_not_kept() -> None:
    read_html("<p>x")
    tracemalloc.start()
    try:
        for number in range(30):
            data = f"{number:06}" * 50_000
            read_html(f"<img alt='A dam in winter' src='data:image/png;base64,{data}'>")
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 3_000_000
