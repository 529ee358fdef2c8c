"""The shipped packs for site furniture, captions and bylines say what they promise."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml

from labeler.rules.check import check_examples, example_document, load_for_check
from labeler.rules.lint import lint
from labeler.rules.load import load_pack
from labeler.rules.match import match
from labeler.rules.pack import RulePack
from labeler.rules.parse import Parsed
from labeler.rules.schema import Example, Rule

PACKS = ("boilerplate", "captions", "bylines.yaml")
CORE = {
    "consent", "cookie-notice", "navigation", "related", "share", "subscribe", "account",
    "comments", "legal", "advertising",
}  # fmt: skip
HERE = Path(__file__).parent
RULES = HERE.parents[1] / "rules"


@cache
def packs() -> tuple[Parsed, list[Rule]]:
    return load_for_check([RULES / name for name in PACKS])


@cache
def pack() -> RulePack:
    return RulePack(tuple(packs()[1]), "")


def hit_rules(text: str) -> list[Rule]:
    document, segments = example_document(Example(text))
    return [hit.rule for hit in match(pack(), document, segments).hits]


def lines() -> Iterator[tuple[str, str, str]]:
    for language, categories in yaml.safe_load((HERE / "lines.yaml").read_text("utf-8")).items():
        for category, text in categories.items():
            yield language, category, text


def test_every_example_of_every_pack_holds() -> None:
    parsed, rules = packs()
    assert rules
    assert [f"{r.rule} {r.outcome}: {r.text}" for r in check_examples(parsed, rules).notable] == []


def test_the_packs_are_free_of_lint() -> None:
    parsed, rules = packs()
    assert [f"{f.rule}: {f.problem}" for f in lint(parsed, rules)] == []


def test_the_packs_only_vote() -> None:
    for rule in packs()[1]:
        assert rule.verdict is None, rule.id
        assert rule.weight is not None
        # Above 4 only for a line whose beginning and end both show what it is.
        highest = 6 if rule.id.endswith(".photo-line") else 4
        assert 0.5 <= rule.weight <= highest, rule.id
        assert rule.severity == "none", rule.id


def test_short_texts_bound_the_rules_of_site_furniture() -> None:
    unbound = [r.id for r in packs()[1] if r.label == "boilerplate" and not r.where.max_chars]
    assert unbound == []


def test_all_rules_can_be_ruled_out_without_running_their_regexes() -> None:
    assert [r.id for r in packs()[1] if not (r.lines or r.starts or r.atoms)] == []


def test_at_least_thirty_languages_have_each_core_category() -> None:
    spoken: dict[str, set[str]] = {category: set() for category in CORE}
    for rule in packs()[1]:
        language, _, category = rule.id.split(".", 2)
        if category in CORE and ".boilerplate." in rule.id:
            spoken[category].add(language)
    for category, languages in spoken.items():
        assert len(languages - {"und"}) >= 30, category


def test_at_least_twenty_languages_have_caption_rules() -> None:
    rules = [r for r in packs()[1] if r.label == "image_caption"]
    assert len({language for rule in rules for language in rule.languages} - {"und"}) >= 20


@pytest.mark.parametrize(("language", "category", "text"), list(lines()))
def test_site_furniture_is_recognised(language: str, category: str, text: str) -> None:
    categories = {re.sub(r"-(latin|cyrillic|cjk|other)$", "", r.id.split(".", 2)[2])
                  for r in hit_rules(text) if r.label == "boilerplate"}  # fmt: skip
    assert category in categories, f"{language}: {text}"


@pytest.mark.parametrize("text", yaml.safe_load((HERE / "prose.yaml").read_text("utf-8")))
def test_prose_is_left_alone(text: str) -> None:
    assert [rule.id for rule in hit_rules(text)] == []


@pytest.mark.parametrize("text", sorted({t for _, _, t in lines()}))
def test_case_and_width_make_no_difference(text: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    assert {r.id for r in hit_rules(wide)} == {r.id for r in hit_rules(text)}


@pytest.mark.parametrize(
    "text",
    [
        "Photo: Ana Example", "(AP Photo/Ana Example)", "A ferry at dawn. Photo by Ana Example",
        "Foto: Rita Muster/dpa", "Symbolbild", "Der Hafen am Morgen. Quelle: Stadtarchiv",
        "Rita Muster (l.) und Max Beispiel", "Crédit photo : Anne Exemple",
        "Paul Modèle (à droite)", "Imagen de archivo", "Da sinistra: Anna Esempio e Luca Modello",
        "Foto: Ana Exemplo/Divulgação", "Archieffoto", "Fra venstre: Anna Eksempel",
        "Satama aamulla. Kuva: Maija Esimerkki", "Fot. Jan Przykład", "Ilustrační foto",
        "Reggel a kikötőben. Fotó: Minta Anna", "Φωτογραφία αρχείου", "Temsili fotoğraf",
        "Фото: Иван Примеров", "На фото: старый порт", "صورة أرشيفية", "צילום: נועה דוגמה",
        "عکس: آنا نمونه", "फोटो: आना उदाहरण", "ছবি: আনা উদাহরণ", "Ảnh minh họa", "ภาพประกอบ",
        "Gambar hiasan", "낡은 항구 [사진=예시뉴스]", "古い港を出る船＝5日（例山太郎撮影）",
        "图为周一的老码头", "（資料圖片）", "© Ana Example", "Abb. 3: Aufbau der Maschine",
    ],
)  # fmt: skip
def test_captions_and_credits_are_recognised(text: str) -> None:
    assert "image_caption" in {rule.label for rule in hit_rules(text)}


@pytest.mark.parametrize(
    "text",
    [
        "By Ana Example", "Von Rita Muster", "Par Anne Exemple", "Por Luis Modelo",
        "Автор: Иван Примеров", "例山太郎記者", "记者 例小明", "김예시 기자", "بقلم ليلى مثال",
        "Published 3 May 2021 at 10:30", "Aktualisiert am 03.05.2021", "3 мая 2021, 10:30",
        "2021年5月3日 10時30分", "5 min read", "Lesezeit: 4 Minuten", "2 hours ago",
        "(Reporting by Ana Example; Editing by Ben Sample)",
    ],
)  # fmt: skip
def test_bylines_and_datelines_are_recognised(text: str) -> None:
    assert "byline" in {rule.role for rule in hit_rules(text) if rule.label == "boilerplate"}


@pytest.mark.parametrize(
    "text", ["By ChatGPT", "Von ChatGPT und Claude", "By AI Newsroom", "作者：人工智能"]
)
def test_a_machine_in_the_author_s_place_is_no_byline(text: str) -> None:
    assert [rule.id for rule in hit_rules(text) if rule.role == "byline"] == []


@pytest.mark.parametrize(
    "text",
    [
        "HARBOUR CITY (AP) — A ferry with 40 people on board was late on Monday because of fog "
        "over the bay, officials said.",
        "【見本市共同】霧のため40人を乗せた船が月曜日に大きく遅れて着いたと当局が明らかにした。",
        "新华社例城5月3日电 因大雾，一艘载有40名乘客的渡轮周一严重晚点，当地官员说。",
        "(부산=연합뉴스) 김예시 기자 = 짙은 안개로 여객선이 월요일 크게 늦었다고 당국이 밝혔다.",
    ],
)
def test_an_agency_s_slug_speaks_for_a_human_article(text: str) -> None:
    assert {rule.label for rule in hit_rules(text)} == {"human_article"}


@pytest.mark.parametrize(
    "text", ["Reply", "3 replies", "12 comments", "Posted by ana_example on 3 May 2021"]
)
def test_readers_comments_have_a_role_of_their_own(text: str) -> None:
    assert "comment" in {rule.role for rule in hit_rules(text)}


UNSEEN = {"af", "az", "hr", "hy", "ka", "kk", "lv", "mk", "sl", "tl"}
"""Languages of whose disclosures no wording in use was found: their phrases are our own."""


def test_rules_for_wordings_that_nobody_has_seen_only_vote() -> None:
    unseen = [r for r in load_pack().rules if r.role == "disclosure" and set(r.languages) <= UNSEEN]
    assert {code for rule in unseen for code in rule.languages} == UNSEEN
    assert [r.id for r in unseen if r.status != "experimental" or r.verdict is not None] == []


def test_disclosures_are_known_in_at_least_sixty_languages() -> None:
    disclosing = [rule for rule in load_pack().rules if rule.role == "disclosure"]
    assert len({code for rule in disclosing for code in rule.languages} - {"und"}) >= 60
