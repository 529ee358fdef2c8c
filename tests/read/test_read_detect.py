"""Undeclared encodings are told from a sentence or two, in every family we promise."""

import pytest

from labeler.read import read_bytes
from labeler.read.detect import detect

JAPANESE = (
    "市は十二日、老朽化した橋の架け替え工事を来年の春から始めると発表した。費用はおよそ四億円で、"
    "完成までの二年間は迂回路が設けられる。\n"
)
SENTENCES = [
    ("cp932", JAPANESE),
    (
        "euc_jp",
        "図書館の開館時間が来月から一時間延びる。市民の要望に応えたもので、夜九時まで使える。",
    ),
    ("gb18030", "市政府昨天宣布，新的公共图书馆将在明年春天开放，居民可以免费借阅书籍。"),
    ("big5hkscs", "市政府昨天宣布，新的公共圖書館將在明年春天開放，居民可以免費借閱書籍。"),
    ("cp949", "시청은 어제 새로운 공공 도서관이 내년 봄에 문을 열 것이라고 발표했다."),
    ("cp1252", "Die Bürger müssen künftig früher aufstehen, weil die Straßenbahn Umwege fährt."),
    ("cp1252", "Le café où j’étais hier était fermé à cause de la grève, ça gêne."),
    ("cp1252", "¿Dónde está la niña? El año pasado llovió más."),
    ("cp1252", "I’m sure they don’t mind – it’s only rain."),
    ("cp1251", "Городской совет решил вчера, что новый мост откроют весной следующего года."),
    ("koi8-r", "Городской совет решил вчера, что новый мост откроют весной следующего года."),
    ("cp866", "Городской совет решил вчера, что новый мост откроют весной."),
    ("cp1250", "Městská rada včera rozhodla, že nový most bude otevřen příští rok na jaře."),
    ("iso8859-2", "Rada miejska zdecydowała, że nowy most zostanie otwarty wiosną, świeże łąki."),
    ("cp1253", "Το δημοτικό συμβούλιο αποφάσισε χθες ότι η νέα γέφυρα θα ανοίξει."),
    ("cp1254", "Belediye meclisi dün köprünün baharda açılacağını kararlaştırdı, ışıklı şehir."),
    ("cp1255", "מועצת העיר החליטה אתמול שהגשר החדש ייפתח באביב הבא"),
    ("cp1256", "قرر مجلس المدينة أمس أن الجسر الجديد سيفتتح في الربيع القادم"),
    ("cp1257", "Pilsētas dome vakar nolēma, ka jauno tiltu atklās pavasarī, šķērsojot upi."),
    ("cp874", "สภาเมืองตัดสินใจเมื่อวานนี้ว่าสะพานใหม่จะเปิดในฤดูใบไม้ผลิหน้า"),
]


@pytest.mark.parametrize(("codec", "sentence"), SENTENCES)
def test_one_sentence_is_enough(codec: str, sentence: str) -> None:
    (document,) = read_bytes(sentence.encode(codec), "note.txt")
    assert document.text == sentence
    assert document.encoding_source == "detected"


@pytest.mark.parametrize("codec", ["cp932", "euc_jp", "iso2022_jp"])
def test_japanese_news_with_a_lost_no_break_space_comes_out_right(codec: str) -> None:
    text = JAPANESE * 30 + "写真?は市が提供。\n"
    (document,) = read_bytes(text.encode(codec), "news.txt")
    assert document.text == text


def test_the_first_foreign_character_may_stand_far_behind_the_sample() -> None:
    text = "Plain words only. \n" * 20_000 + "Die Bürger fährt früher über die Straße.\n"
    (document,) = read_bytes(text.encode("cp1252"), "late.txt")
    assert document.text == text


def test_a_sample_that_ends_in_mid_character_is_still_recognised() -> None:
    text = "市は十二日、橋の架け替え工事を始めると発表した。" * 3000  # one line of over 64 kB
    assert detect(b"x" + text.encode("cp932"))[0] == "cp932"
