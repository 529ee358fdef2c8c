"""What a disclosure governs, told on small pages.

A page is a list of lines `kind: text`; the kinds stand for a preliminary label and a segment
kind: p prose, b boilerplate, c caption, h heading, and M, I, D ... the markers of RULES.
"""

import msgspec
import pytest

from labeler.document import Kind, Lineage, Markup, Segment
from labeler.evidence import Label
from labeler.rules.pack import Hit
from labeler.rules.schema import Rule, Scope, Target
from labeler.rules.scope import DIRECT_CONFIDENCE, Governed, govern
from tests.rules.ruletools import rules

PROSE = "The council met again on Tuesday and spoke at length about the plans for the harbour."

KINDS: dict[str, tuple[Label, Kind, str]] = {
    "p": ("human_article", "paragraph", PROSE),
    "b": ("boilerplate", "link", "Share"),
    "n": ("boilerplate", "paragraph", "12 min"),
    "c": ("image_caption", "caption", "A crane in the harbour"),
    "h": ("human_article", "heading", "The harbour plans"),
    "t": ("human_article", "paragraph", "The harbour plans"),
}
TARGETS: dict[str, Target] = {
    "N": "next",
    "P": "previous",
    "I": "adjacent_image",
    "D": "document",
    "S": "section",
    "U": "until_heading",
    "T": "this",
}


def disclosure(target: Target, **scope: object) -> Rule:
    (rule,) = rules(
        f"id: en.{target.replace('_', '-')}, label: ai_report, verdict: declared,"
        " match: {phrase: ai}, scope: {target: " + target + "}"
    ).rules
    return msgspec.structs.replace(rule, scope=Scope(target=target, **scope))  # type: ignore[arg-type]


def page(layout: str, containers: str = "", **scope: object) -> list[Governed]:
    """Govern a page; capital letters are markers, `NI` two of them on one line."""
    segments, labels, hits = [], [], []
    for index, word in enumerate(layout.split()):
        markup = None
        if containers:
            ordinal = int(containers[index])
            markup = Markup("p", "p", "", Lineage(("p",)), 0, ordinal)
        if word[0].isupper():
            label, kind, text = "boilerplate", "paragraph", "AI report"
            hits += [Hit(disclosure(TARGETS[m], **scope), index, 0, 2) for m in word]
        else:
            label, kind, text = KINDS[word]
        segments.append(Segment(index, 0, len(text), text, kind, markup))  # type: ignore[arg-type]
        labels.append(label)
    return govern(hits, segments, labels, "")  # type: ignore[arg-type]


def summary(governed: list[Governed]) -> str:
    """Write what governs what: `0>1` directly, `0~2` inherited."""
    return " ".join(f"{g.marker}{'>' if g.via == 'direct' else '~'}{g.target}" for g in governed)


@pytest.mark.parametrize(
    ("layout", "governed"),
    [
        ("p N p p", "1>2 1~3"),  # a marker speaks of what follows, not of what precedes
        ("N b n p", "0>3"),  # page furniture in between
        ("N h p", "0~1 0>2"),  # a badge above a card: badge, headline, teaser
        ("N t p", "0~1 0>2"),  # the same where the headline is not marked up
        ("N n h p", ""),  # a heading further on starts something else
        ("N p h p", "0>1"),
        ("N p N p p", "0>1 2>3"),  # the last badge takes no more than the first
        ("N p p N p p N p p p", "0>1 0~2 3>4 3~5 6>7 6~8"),
        ("p p N h p N h p h p", "2~3 2>4 5~6 5>7"),  # cards below an undisclosed main story
        ("N p N p p p p", "0>1 2>3"),  # and above one
        ("N p c p", "0>1 0~3"),  # a caption is not prose
        ("N p b b b b b p", "0>1"),  # too far away
        ("N b b b b b b b b b b b b p", ""),
        ("N", ""),
        ("p N", ""),
        ("N I p", "0>2"),
        ("N p I p", "0>1 0~3"),  # a picture's marker does not end a report
        ("NI p p", "0>1 0~2"),
    ],
)
def test_next_governs_the_prose_that_follows(layout: str, governed: str) -> None:
    assert summary(page(layout)) == governed


@pytest.mark.parametrize(
    ("layout", "governed"),
    [
        ("p p P p", "2~0 2>1"),
        ("p h p p P p", "4~2 4>3"),  # key points above, nothing else
        ("p h P p", ""),
        ("p N p P", "1>2 3>2"),
        ("P p", ""),
    ],
)
def test_previous_governs_the_prose_that_precedes(layout: str, governed: str) -> None:
    assert summary(page(layout)) == governed


@pytest.mark.parametrize(
    ("layout", "governed"),
    [
        ("p c I p c", "2>1"),  # the one before goes first
        ("p I c", "1>2"),
        ("p c n n I p", "4>1"),
        ("c n n n I p", ""),
        ("c p I p", ""),  # prose lies between
        ("c I I", "1>0"),  # not across another marker
        ("p c NI p", "2>1 2>3"),  # two markers on one line, each with its own scope
    ],
)
def test_an_image_marker_governs_the_nearest_caption(layout: str, governed: str) -> None:
    assert summary(page(layout)) == governed


def test_a_caption_that_is_the_marker_governs_itself() -> None:
    segment = Segment(0, 0, 18, "Image made with AI", "caption")
    governed = govern(
        [Hit(disclosure("adjacent_image"), 0, 0, 5)], [segment], ["image_caption"], ""
    )
    assert summary(governed) == "0>0"


@pytest.mark.parametrize(
    ("layout", "governed"),
    [
        ("h p c b p D", "5>0 5>1 5>4"),  # a footer's marker: the article, not its captions
        ("D p N p", "0>1 0>3 2>3"),
        ("h p h p S p h p", "4>2 4>3 4>5"),
        ("p S p", "1>0 1>2"),
        ("h p U p c p h p", "2>3 2>5"),
        ("p T p", "1>1"),
    ],
)
def test_wider_scopes_govern_every_part_of_the_article(layout: str, governed: str) -> None:
    assert summary(page(layout)) == governed


def test_how_sure_the_scope_is_goes_with_every_segment() -> None:
    governed = page("N p p", inherit_confidence=0.7)
    assert [(g.via, g.confidence) for g in governed] == [
        ("direct", DIRECT_CONFIDENCE),
        ("inherited", 0.7),
    ]


def test_a_scope_may_be_limited_in_number_and_by_its_barriers() -> None:
    assert summary(page("N p p p", max_segments=2)) == "0>1 0~2"
    assert summary(page("p p p D", max_segments=1)) == "3>0"
    assert summary(page("N p h p", until=("marker",))) == "0>1 0~3"
    assert summary(page("N p h p N p p", until=("heading",))) == "0>1 4>5"


def test_inheritance_stays_in_the_marker_s_container() -> None:
    assert summary(page("N p p p", containers="1122")) == "0>1"
    assert summary(page("N p p p", containers="0112")) == "0>1 0~2 0~3"


def test_long_text_without_a_label_counts_as_prose_unless_a_rule_knows_better() -> None:
    segments = [
        Segment(0, 0, 9, "AI report", "paragraph"),
        Segment(1, 0, 90, PROSE, "paragraph"),
    ]
    marker = Hit(disclosure("next"), 0, 0, 2)
    labels: list[Label] = ["boilerplate", "boilerplate"]
    assert summary(govern([marker], segments, labels, "")) == "0>1"
    (cookies,) = rules("id: en.c, label: boilerplate, weight: 3.0, match: {phrase: cookies}").rules
    assert govern([marker, Hit(cookies, 1, 0, 5)], segments, labels, "") == []


def test_a_rule_that_repeats_itself_governs_once() -> None:
    assert summary(page("D p D p D")) == "0>1 0>3"
    assert summary(page("S p S h p S")) == "0>1 5>3 5>4"


def test_without_disclosures_nothing_is_governed() -> None:
    assert page("p p") == []


def test_an_image_marker_right_below_a_short_line_governs_that_line() -> None:
    text = "A drawing of two ferries\nAI image\n\nThe ferries sail at noon."
    segments = [
        Segment(0, 0, 24, text[0:24], "paragraph"),
        Segment(1, 25, 33, text[25:33], "paragraph"),
        Segment(2, 35, 60, text[35:60], "paragraph"),
    ]
    marker = Hit(disclosure("adjacent_image"), 1, 25, 27)
    labels: list[Label] = ["human_article", "boilerplate", "human_article"]
    assert summary(govern([marker], segments, labels, text)) == "1>0"
    apart = text.replace("\n", "\n\n", 1)
    moved = [Segment(s.index, s.start + (s.index > 0), s.end + (s.index > 0), s.text, s.kind)
             for s in segments]  # fmt: skip
    assert summary(govern([marker], moved, labels, apart)) == ""


def test_a_marker_on_a_list_governs_the_list_and_no_more() -> None:
    kinds = ["paragraph", "list_item", "list_item", "paragraph", "paragraph"]
    segments = [
        Segment(at, 0, len(PROSE), PROSE, kind)  # type: ignore[arg-type]
        for at, kind in enumerate(kinds)
    ]
    labels: list[Label] = ["human_article"] * 5
    below = Hit(disclosure("previous"), 3, 0, 2)
    assert summary(govern([below], segments, labels, "")) == "3>1 3>2"


def key_points(target: Target, aspect: str, *lines: tuple[str, Kind, Label]) -> str:
    """Govern lines of text, kind and label; the marker is the line `AI`."""
    segments = [Segment(at, 0, len(text), text, kind) for at, (text, kind, _) in enumerate(lines)]
    (at,) = [s.index for s in segments if s.text == "AI"]
    rule = msgspec.structs.replace(disclosure(target), aspect=aspect)
    return summary(govern([Hit(rule, at, 0, 2)], segments, [label for *_, label in lines], ""))


POINT: tuple[str, Kind, Label] = ("Fees rise.", "list_item", "boilerplate")
STORY: tuple[str, Kind, Label] = (PROSE, "paragraph", "human_article")
MARK: tuple[str, Kind, Label] = ("AI", "paragraph", "boilerplate")


def test_a_summary_governs_the_list_below_it_however_short_its_points_are() -> None:
    assert key_points("next", "summary", MARK, POINT, POINT, STORY) == "0>1 0>2"


def test_key_points_above_a_marker_are_governed_and_nothing_else() -> None:
    assert key_points("previous", "full", STORY, POINT, POINT, MARK, STORY) == "3>1 3>2"


def test_a_badge_that_is_no_summary_looks_past_a_short_list() -> None:
    assert key_points("next", "full", MARK, POINT, STORY) == "0>2"


def test_a_summary_without_a_list_governs_the_prose_below_it() -> None:
    assert key_points("next", "summary", MARK, STORY, POINT) == "0>1"


def test_a_sentence_below_key_points_speaks_of_them_and_not_of_the_article() -> None:
    note = ("AI", "paragraph", "boilerplate")
    point = ("Fees for moorings rise in spring.", "list_item", "human_article")
    segments = [
        Segment(at, 0, len(text), text, kind)  # type: ignore[arg-type]
        for at, (text, kind, _) in enumerate([point, point, note, STORY])
    ]
    labels: list[Label] = ["human_article", "human_article", "boilerplate", "human_article"]
    rule = msgspec.structs.replace(disclosure("next"), aspect="summary")

    def governed(sentence: str) -> str:
        segments[2] = Segment(2, 0, len(sentence), sentence, "paragraph")
        return summary(govern([Hit(rule, 2, 0, 2)], segments, labels, ""))

    assert governed("These key points are AI's.") == "2>0 2>1"
    assert governed("AI summary") == "2>3"
    segments[1] = Segment(1, 0, 4, "Home", "list_item")
    assert governed("This summary is AI's.") == "2>3"


def test_a_note_that_ends_the_element_of_a_summary_speaks_of_it() -> None:
    rule = msgspec.structs.replace(disclosure("next"), aspect="summary")

    def governed(*paths: str) -> str:
        segments = [
            Segment(at, 0, len(text), text, "paragraph", Markup("p", p, "", Lineage(("p",)), 0, 0))
            for at, (text, p) in enumerate(zip((PROSE, "AI", PROSE), paths, strict=True))
        ]
        labels: list[Label] = ["human_article", "boilerplate", "human_article"]
        return summary(govern([Hit(rule, 1, 0, 2)], segments, labels, ""))

    box, story = "html/body/aside/p[1]", "html/body/article/p[1]"
    assert governed(box, "html/body/aside/small", story) == "1>0"
    assert governed(box, "html/body/aside/small", "html/body/aside/p[2]") == "1>2"
    assert governed("html/body/p[1]", "html/body/p[2]", "html/body/p[3]") == "1>2"


def test_a_summary_in_text_is_one_paragraph_and_the_article_below_is_spared() -> None:
    assert key_points("next", "summary", MARK, STORY, STORY, STORY) == "0>1"


def test_a_note_below_what_says_that_it_is_a_summary_speaks_of_it() -> None:
    for heading in ("At a glance", "Resumo", "Das Wichtigste in Kürze", "要約", "Kısaca"):
        head: tuple[str, Kind, Label] = (heading, "heading", "boilerplate")
        for aspect in ("summary", "full"):
            assert key_points("next", aspect, head, STORY, MARK, STORY) == "2>1"
    begun: tuple[str, Kind, Label] = (f"In short: {PROSE}", "paragraph", "human_article")
    assert key_points("next", "summary", begun, MARK, STORY) == "1>0"
    other: tuple[str, Kind, Label] = ("Harbour", "heading", "boilerplate")
    assert key_points("next", "full", other, STORY, MARK, STORY) == "2>3"


def test_a_list_that_a_rule_knows_as_furniture_is_no_summary() -> None:
    (menu,) = rules("id: en.m, label: boilerplate, weight: 3.0, match: {phrase: fees}").rules
    rule = msgspec.structs.replace(disclosure("next"), aspect="summary")
    lines = (MARK, POINT, STORY)
    segments = [Segment(at, 0, len(text), text, kind) for at, (text, kind, _) in enumerate(lines)]
    hits = [Hit(rule, 0, 0, 2), Hit(menu, 1, 0, 4)]
    assert summary(govern(hits, segments, [label for *_, label in lines], "")) == "0>2"
