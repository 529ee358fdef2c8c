"""Common words, or a script of its own, that tell a language at a glance.

fastText takes up to 70 µs a text where other work has driven its model from the cache. Most
prose of the web's large languages is known sooner by a handful of its words.
"""

import re

_WORDS = {
    "de": "der die das und nicht ist mit den dem von auf eine einen auch sich wird wurde für als "
    "zu ein aus dass sie nach bei wie noch hat werden haben sind aber nur über vor durch oder",
    "en": "the and of to with that this from which have has was were are been would their they "
    "his her he she not but had who will about after when than into said it by can could there",
    "es": "los las una del con por para más pero como sus está fue han este esta según también "
    "entre cuando muy sobre sin hasta donde desde ser todo",
    "fr": "les des est dans une qui pour pas sur avec sont cette ces aux été du au ont mais "
    "plus par leur nous vous tout fait comme être elle ses",
    "it": "che della delle del di è sono per una nel alla gli dei più anche con dal questo "
    "non come ha stato nella dalla degli essere",
    "nl": "het een van niet zijn voor met naar ook deze wordt maar door bij heeft worden aan dat",
    "pt": "não uma com os mais para dos das foi são pela pelo está também ao à em seu "
    "na da pelos sua ser quando muito até",
}
COMMON = {code: frozenset(words.split()) for code, words in _WORDS.items()}
"""Words by language. Dutch is there to be told from others only: Afrikaans has its words too."""
_NEVER_NAMED = ("nl",)
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
_ENOUGH = 3
_ENOUGH_OF_SAMPLE = 8


def begins_in(text: str, *languages: str | None) -> str | None:
    """The first of `languages` whose script or common words the beginning of `text` has, if any.

    Found for 63 % (Spanish) to 98 % (English, German) of paragraphs of 200 characters in it,
    for few in any other but its nearest relatives, and never where nothing is known of it.
    """
    words: list[str] | None = None
    for language in languages:
        if language in OWN_SCRIPT:
            if OWN_SCRIPT[language].search(text[:_BEGINNING]):
                return language
            continue
        common = COMMON.get(language or "")
        if common is not None:
            if words is None:
                words = text[:_BEGINNING].lower().split()
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

    They must be many, and twice as many as of any other language. Known for a third (Spanish)
    to 94 % (English, German) of texts; wrong for 1.5 % of those in Nigerian Pidgin, for 0.5 % in
    Galician and Samoan, and for none of 200 in any of 100 others.
    """
    words = frozenset(sample.lower().split())
    counts = {code: len(common & words) for code, common in COMMON.items()}
    best, second = sorted(counts, key=counts.__getitem__, reverse=True)[:2]
    sure = counts[best] >= max(_ENOUGH_OF_SAMPLE, 2 * counts[second])
    return best if sure and best not in _NEVER_NAMED else None
