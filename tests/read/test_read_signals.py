"""All ways of stating an origin by machine are read; reservations of rights are not."""

import json

import pytest

from labeler.document import Document, Signal
from labeler.errors import InputError
from labeler.read import read_bytes, read_html
from labeler.read.aigc import aigc_signal

TRAINED = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"


def page(head: str = "", body: str = "<p>The ferry stayed in port.</p>") -> Document:
    return read_html(f"<!doctype html><html><head>{head}</head><body>{body}</body></html>")


def json_ld(*nodes: object) -> str:
    return "".join(
        f'<script type="application/ld+json">{json.dumps(node)}</script>' for node in nodes
    )


def signals(head: str = "", body: str = "<p>x</p>") -> list[tuple[str, str]]:
    return [(signal.name, signal.value) for signal in page(head, body).signals]


class TestMetas:
    @pytest.mark.parametrize(
        ("markup", "signal"),
        [
            ("<meta name=ai-disclosure content=mixed>", ("meta:ai-disclosure", "mixed")),
            ("<meta name=AI-Generated content=true>", ("meta:ai-generated", "true")),
            ("<meta http-equiv=X-AI-Generated content=true>", ("meta:x-ai-generated", "true")),
            (
                "<meta name=ai-content-declaration content='human-authored'>",
                ("meta:ai-content-declaration", "human-authored"),
            ),
            (
                f"<meta property='Iptc4xmpExt:DigitalSourceType' content='{TRAINED}'>",
                ("meta:digitalsourcetype", TRAINED),
            ),
        ],
    )  # fmt: skip
    def test_that_state_an_origin_are_read(self, markup: str, signal: tuple[str, str]) -> None:
        assert signals(markup) == [signal]

    def test_of_model_provider_and_prompt_belong_to_the_disclosure(self) -> None:
        head = (
            "<meta name=ai-model content=gizmo><meta name=ai-disclosure content=ai-assisted>"
            "<meta name=ai-provider content=Example><meta name=ai-prompt-url content=/p>"
        )
        (signal,) = page(head).signals
        assert signal.name == "meta:ai-disclosure"
        assert dict(signal.details) == {"model": "gizmo", "provider": "Example", "prompt-url": "/p"}

    def test_of_a_model_alone_are_kept_by_themselves(self) -> None:
        assert signals("<meta name=ai-model content=gizmo>") == [("meta:ai-model", "gizmo")]

    @pytest.mark.parametrize(
        "markup",
        [
            "<meta name=robots content='noai, noimageai'>",
            "<meta name=robots content='max-image-preview:large'>",
            "<meta name=tdm-reservation content=1>",
            "<meta name=tdm-policy content=https://example.org/policy.json>",
            "<meta name=ai-training content=disallow>",
            "<meta name=googlebot content=noai>",
            "<link rel=ai.txt href=/ai.txt>",
            "<link rel=license href=/llms.txt>",
            "<meta name=CCBot content=nofollow>",
        ],
    )
    def test_of_rights_and_training_are_not_read(self, markup: str) -> None:
        assert signals(markup) == []


class TestAttributes:
    def disclosures(self, body: str) -> list[tuple[str | None, ...]]:
        return [
            (block.markup.disclosure.name, block.markup.disclosure.value)
            if block.markup.disclosure
            else (None,)
            for block in page(body=body).blocks
        ]

    def test_of_the_nearest_ancestor_win(self) -> None:
        body = (
            "<div ai-disclosure=ai-generated><p>One</p><section ai-disclosure=none><p>Two</p>"
            "<p data-ai-generated=true>Three</p></section></div><p>Four</p>"
        )
        assert self.disclosures(body) == [
            ("attribute:ai-disclosure", "ai-generated"),
            ("attribute:ai-disclosure", "none"),
            ("attribute:data-ai-generated", "true"),
            (None,),
        ]

    def test_of_model_and_provider_are_inherited_each_for_itself(self) -> None:
        body = (
            "<div ai-disclosure=ai-generated ai-provider=Example ai-model=big>"
            "<p ai-model=small ai-prompt-url=/p>One</p></div>"
        )
        (block,) = page(body=body).blocks
        assert block.markup.disclosure is not None
        assert dict(block.markup.disclosure.details) == {
            "provider": "Example",
            "model": "small",
            "prompt-url": "/p",
        }

    @pytest.mark.parametrize(
        "picture",
        [
            "<img src=a.png alt='A dam' ai-disclosure=ai-generated>",
            "<figure ai-disclosure=ai-generated><img src=a.png><figcaption>A dam</figcaption>"
            "</figure>",
            "<picture ai-disclosure=ai-generated><img src=a.png alt='A dam'></picture>",
        ],
    )
    def test_of_a_picture_name_the_picture(self, picture: str) -> None:
        (signal,) = page(body=picture).signals
        assert (signal.name, signal.about) == ("attribute:ai-disclosure", "a.png")

    def test_of_a_video_beside_the_text_do_not_speak_of_the_text(self) -> None:
        body = "<video data-ai-generated=true src=a.mp4></video><p>Text</p>"
        (signal,) = page(body=body).signals
        assert signal.about == "a.mp4"


class TestJsonLd:
    def test_names_the_node_that_states_something(self) -> None:
        article = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "digitalSourceType": "https://schema.org/TrainedAlgorithmicMediaDigitalSource",
            "author": [{"@type": "Person", "name": "Ada Example"}, "Bo Example"],
            "creator": {"@type": "SoftwareApplication", "name": "Gizmo"},
            "translator": {"@type": "Organization", "name": "Example Press"},
            "creditText": "Example Press",
            "isBasedOn": {"@type": "NewsArticle", "url": "https://example.org/1"},
        }
        assert signals(json_ld(article)) == [
            (
                "jsonld:NewsArticle.digitalSourceType",
                "https://schema.org/TrainedAlgorithmicMediaDigitalSource",
            ),
            ("jsonld:NewsArticle.author", "Person: Ada Example"),
            ("jsonld:NewsArticle.author", "Bo Example"),
            ("jsonld:NewsArticle.creator", "SoftwareApplication: Gizmo"),
            ("jsonld:NewsArticle.translator", "Organization: Example Press"),
            ("jsonld:NewsArticle.creditText", "Example Press"),
            ("jsonld:NewsArticle.isBasedOn", "https://example.org/1"),
        ]

    @pytest.mark.parametrize(
        "value", [TRAINED, {"@id": TRAINED}, [TRAINED], {"@value": TRAINED}, {"name": TRAINED}]
    )
    @pytest.mark.parametrize(
        "key", ["digitalSourceType", "schema:digitalSourceType", "https://schema.org/digitalSourceType"]
    )  # fmt: skip
    def test_is_read_in_all_its_spellings(self, key: str, value: object) -> None:
        assert signals(json_ld({"@type": "Article", key: value})) == [
            ("jsonld:Article.digitalSourceType", TRAINED)
        ]

    def test_of_a_picture_names_its_address(self) -> None:
        article = {
            "@graph": [
                {
                    "@type": "NewsArticle",
                    "image": {
                        "@type": "ImageObject",
                        "@id": "#picture",
                        "url": "https://example.org/small.jpg",
                        "contentUrl": "https://example.org/a.jpg",
                        "digitalSourceType": TRAINED,
                    },
                }
            ]
        }
        assert page(json_ld(article)).signals == (
            Signal(
                "jsonld:ImageObject.digitalSourceType", TRAINED, about="https://example.org/a.jpg"
            ),
        )

    def test_of_a_teaser_is_not_of_the_page(self) -> None:
        teasers = {
            "@type": "ItemList",
            "itemListElement": [
                {"item": {"@type": "NewsArticle", "digitalSourceType": TRAINED}}
            ],
        }  # fmt: skip
        assert signals(json_ld(teasers)) == [
            ("jsonld:itemListElement>NewsArticle.digitalSourceType", TRAINED)
        ]

    def test_of_several_articles_that_differ_is_of_a_list(self) -> None:
        one, two = {"@type": "NewsArticle", "digitalSourceType": TRAINED}, {"@type": "NewsArticle"}
        assert signals(json_ld(one, two)) == [
            ("jsonld:list>NewsArticle.digitalSourceType", TRAINED)
        ]

    def test_of_one_article_given_twice_is_of_the_page(self) -> None:
        one = {"@type": "NewsArticle", "digitalSourceType": TRAINED}
        assert signals(json_ld(one, one)) == [("jsonld:NewsArticle.digitalSourceType", TRAINED)]

    @pytest.mark.parametrize("script", ["", "{", "[" * 100_000, "null", '"text"', '{"@type": 3}'])
    def test_that_is_broken_states_nothing(self, script: str) -> None:
        assert signals(f'<script type="application/ld+json">{script}</script>') == []

    @pytest.mark.parametrize(
        ("begin", "end"),
        [
            ("<![CDATA[", "]]>"),
            ("//<![CDATA[\n", "\n//]]>"),
            ("\n// <![CDATA[\n", "\n// ]]>\n"),
            ("/*<![CDATA[*/", "/*]]>*/"),
            ("/* <![CDATA[ */\n", "\n/* ]]> */\n"),
            ("<!--\n", "\n-->"),
        ],
    )
    def test_is_read_out_of_the_marks_around_it(self, begin: str, end: str) -> None:
        node = json.dumps({"@type": "Article", "digitalSourceType": TRAINED})
        assert signals(f'<script type="application/ld+json">{begin}{node}{end}</script>') == [
            ("jsonld:Article.digitalSourceType", TRAINED)
        ]

    def test_that_is_no_json_is_a_problem_of_the_page(self) -> None:
        scripts = ["{", "", "null", "<![CDATA[[]]]>", "<![CDATA[", '{"a": 1,}']
        head = "".join(f"<script type='application/ld+json'>{s}</script>" for s in scripts)
        assert page(head).problems == (
            "3 JSON-LD script(s) are no JSON; mend them: nothing they declare counts",
        )
        assert page(json_ld({})).problems == ()

    def test_that_states_too_much_is_cut(self) -> None:
        authors = [{"@type": "Person", "name": f"Ada {number}"} for number in range(250)]
        document = page(json_ld({"@type": "Article", "author": authors}))
        assert len(document.signals) == 200
        assert document.problems == (
            "250 statements of origin; those after the first 200 do not count",
        )

    def test_nested_without_end_is_read_to_a_bound(self) -> None:
        deep: dict[str, object] = {"@type": "Article", "digitalSourceType": TRAINED}
        for _ in range(300):
            deep = {"x": deep}
        assert signals(json_ld(deep)) == []


class TestMicrodata:
    def test_is_called_as_json_ld_is(self) -> None:
        body = (
            "<article itemscope itemtype='https://schema.org/NewsArticle'>"
            f"<link itemprop=digitalSourceType href='{TRAINED}'><p>Text</p></article>"
        )
        assert signals(body=body) == [("microdata:NewsArticle.digitalSourceType", TRAINED)]

    def test_of_a_picture_names_its_address(self) -> None:
        body = (
            "<figure itemscope itemtype='https://schema.org/ImageObject'>"
            f"<meta itemprop=digitalSourceType content='{TRAINED}'>"
            "<img itemprop=contentUrl src=a.png alt='A dam'></figure>"
        )
        (signal,) = page(body=body).signals
        assert (signal.name, signal.about) == (
            "microdata:ImageObject.digitalSourceType",
            "a.png",
        )


class TestAigc:
    """The field of GB 45438."""

    FIELD = json.dumps({"Label": "1", "ContentProducer": "Example", "ProduceID": "7"})

    @pytest.mark.parametrize(
        ("head", "name"),
        [
            (f"<meta name=AIGC content='{FIELD}'>", "meta:AIGC"),
            (f"<script type='application/json'>{{\"AIGC\": {FIELD}}}</script>", "json:AIGC"),
            (json_ld({"@type": "Article", "AIGC": json.loads(FIELD)}), "jsonld:Article.AIGC"),
        ],
    )
    def test_is_read_wherever_it_stands(self, head: str, name: str) -> None:
        (signal,) = page(head).signals
        assert signal.name == name
        assert dict(signal.details) == {"label": "1", "provider": "Example", "id": "7"}

    @pytest.mark.parametrize(
        ("content", "label"),
        [
            ('{"Label": 2}', "2"),
            ('{"AIGC": {"Label": "3"}}', "3"),
            ("{'Label': '1', 'ContentProducer'", "1"),
            ('{"Label": "1", "ContentProducer": "' + "x" * 5000, "1"),
            ({"Label": "2"}, "2"),
        ],
    )
    def test_keeps_its_label_however_it_is_written(self, content: object, label: str) -> None:
        signal = aigc_signal("meta:AIGC", content)
        assert signal is not None
        assert dict(signal.details)["label"] == label
        assert len(signal.value) <= 500

    @pytest.mark.parametrize(
        "content", ["", "{}", '{"Label": "4"}', "true", None, 7, '{"Label": "12"']
    )
    def test_without_a_label_states_nothing(self, content: object) -> None:
        assert aigc_signal("meta:AIGC", content) is None


@pytest.mark.parametrize("nested", ['{"Label": "1", "x": [', '{"AIGC": ['])
def test_a_field_nested_too_deep_states_nothing(nested: str) -> None:
    opened, inner = nested[:-1], nested[-1]
    for depth in range(900, 1000):  # somewhere here json reads what it cannot write
        json_text = opened + inner * depth + "]" * depth + "}"
        (record,) = read_bytes(f'{{"text": "x", "AIGC": {json_text}}}'.encode(), "rows.jsonl")
        assert isinstance(record, (Document, InputError))
        assert page(f'<script type="application/json">{{"AIGC": {json_text}}}</script>').text
