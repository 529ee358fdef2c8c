"""Which language a document and its segments are in."""

import pytest

from labeler.common_words import begins_in, is_chinese, language_of, ruled_out
from labeler.language import document_language, segment_languages
from labeler.read import read_html, read_text
from labeler.segment import segment

ENGLISH = (
    "The harbour board met on Tuesday and approved the dredging of two berths, which have been "
    "closed to larger ships for most of the year. Members said that they would pay for it from "
    "reserves, and that the work was to take six weeks from the first of April."
)
GERMAN = (
    "Der Hafenausschuss hat am Dienstag die Vertiefung der beiden Liegeplätze beschlossen, die "
    "für größere Schiffe seit einem Jahr nicht mehr zu nutzen sind. Das Geld kommt aus den "
    "Rücklagen, und die Arbeiten sollen im April beginnen, wenn auch die Fähre Pause macht."
)
FINNISH = (
    "Satamalautakunta hyväksyi tiistaina kahden laituripaikan ruoppauksen, joka alkaa "
    "huhtikuussa ja kestää kuusi viikkoa. Rahat otetaan vararahastosta, eikä lauttaliikenne "
    "keskeydy, vaikka toinen laituri on suljettuna koko kevään ajan ja osan kesästä."
)
DANISH = (
    "Havneudvalget godkendte tirsdag uddybningen af to kajpladser, som begynder i april og varer "
    "seks uger. Pengene tages fra reserven, og færgen sejler imens som den plejer, selv om den "
    "ene kaj er lukket hele foråret og en del af sommeren for større skibe."
)
POLISH = (
    "Rada portu przyjęła we wtorek plan pogłębienia dwóch nabrzeży, które są zamknięte dla "
    "większych statków już od roku. Prace, które mają się rozpocząć w kwietniu, będzie można "
    "śledzić z mola, ale promy nie zmienią rozkładu."
)
RUSSIAN = (
    "Совет порта утвердил во вторник углубление двух причалов, которые были закрыты для крупных "
    "судов более года. Работы начнутся в апреле, но паромы будут ходить как прежде, хотя один "
    "причал всё это время будет закрыт."
)
UKRAINIAN = (
    "Рада порту затвердила у вівторок поглиблення двох причалів, які були закриті для великих "
    "суден більше року. Роботи почнуться у квітні, але пороми ходитимуть як раніше, хоча один "
    "причал під час робіт буде закрито."
)


def languages_of(*paragraphs: str) -> tuple[str | None, list[str | None]]:
    document = read_text("\n\n".join(paragraphs))
    segments = segment(document)
    main = document_language(document, segments)
    return main, segment_languages(segments, main)


@pytest.mark.parametrize(
    ("text", "code"), [(ENGLISH, "en"), (GERMAN, "de"), (FINNISH, "fi")], ids=["en", "de", "fi"]
)
def test_a_document_is_in_the_language_of_its_prose(text: str, code: str) -> None:
    assert languages_of(text, text[:150]) == (code, [code, code])


def test_a_paragraph_in_another_language_is_seen() -> None:
    main, codes = languages_of(ENGLISH, GERMAN, ENGLISH, FINNISH, ENGLISH)
    assert main == "en"
    assert codes == ["en", "de", "en", "fi", "en"]


def test_short_lines_are_taken_to_be_in_the_documents_language() -> None:
    assert languages_of(GERMAN, "Home", "Sport")[1] == ["de", "de", "de"]


def test_common_words_name_only_what_leaves_no_doubt() -> None:
    assert (language_of(ENGLISH), language_of(GERMAN)) == ("en", "de")
    assert language_of(DANISH) is None
    assert language_of("") is None
    assert language_of(f"{ENGLISH} {GERMAN}") is None


def test_a_paragraph_begins_in_its_own_language_only() -> None:
    assert begins_in(ENGLISH, "en") == "en"
    assert begins_in(ENGLISH, "de", "en") == "en"
    assert begins_in(ENGLISH, "de") is None
    assert begins_in(DANISH, "da", None) is None


@pytest.mark.parametrize(
    ("text", "code", "relative"),
    [(POLISH, "pl", "cs"), (RUSSIAN, "ru", "uk"), (UKRAINIAN, "uk", "ru")],
    ids=["pl", "ru", "uk"],
)
def test_a_paragraph_is_told_from_one_in_a_related_language(
    text: str, code: str, relative: str
) -> None:
    assert begins_in(text, relative, code) == code
    assert languages_of(text) == (code, [code])


@pytest.mark.parametrize(
    ("text", "code", "other"),
    [
        ("港务局批准疏浚两个泊位，工程将于四月开始。", "zh", "ja"),
        ("港湾委員会は二つのバースの浚渫を承認し、四月に始める。", "ja", "zh"),
        ("Η λιμενική επιτροπή ενέκρινε την εκβάθυνση.", "el", "th"),
        ("항만위원회는 두 선석의 준설을 승인했다.", "ko", "ja"),
    ],
)
def test_a_script_of_its_own_tells_a_language(text: str, code: str, other: str) -> None:
    assert begins_in(text, other, code) == code


@pytest.mark.parametrize(
    "text",
    [
        "港务局批准疏浚泊位。",
        "“旧码头”周三重开",
        "用 Python 和 PostgreSQL 重写的港口系统今天上线运行。",
    ],
)
def test_chinese_characters_alone_are_chinese_however_few(text: str) -> None:
    assert is_chinese(text)
    assert languages_of(text) == ("zh", ["zh"])


@pytest.mark.parametrize(
    "text",
    [
        "港湾委員会は二つのバースの浚渫を承認した。",
        "항만위원회(港灣委員會)는 두 선석의 준설을 승인했다.",
        "港務局話佢哋四月先至開工。",
        "The harbour of Yantai (烟台) was closed to ships for most of the year.",
        "Harbour",
        "",
    ],
)
def test_ideographs_among_other_letters_are_not(text: str) -> None:
    assert not is_chinese(text)


def test_a_japanese_document_may_hold_a_line_without_kana() -> None:
    japanese = "港湾委員会は二つのバースの浚渫を承認し、工事は四月に始まる。" * 10
    names = "東京都港湾局長田中一郎、横浜市港湾局長山田太郎、神戸市港湾局次長中村二郎、" * 6
    assert languages_of(japanese, names, japanese)[1][0] == "ja"
    assert "zh" not in languages_of(japanese, names, japanese)[1]


@pytest.mark.parametrize(
    "disguised",
    [
        "\u200b".join(ENGLISH),
        "\u00ad".join(ENGLISH),
        ENGLISH.translate({code: code + 0xFEE0 for code in range(ord("A"), ord("z") + 1)}),
    ],
    ids=["zero-width spaces", "soft hyphens", "full-width letters"],
)
def test_disguised_letters_leave_the_language_what_it_is(disguised: str) -> None:
    assert languages_of(disguised, ENGLISH, disguised) == ("en", ["en", "en", "en"])


def test_a_sentence_is_in_none_of_the_languages_whose_words_it_lacks() -> None:
    out = ruled_out("the robot wrote this and would not have said that")

    assert {"de", "fr", "it", "sv", "da"} <= out
    assert "en" not in out


def test_neither_a_label_nor_a_sentence_rules_out_its_own_language_or_its_neighbours() -> None:
    label = ruled_out("texto generado por ia")
    assert "ja" in label
    assert label.isdisjoint({"es", "pt", "it", "en", "de"})
    assert ruled_out("текст: chatgpt").isdisjoint({"ru", "uk", "bg", "en"})
    swedish = ruled_out("det som står på sidan har en maskin skrivit, och ingen har läst den")
    assert "en" in swedish
    assert swedish.isdisjoint({"sv", "da", "nb"})


@pytest.mark.parametrize(("said", "code"), [("de-CH", "de"), ("\x1b[2j", None), ("d\u202ee", None)])
def test_what_a_page_says_is_taken_only_where_it_can_be_a_language(
    said: str, code: str | None
) -> None:
    page = read_html(f'<html lang="{said}"><body><p>12 34')

    assert document_language(page, segment(page)) == code


def test_what_is_no_code_of_a_language_declares_none() -> None:
    for declared, code in (("tlh-Latn", "tlh"), ("q" * 100, None), ("e1", None), ("", None)):
        document = read_html(f"<html lang='{declared}'><p>Qapla")
        assert document_language(document, segment(document)) in (code, "en")
