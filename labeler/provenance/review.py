"""Whether the wording of a disclosure says that a person reviewed the text.

It tells `ai-originated` from `machine-generated` in the AI-Disclosure vocabulary, and nothing of
who wrote the text. It is asked only of texts that a rule has found to be disclosures.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

_NEGATION_REACH = 24
"""Characters between a verb and what negates it."""
_LONGEST = 2_000


class _Words(NamedTuple):
    """Beginnings of words, case folded, as alternatives of a regex."""

    review: str
    person: str
    negation: str


_LANGUAGES = {
    "en": _Words(
        r"review|check|verif|approv|(?<!-)\bedited|vetted|proofread|curated|oversight|overseen|"
        r"supervis|looked over|signed off|\bread by",
        r"\bhuman|editor|journalist|reporter|\bperson|people|staff|\bteam|newsroom|author|writer|"
        r"expert|colleague|by hand",
        r"\bnot\b|\bnever|without|\bno\b|\bun(?=(?:review|edit|check|verif))|n['’]t\b",
    ),
    "de": _Words(
        "geprüft|überprüf|prüfung|gegengelesen|redigiert|kontrollier|überarbeitet|freigegeben|"
        "bearbeitet|abgenommen|korrigiert|gesichtet",
        "redaktion|redakteur|mensch|journalist|autor|person|team|mitarbeit",
        r"\bnicht|\bohne|\bkein|\bun(?=geprüft)",
    ),
    "fr": _Words(
        "relu|vérifi|révis|contrôl|valid|corrig|édité|supervis",
        "rédaction|journaliste|humain|équipe|auteur|éditeur|rédact|personne",
        r"\bpas\b|\bsans|\bnon\b|\baucun|\bjamais",
    ),
    "es": _Words(
        "revis|verific|editad|supervis|comprobad|corregid|aprobad",
        "redacci|periodist|human|editor|persona|equipo|autor",
        r"\bno\b|\bsin\b|\bning|\bnunca",
    ),
    "pt": _Words(
        "revist|revis|verificad|editad|supervis|conferid|aprovad",
        "redaç|jornalist|human|editor|pessoa|equip[ae]|autor",
        r"\bnão\b|\bsem\b|\bnenhum",
    ),
    "it": _Words(
        "rivist|revision|verific|controll|corrett|supervision|approvat",
        "redazion|giornalist|uman|editor|persona|team|autor",
        r"\bnon\b|\bsenza|\bnessun",
    ),
    "nl": _Words(
        "gecontroleerd|nagekeken|geredigeerd|beoordeeld|gecheckt|bewerkt|controle|nagelezen",
        "redacti|redacteur|journalist|mens|persoon|team|auteur|eindredact",
        r"\bniet|\bzonder|\bgeen",
    ),
    "sv": _Words(
        "granska|redigera|kontrollera|korrekturläs|godkän",
        "redaktion|redaktör|journalist|människ|mänsklig|person|medarbetare",
        r"\binte|\butan|\bej\b|\bingen",
    ),
    "da": _Words(
        "gennemgå|gennemlæs|kontroller|rediger|godkend|tjekket|kvalitetssik|gjennomgå|godkjen|"
        "sjekket|kvalitetssjekk",
        "redaktion|redaksjon|redaktør|journalist|menneske|person|medarbej|medarbei",
        r"\bikke|\buden|\buten|\bingen",
    ),
    "fi": _Words(
        "tarkist|tarkast|hyväksy|oikolu",
        "toimitta|toimitu|ihmi|henkilö",
        r"\bei\b|\bilman|\beikä",
    ),
    "pl": _Words(
        "sprawdz|zweryfik|zredag|zatwierdz|skorygow|poprawion",
        "redak|dziennikarz|człowiek|osob|autor|zesp",
        r"\bnie\b|\bbez\b",
    ),
    "cs": _Words(
        "zkontrol|skontrol|ověřen|overen|zredig|schvál|upraven",
        "redak|novinář|novinár|člověk|človek|editor|autor",
        r"\bne(?=(?:by|kontrol|ověř|over))|\bbez\b",
    ),
    "hu": _Words(
        "ellenőriz|ellenőrz|átnéz|lektorál|jóváhagy|szerkesztett",
        "szerkesztő|újságíró|ember|munkatárs",
        r"\bnem\b|nélkül",
    ),
    "ro": _Words(
        "verificat|revizuit|editat|corectat|aprobat",
        "redac|jurnalist|uman|editor|echip|\\bom\\b",
        r"\bnu\b|\bfără",
    ),
    "ru": _Words(
        "провер|отредактир|вычитан|одобрен|редактур",
        "редак[тц]|журналист|человек|автор|сотрудник|людьми",
        r"\bне\b|\bбез\b|\bне(?=провер)",
    ),
    "uk": _Words(
        "перевір|відредаг|вичитан|схвален",
        "редак[тц]|журналіст|людин|автор|працівник",
        r"\bне\b|\bбез\b|\bне(?=перевір)",
    ),
    "bg": _Words(
        "провере|редактиран|одобрен|преглед",
        "редак[тц]|журналист|човек|автор",
        r"\bне\b|\bбез\b",
    ),
    "el": _Words(
        "ελέγχ|έλεγχ|ελεγχ|επιμελ|επεξεργ|εγκρί|επιβλεψ|επίβλεψ",
        "συντάκτ|δημοσιογράφ|άνθρωπ|ανθρώπ|ανθρωπ|συντακτικ",
        r"\bδεν\b|\bχωρίς|\bχωρις",
    ),
    "tr": _Words(
        "kontrol ed|kontrolünden|gözden geç|incelen|düzenlen|onaylan|denetlen|denetim",
        "editör|insan|gazeteci|muhabir|ekib|yazar",
        "edilme|memiş|mamış|değil|madan|meden|geçirilme",
    ),
    "ar": _Words(
        "مراجع|راجع|تدقيق|دقق|التحقق|بتحرير|إشراف", "محرر|بشر|صحف|فريق|إنسان|كاتب", "لم |دون|غير "
    ),
    "he": _Words("נבדק|נערך|אושר|בדיק|עריכ|הוגה", "עורכ|אדם|אנוש|עיתונא|כתב|מערכת", "לא |ללא|בלי"),
    "fa": _Words(
        "بازبین|بازبینی|بررسی|ویرایش|تأیید|تایید",
        "انسان|ویراستار|خبرنگار|سردبیر|تحریریه|دبیر",
        "نشده|بدون|نگرفته",
    ),
    "hi": _Words("समीक्षा|जांच|जाँच|संपादित|सत्यापित", "संपादक|मानव|पत्रकार|टीम|व्यक्ति|इंसान", "नहीं|बिना"),
    "id": _Words(
        "ditinjau|diperiksa|disunting|diedit|diverifikasi|disemak|peninjauan",
        "editor|redaksi|manusia|jurnalis|wartawan|tim\\b|penulis",
        r"\btidak|\btanpa|\bbelum",
    ),
    "vi": _Words(
        "kiểm tra|kiểm duyệt|duyệt|rà soát|hiệu đính|kiểm chứng|biên tập lại|được biên tập",
        "con người|biên tập viên|phóng viên|tòa soạn|toà soạn|ban biên tập",
        r"\bkhông|\bchưa",
    ),
    "th": _Words("ตรวจสอบ|ตรวจทาน|แก้ไข|เรียบเรียง", "มนุษย์|บรรณาธิการ|นักข่าว|ทีมงาน", "ไม่"),
    "ja": _Words(
        "確認|校閲|編集し|編集を|編集済|監修|チェック|検証|修正|推敲|レビュー|校正",
        "人間|編集者|編集部|記者|人の目|人が|人手|担当者|スタッフ|筆者|専門家",
        "ていません|ておりません|ていない|せず|なし|未(?=確認|校閲)|前の",
    ),
    "zh": _Words(
        "审核|審核|审校|審校|校对|校對|核实|核實|审阅|審閱|把关|把關|复核|複核|修改|查证|查證|审定|审查",
        "人工(?!智)|编辑|編輯|记者|記者|作者|人员|人員|真人",
        "未经|未經|没有|沒有|无人工|無人工|不经",
    ),
    "ko": _Words(
        "검토|감수|확인|검수|교정|교열|편집을|편집했|편집하",
        "사람|기자|편집자|에디터|편집부|인간|담당자",
        "않|없이|안 ",
    ),
}


_RELATED = {"zh-Hant": "zh", "nb": "da", "nn": "da", "sk": "cs", "ms": "id", "be": "ru", "mk": "bg"}
_OF_ANY_LANGUAGE = ("en", "ja", "ko", "zh")


def states_review(wording: str, languages: Iterable[str]) -> bool | None:
    """True if a person's review is stated, False if it is denied, None if nothing is said of it.

    `languages` are those of the rule that found the disclosure; `und` stands for a few.
    """
    text = wording[:_LONGEST].casefold()
    reviewed: bool | None = None
    for language in languages:
        for code in _OF_ANY_LANGUAGE if language == "und" else (language,):
            stated = _in_language(text, _RELATED.get(code, code))
            if stated:
                return True
            reviewed = stated if reviewed is None else reviewed
    return reviewed


def _in_language(text: str, code: str) -> bool | None:
    if code not in _LANGUAGES:
        return None
    review, person, negation = _patterns(code)
    reviewed: bool | None = None
    for verb in review.finditer(text):
        around = text[max(0, verb.start() - _NEGATION_REACH) : verb.end() + _NEGATION_REACH]
        if negation.search(around):
            reviewed = False
        elif person.search(text):
            return True
    return reviewed


@lru_cache
def _patterns(code: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    review, person, negation = _LANGUAGES[code]
    return re.compile(review), re.compile(person), re.compile(negation)
