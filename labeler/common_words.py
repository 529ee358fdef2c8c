"""Common words, or a script of its own, that tell a language at a glance.

fastText takes up to 70 µs a text where other work has driven its model from the cache. Most
prose of the web's large languages is known sooner by a handful of its words.
"""

import re
from collections.abc import Mapping

_WORDS = {
    "ar": "من في على إلى أن التي الذي كان هذا هذه عن مع كما قد بعد بين ما لم أو لا وقد كانت ذلك",
    "cs": "jsou není byl byla bylo být které který která kteří také jen pro při před jeho jejich "
    "až více už tento této toto kde kdy bude byly mezi protože podle však její jako ale nebo ve "
    "ze se si že když než jsem může jsme ještě kvůli budou velmi pokud nyní mnoho mají přes své "
    "těchto tomu téměř všech tedy kdo díky",
    "de": "der die das und nicht ist mit den dem von auf eine einen auch sich wird wurde für als "
    "zu ein aus dass sie nach bei wie noch hat werden haben sind aber nur über vor durch oder",
    "en": "the and of to with that this from which have has was were are been would their they "
    "his her he she not but had who will about after when than into said it by can could there "
    "you your our its what just how my more up us an if",
    "es": "los las una del con por para más pero como sus está fue han este esta según también "
    "entre cuando muy sobre sin hasta donde desde ser todo tiene puede pueden otros estos "
    "mientras ahora algunos además aunque hace después otras mucho nuevo",
    "fa": "که از به در این را است برای آن یک می شده شود های ها هم خود دارد کرد بود",
    "fi": "että oli ovat mutta myös kuin joka hän tämä sekä olla vain jonka mukaan ollut kun niin "
    "hänen jotka voi sen se ei ole tai jos nyt joita siitä tämän mitä hyvin vielä kuitenkin koska "
    "eivät vaikka jossa sitten kuten noin yli ennen olivat sitä heidän kanssa muun eikä olisi "
    "jälkeen kaikki joiden viime",
    "fr": "les des est dans une qui pour pas sur avec sont cette ces aux été du au ont mais plus "
    "par leur nous vous tout fait comme être elle ses",
    "hi": "है के में की का से को ने और पर हैं कि एक यह भी हो गया कर नहीं इस लिए तो",
    "hu": "hogy nem egy csak mint már vagy lehet ezt azt után pedig még voltak amely majd szerint "
    "aki között az és meg ez azonban minden kell így nagy olyan több akkor amikor például úgy két "
    "miután által néhány mivel egyik saját amelyek amelyet mert lesz bár miatt valamint ezek",
    "id": "yang dan untuk dengan dari ini itu pada tidak adalah dalam oleh juga akan telah "
    "sebagai karena atau lebih bisa saat ke di",
    "it": "che della delle del di è sono per una nel alla gli dei più anche con dal questo non "
    "come ha stato nella dalla degli essere",
    "nl": "het een van niet zijn voor met naar ook deze wordt maar door bij heeft worden aan dat",
    "pl": "się jest nie że oraz przez które który która których także był była było być już od "
    "przed czy tym tego są w ze ich jej po według został została tylko będzie jednak jeszcze "
    "można roku lat dla przy pod też gdy bardzo może jeśli jego mogą podczas również nawet wiele "
    "wcześniej mają będą ponieważ sobie wielu ponad niż gdzie zanim kiedy dzięki każdy",
    "pt": "não uma com os mais para dos das foi são pela pelo está também ao à em seu na da pelos "
    "sua ser quando muito até você há após seja isso tinha algum qualquer num esse enquanto "
    "depois além muitos ainda pode às estão",
    "ro": "și este pentru care din mai sunt fost dar fi prin sau acest această după între să nu "
    "cu pe în ca ce dintre lui",
    "ru": "что как это его её для она они был была было были также так уже если чтобы ещё еще "
    "который которые которая которых после между лет году может только время этого из нас нет под "
    "мы вы их им все всё более чем этот эта эти этом свой своих где когда того этой по словам "
    "сказал человек стал стали является без будет есть ранее могут можно даже быть однако себя "
    "ваш ему своей будут всего затем кто поэтому многие очень хотя кроме всех теперь несколько "
    "другие",
    "sv": "och att inte är från eller när också ett efter hon han sig så där mycket säger skulle "
    "blir mellan även bara alla här under än ut få två för hade jag enligt sedan andra vara över "
    "hur vilket många dessa före redan",
    "tr": "bir bu için olarak ile daha olan gibi çok kadar sonra değil ancak tarafından olduğu "
    "oldu ve diye göre dedi önce kendi her hem etti ise şu ilk büyük veya diğer aynı fazla "
    "hakkında tüm birçok bazı üzerinde ayrıca karşı başka nasıl sadece artık üzere",
    "uk": "що як це його її для від або вона вони був була було були також вже якщо щоб який яка "
    "яке які яких після між років році може тільки під цього та із буде ми ви їх усі більше ніж "
    "цей ця ці де коли він є про через проти стало якого й має щодо багато дуже цьому тому разом "
    "навіть оскільки йому майже всі нього бути інших однак можуть проте свої своїх",
    "vi": "của và là có không được cho trong một với các người đã những từ khi này đến để cũng như",
}
COMMON = {code: frozenset(words.split()) for code, words in _WORDS.items()}
"""Words by language. Dutch, Indonesian and Persian are never named of a document by their words
alone: Afrikaans, Malay and Dari have them too."""
_NEVER_NAMED = ("nl", "id", "fa")
_NEAR = {
    code: frozenset(words.split())
    for code, words in {
        "da": "og det der på som til med af ikke den har jeg er at en et han hun fra eller efter "
        "også men når skal blev deres mere kan vi de i denne dette ved være",
        "nb": "og det som på til med av ikke den har jeg er at en et han hun fra eller etter også "
        "men når skal ble deres mer kan vi de i denne dette ved være",
        "sv": "och det som på till med av inte den har jag är att en ett han hon från eller efter "
        "också men när ska blev deras mer kan vi de i denna detta vid vara",
    }.items()
}
"""Words of languages near each other: they do not tell which of these it is, but that it is one."""
_TELLING = COMMON | _NEAR


def _in_bytes(languages: Mapping[str, frozenset[str]]) -> dict[str, int]:
    """Which languages have each word: a one in the byte of each, so that words can be added up.

    No language has more than 255 of them.
    """
    found: dict[str, int] = {}
    for place, words in enumerate(languages.values()):
        for word in words:
            found[word] = found.get(word, 0) + (1 << 8 * place)
    return found


_COMMON_BYTES = _in_bytes(COMMON)
_TELLING_BYTES = _in_bytes(_TELLING)
_SCRIPTS = {
    "am": "\u1200-\u137f", "bn": "\u0980-\u09ff", "el": "\u0370-\u03ff", "gu": "\u0a80-\u0aff",
    "hy": "\u0530-\u058f", "ja": "\u3041-\u30ff", "ka": "\u10a0-\u10ff", "km": "\u1780-\u17ff",
    "kn": "\u0c80-\u0cff", "ko": "\uac00-\ud7a3", "lo": "\u0e80-\u0eff", "ml": "\u0d00-\u0d7f",
    "my": "\u1000-\u109f", "si": "\u0d80-\u0dff", "ta": "\u0b80-\u0bff", "te": "\u0c00-\u0c7f",
    "th": "\u0e00-\u0e7f",
}  # fmt: skip
OWN_SCRIPT = {code: re.compile(f"[{script}]{{3}}") for code, script in _SCRIPTS.items()}
OWN_SCRIPT["zh"] = re.compile("^[^\u3041-\u30ff]*[\u4e00-\u9fff]{3}[^\u3041-\u30ff]*$")
"""Three letters in a row that hardly any other language has. Japanese is told by its kana."""
_NOT_LATIN = frozenset((
    "am", "ar", "be", "bg", "bn", "el", "fa", "gu", "he", "hi", "hy", "ja", "ka", "kk", "kn", "ko",
    "lo", "mk", "ml", "mn", "mr", "or", "pa", "ru", "ta", "te", "th", "ug", "uk", "ur", "zh",
    "zh-Hant",
))  # fmt: skip
"""Languages of which hardly a line is written in Latin letters alone."""
_OTHER_LETTER = re.compile("[\u0370-\u1dff\u1f00-\u1fff\u2e80-\ud7ff\uf900-\ufdff\ufe70-\ufefe]")
_FIRST_HAN = "\u3400"
_HAN = "[\u3400-\u9fff]"
_NOT_CHINESE = "[\u3041-\u30ff\uac00-\ud7a3嘅喺咗冇佢哋嚟啲嗰咁嘢]"
"""Kana, Hangul, and what only Cantonese is written with."""
_LATIN = "[A-Za-z\u00c0-\u024f]"
_LATIN_TO_HAN = 2
"""Letters of names and terms in a Chinese text, at most, for each ideograph."""
SAMPLE = 480
"""Characters of a document that `language_of` wants."""
_BEGINNING = 200
_FIRST_WORDS = 100
"""Characters that are looked at first."""
_ENOUGH = 3
_ENOUGH_OF_SAMPLE = 8
_TIMES_AS_MANY = 3


def begins_in(text: str, *languages: str | None) -> str | None:
    """The first of `languages` whose script or common words the beginning of `text` has, if any.

    Found for half (Finnish) to 99 % (English, German, Hindi) of paragraphs of 200 characters in
    it, for few in any other but its nearest relatives, and never where nothing is known of it.
    """
    words: list[str] = []
    some: list[str] = []
    for language in languages:
        if language in OWN_SCRIPT:
            if OWN_SCRIPT[language].search(text[:_BEGINNING]):
                return language
            continue
        common = COMMON.get(language or "")
        if common is not None:
            # Half of the beginning mostly tells; its last word may have been cut.
            some = some or text[:_FIRST_WORDS].lower().split()[:-1]
            if len(common.intersection(some)) >= _ENOUGH:
                return language
            words = words or text[:_BEGINNING].lower().split()
            if len(common.intersection(words)) >= _ENOUGH:
                return language
    return None


def is_chinese(text: str) -> bool:
    """Whether the beginning of `text` is in Chinese characters and nothing speaks for Japanese,
    Korean or Cantonese.

    True for 98 % of 6,000 Chinese texts' first thirty characters, of which fastText takes one in
    ten for another language; for none in Japanese or Korean.
    """
    text = text[:SAMPLE]
    if text.isascii() or max(text) < _FIRST_HAN:
        return False
    # Compiled here and kept by `re`: most runs never come so far, and it takes 2 ms.
    if re.search(_NOT_CHINESE, text) is not None:
        return False
    han = len(re.findall(_HAN, text))
    return han > 0 and len(re.findall(_LATIN, text)) <= _LATIN_TO_HAN * han


def language_of(sample: str) -> str | None:
    """The language of about SAMPLE characters, if common words leave no doubt.

    They must be many, and twice as many as of any other language. Known for a tenth
    (Finnish) to 91 % (Vietnamese) of texts; wrong for 3 % of those in Nigerian Pidgin, for 0.5 %
    in Samoan and Hassaniya, and for none in 100 other languages but one text in Italian.
    """
    counts = _counts(sample.lower(), _COMMON_BYTES, len(COMMON))
    second, most = sorted(counts)[-2:]
    if most < max(_ENOUGH_OF_SAMPLE, 2 * second):
        return None
    best = tuple(COMMON)[counts.index(most)]
    return best if best not in _NEVER_NAMED else None


def ruled_out(text: str) -> frozenset[str]:
    """Languages that `text`, in lower case, is not in: their script is another one, or it has the
    words of another one.

    Of languages in Latin letters only those whose words are known. Most sentences of an article
    tell; labels do not.
    """
    by_script = _NOT_LATIN if _OTHER_LETTER.search(text) is None else frozenset[str]()
    counts = _counts(text, _TELLING_BYTES, len(_TELLING))
    most = max(counts)
    if most < _ENOUGH:
        return by_script
    return by_script.union(
        code for code, count in zip(_TELLING, counts, strict=True) if count * _TIMES_AS_MANY <= most
    )


def _counts(text: str, of_word: Mapping[str, int], languages: int) -> bytes:
    """How many different words of each language `text` has."""
    words = set(text.split())
    return sum([of_word[word] for word in words if word in of_word]).to_bytes(languages, "little")
