"""Which encoding are these bytes in? Asked when nobody declared one and they are no UTF-8.

Each candidate decodes a sample strictly and is scored by how much of the result is what that
encoding's languages are made of. charset-normalizer, which weighs far more encodings than
pages come in, is asked only where no candidate convinces.
"""

import codecs
import re
from collections import Counter
from functools import cache

SAMPLE_BYTES = 65_536

_NON_ASCII = re.compile(rb"[\x80-\xff]")
# Punctuation any language may use: no evidence either way.
_NEUTRAL = frozenset(
    "“”‘’„‚«»‹›–—…•·€§°©®™\xa0\xad¡¿£№、。・「」『』（）！？，：；《》〈〉【】％　"
)
_HIRAGANA_KATAKANA = "".join(map(chr, [*range(0x3041, 0x3097), *range(0x30A1, 0x30FD)]))
_HEBREW = "אבדהוחילםמנעפקרשת;גזטךכןסףץצ"
_THAI = "กงจชดตทนบปพมยรลวสหอคขะัาิีึืุูเแโใไ่้์็;ฃฅฆฉซฌญฎฏฐฑฒณถธผฝฟภศษฬฮฯฤๆำ๊๋"
_SIMPLIFIED = (
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里"
    "用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心本前开但因只从想实日"
    "军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美"
    "相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教原东声提立及比员解水"
    "名真论处走义各入几口认条平系气题活更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期"
    "市直资命山金指许统区保至队形社便空决治展马科司五基书非则听白却界达光放强即难且权思完设式色路记南品住"
    "告类求据程北边该交规万取望觉术领共确传师观清今切院让识候带导争运周晚京记者报道企业居民服务城"
)
_TRADITIONAL = (
    "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡"
    "用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心本前開但因只從想實日"
    "軍者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應戰向頭文體政美"
    "相見被利什二等產或新己制身果加西月話合回特代內信表化老給世位次度門任常先海通教原東聲提立及比員解水名"
    "真論處走義各入幾口認條平系氣題活更別打女變四神總何電數安少報才結反受目太量再感建務做接必場件計管期市"
    "直資命山金指許統區保至隊形社便空決治展馬科司五基書非則聽白卻界達光放強即難且權思完設式色路記南品住告"
    "類求據程北邊該交規萬取望覺術領共確傳師觀清今切院讓識候帶導爭運灣週晚記者報導臺企居服務城"
)
_JAPANESE = _HIRAGANA_KATAKANA + (
    "日一国会人年大十二本中長出三同時政事自行社見月分議後前民生連五発間対上部東者党地合市業内相方四定今回"
    "新場金員九入選立開手米力学問高代明実円関決子動京全目表戦経通外最言氏現理調体化田当八六約主題下首意法"
    "不来作性的要用制治度務強気小七成期公野協取都和統以機平総加山思家話世受区領多県続進正安設保改数記院女"
    "初北午指権心界支第産結百派点教報済書府活原先共得解名交資予川向際査勝面委告軍文反元重近千考判認画海参"
    "売利組知案道信策集在件団別物側任引使求所次水半品昨論計死官増係感特情投示変打男基私各始島直両朝革価式"
    "確村提運終挙果西勢減台広容必応演電歳住争談能無再位置企真流格有疑口過局少放税検藤町常校料沢裁状工建語"
)
_KOREAN = (
    "이다는을가의에고하지로한은도를서기사리어대자해일시스있인정나라원부제수아전그만장조여주보국것상과했성들으"
    "연선면게관우구공경중안당위비트신드년세소내치미동무분개오방회적생문명진모교학유단계후설화물데러마바할며민"
    "출통불및합재심실저습니까요각영용와었았간발건결최더말또운역현직입표력본남북노업행련예살없때된되터요금월"
)

_LATIN = {
    "cp1252": "äöüß|éèàêçùâîôûëïœ|áéíóúñü|ãõáéíóúâêôçà|àèéìòù|åäöé|æøåé|ëéïöü|áéíóúýðþæö|çëé"
    "|àéèíóòúïüç",
    "cp1250": "ąćęłńóśźż|áčďéěíňóřšťúůýž|áäčďéíĺľňóôŕšťúýž|áéíóöőúüű|ăâîşţ|čćđšž",
    "cp1254": "çğıöşüâî",
    "cp1257": "āčēģīķļņšūž|ąčęėįšųūž|äõöüšž",
    "cp1258": "ăâđêôơư\u0300\u0301\u0303\u0309\u0323àáãèéêìíòóõùúý",
}
_CYRILLIC = "абвгдежзийклмнопрстучыьюя;ёфхцшщъэ|абвгдежзиійклмнопрстучьюя;ґєїфхцшщ"
_GREEK = "αάεέηήιίοόύώκλμνπρσςτυωγ;βδζθξφχψϊΐϋΰ"
_ARABIC = "ابتةجحدرسعفقكلمنهوىيأ،؛؟;ثخذزشصضطظغءإآؤئ|ابپتجچدرزسشعفقکگلمنوهیي،؛؟;ثحخذژصضطظغ"

# What each candidate's text is made of: the languages of one codec part at "|", and rarer
# letters follow a ";".
_DOUBLE_BYTE = {
    "cp932": _JAPANESE,
    "euc_jp": _JAPANESE,
    "gb18030": _SIMPLIFIED,
    "big5hkscs": _TRADITIONAL,
    "cp949": _KOREAN,
}
_SINGLE_BYTE = {
    **_LATIN,
    "iso8859-2": _LATIN["cp1250"],
    "cp1251": _CYRILLIC + "|абвгдђежзијклљмнњопрстћуфхцчџш|абвгдѓежзѕијклљмнњопрстќуфхцчџш",
    "koi8-r": _CYRILLIC.split("|")[0],
    "koi8-u": _CYRILLIC.split("|")[1],
    "iso8859-5": _CYRILLIC,
    "cp866": _CYRILLIC.split("|")[0],
    "cp1253": _GREEK,
    "cp1255": _HEBREW,
    "cp1256": _ARABIC,
    "cp874": _THAI,
}
_LATIN_CODECS = frozenset((*_LATIN, "iso8859-2"))
# Everyday characters are most of a text in its own encoding and few of one in a wrong one
# (tests/read/test_read_detect.py holds the languages to these thresholds).
_DOUBLE_BYTE_CONVINCES = 0.35
_SINGLE_BYTE_CONVINCES = 0.6
_RARE = 0.6
_CAPITAL = 0.5  # KOI8 read as cp1251 swaps the cases
_ASCII = re.compile(r"[\x00-\x7f]+")
_RUN = re.compile(r"[^\x00-\x7f]{2,}")


def detect(data: bytes) -> list[str]:
    """Codecs that may be the right one for `data`, the likeliest first; empty if none is."""
    sample = _sample(data)
    ranked = _rank(sample, _DOUBLE_BYTE, _DOUBLE_BYTE_CONVINCES)
    ranked += _rank(sample, _SINGLE_BYTE, _SINGLE_BYTE_CONVINCES)
    return ranked or _ask_charset_normalizer(sample)


def _sample(data: bytes) -> bytes:
    """At most 64 kB from the line of the first non-ASCII byte on, cut at a line end."""
    found = _NON_ASCII.search(data)
    first = found.start() if found else 0
    start = data.rfind(b"\n", max(0, first - SAMPLE_BYTES // 2), first) + 1
    sample = data[start or first : (start or first) + SAMPLE_BYTES]
    if len(sample) == SAMPLE_BYTES and (end := sample.rfind(b"\n")) > 0:
        return sample[: end + 1]
    return sample


def _rank(sample: bytes, candidates: dict[str, str], convinces: float) -> list[str]:
    scored: list[tuple[float, str]] = []
    for codec, letters in candidates.items():
        text = _decode_start(sample, codec)
        if text is None:
            continue
        outside_ascii = _ASCII.sub("", text)
        if codec not in _LATIN_CODECS and not _stand_in_runs(outside_ascii, text):
            continue
        telling = _telling(outside_ascii)
        score = max(_score(telling, _weights(language)) for language in letters.split("|"))
        if score >= convinces:
            scored.append((-round(score, 3), codec))
    # Equal scores keep the table's order: cp1252 before its neighbours.
    return [codec for _, codec in sorted(scored, key=lambda pair: pair[0])]


def _decode_start(sample: bytes, codec: str) -> str | None:
    """The sample decoded strictly, though its last character may be cut; None if it cannot."""
    try:
        return codecs.getincrementaldecoder(codec)("strict").decode(sample, False)
    except UnicodeDecodeError:
        return None


def _stand_in_runs(outside_ascii: str, text: str) -> bool:
    """Whether most non-ASCII characters have such a neighbour: only Latin text is sprinkled
    with them (the cp1252 apostrophe and `m` of "I'm" are one character in Shift_JIS)."""
    return 2 * sum(map(len, _RUN.findall(text))) >= len(outside_ascii)


@cache
def _weights(language: str) -> dict[str, float]:
    common, _, rare = language.partition(";")
    return dict.fromkeys(rare, _RARE) | dict.fromkeys(common, 1.0)


def _telling(outside_ascii: str) -> dict[str, int]:
    """The characters that tell encodings apart, and how often each occurs."""
    return {c: count for c, count in Counter(outside_ascii).items() if c not in _NEUTRAL}


def _score(telling: dict[str, int], weights: dict[str, float]) -> float:
    """Mean weight of the characters, 0 to 1; capitals count half."""
    total = sum(telling.values())
    if not total:
        return 1.0
    counted = 0.0
    for character, count in telling.items():
        weight = weights.get(character)
        if weight is None:
            weight = _CAPITAL * weights.get(character.lower(), 0.0)
        counted += count * weight
    return counted / total


def _ask_charset_normalizer(sample: bytes) -> list[str]:
    from charset_normalizer import from_bytes

    return [match.encoding for match in from_bytes(sample)][:3]
