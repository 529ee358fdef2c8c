"""What a disclosure speaks of that does not say it: of the picture it stands at, else of the text.

"AI-generated", "KI-generiert" or "AI生成" name no medium. In a figure, in a caption or right at a
picture they speak of the picture, and prose after it must not be accused for it.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

import msgspec

from labeler.document import Segment
from labeler.evidence import Aspect, Label
from labeler.rules.pack import Hit
from labeler.rules.schema import Scope

_OF_PICTURES: frozenset[Aspect | None] = frozenset(
    {None, "full", "edited", "composite", "altered", "suspected"}
)
"""Degrees that fit a picture as well; nobody summarises or translates one."""
_PICTURE_KINDS = ("caption", "alt")
_BADGE_CHARS = 60
_WRITING = (
    # Words that name a text or its writing, in the languages of most pages; a label without them
    # leaves its medium open. Beginnings of words, case folded.
    "text|article|artic|artík|artig|artyk|story|stories|report|summar|written|writ|author|"
    "byline|news|post\\b|words|copy|transl|narrat|read\\b|"
    "beitrag|bericht|artikel|geschrieben|verfasst|meldung|nachricht|autor|"
    "rédig|écrit|résum|texte|article|actualit|auteur|redact|escrit|resum|noticia|notícia|redig|"
    "scritt|articolo|testo|notizi|sintesi|riassunt|geschreven|bericht|samenvatting|tekst|"
    "skriv|artikkel|tekst|nyhet|sammanfatt|sammendrag|kirjoit|artikkeli|juttu|"
    "napisan|tekst|streszcz|článek|článok|napsán|szöveg|cikk|írt|scris|rezum|"
    "текст|статья|статт|стать|написан|материал|матеріал|новост|новин|"
    "κείμεν|άρθρο|γράφ|γραφ|metin|yazı|makale|haber|özet|"
    "مقال|نص|كتاب|كتب|تقرير|خبر|טקסט|כתב|מאמר|מתن|متن|مطلب|نوشت|लेख|लिख|रिपोर्ट|टेक्स्ट|"
    "บทความ|ข้อความ|เขียน|bài|văn bản|viết|tulis|artikel|teks|berita|"
    "記事|文章|本文|レポート|執筆|要約|原稿|テキスト|ニュース|文本|文字|撰写|撰寫|报道|報導|摘要|本文|"
    "기사|글|작성|텍스트|보고서|요약|뉴스"
)


def with_medium(
    hits: Sequence[Hit], segments: Sequence[Segment], labels: Sequence[Label]
) -> Sequence[Hit]:
    """The hits, those of labels at a picture turned into disclosures of the picture.

    `labels` are the preliminary labels of the segments.
    """
    if not any(_may_be_of_picture(hit) for hit in hits):
        return hits
    return [
        _of_picture(hit)
        if _may_be_of_picture(hit) and _is_at_picture(hit.segment, segments, labels)
        else hit
        for hit in hits
    ]


def _may_be_of_picture(hit: Hit) -> bool:
    rule = hit.rule
    return (
        rule.role == "disclosure"
        and rule.label == "ai_report"
        and rule.scope.target == "next"
        and rule.aspect in _OF_PICTURES
    )


def _of_picture(hit: Hit) -> Hit:
    scope = Scope(target="adjacent_image", marker_label=hit.rule.scope.marker_label)
    rule = msgspec.structs.replace(hit.rule, label="image_caption", scope=scope)
    return msgspec.structs.replace(hit, rule=rule)


def _is_at_picture(position: int, segments: Sequence[Segment], labels: Sequence[Label]) -> bool:
    """Whether a label stands in a figure, or alone with a picture, or below its caption."""
    segment = segments[position]
    if segment.kind in _PICTURE_KINDS:
        return True
    if segment.markup is not None:
        return segment.markup.image is not None or _shares_wrapper(position, segments)
    above = labels[position - 1] if position else None
    return (
        above == "image_caption"
        and len(segment.text) <= _BADGE_CHARS
        and _writing().search(segment.text.casefold()) is None
    )


@lru_cache(maxsize=1)  # compiled when first needed: it takes milliseconds
def _writing() -> re.Pattern[str]:
    return re.compile(_WRITING)


def _shares_wrapper(position: int, segments: Sequence[Segment]) -> bool:
    """Whether the element around a label holds a picture and no other text."""
    wrapper = _path(segments[position]).rpartition("/")[0] + "/"
    inside = [
        other
        for other in range(max(0, position - 2), min(len(segments), position + 3))
        if other != position and _path(segments[other]).startswith(wrapper)
    ]
    return bool(inside) and all(segments[other].kind in _PICTURE_KINDS for other in inside)


def _path(segment: Segment) -> str:
    return segment.markup.path if segment.markup is not None else ""
