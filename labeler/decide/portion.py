"""The part of a page that a disclosure speaks of where it names one: a reply, a section.

"ChatGPT wrote this reply" stands below or above one post of many, "the answers in this section
were written by AI" below a heading; prose elsewhere on the page must not be accused for it.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

import msgspec

from labeler.document import Segment
from labeler.rules.pack import Hit
from labeler.rules.schema import Scope

_POST_SEGMENTS = 3
"""A post is no longer, as far as can be known; what is before it may be another's."""
_NOTE_CHARS = 240
_POST = (
    # A post of its author's, in the languages of most pages. Beginnings of words, case folded.
    r"\b(?:this|my|the above|above) (?:reply|comment|answer|response|forum post)\b|"
    r"wrote (?:this|my) (?:reply|comment|answer)|\bits (?:reply|answer)\b|"
    r"\b(?:diese[rn]?|meine|die|hinweis:) (?:antwort|kommentar)|\b(?:cette|ma|sa|la) réponse|"
    r"\[réponse|\(réponse|\b(?:ce|mon) commentaire|\b(?:esta|mi|su|la) respuesta|"
    r"\(respuesta|\b(?:este|mi) comentario|\b(?:questa|la mia|la sua) risposta|\(risposta|"
    r"\b(?:questo|il mio) commento|\b(?:esta|minha|a) resposta|\(resposta|"
    r"\b(?:este|meu) comentário|\b(?:dit|mijn|deze) (?:antwoord|reactie)|"
    r"\b(?:ta|moja) odpowiedź|\b(?:ten|mój) komentarz|\b(?:этот|мой) (?:ответ|комментар)|"
    r"данный комментар|\b(?:ця|моя) відповідь|\bцей (?:коментар|відгук)|"
    r"\bbu (?:yanıt|yorum|cevap)|この(?:回答|返信|コメント)|本(?:回答|评论|留言|回复|評論|回覆)|"
    r"(?:以上|以下)(?:回答|回复|回覆)|이 (?:답변|댓글)|\bdet här svaret|\bdette svaret?"
)
_SECTION = (
    r"\b(?:in )?this (?:section|box|sidebar)\b|\bin diese[mr] (?:abschnitt|kasten)|"
    r"\bdiese[rn]? (?:abschnitt|kasten|infokasten)|\bcette (?:section|rubrique)|\b(?:cet )?encadré|"
    r"\besta sección|\beste recuadro|\bquesta sezione|\bquesto riquadro|\besta se[cç]ção|"
    r"\beste quadro|\bdeze (?:sectie|rubriek)|\bdit kader|\bta sekcja|\bramk[aęi]\b|"
    r"\b(?:этот|данный) раздел|\bв этом разделе|\bцей розділ|\bbu bölüm|このセクション|"
    r"このコーナー|本(?:栏目|板块|專欄|專區)|이 (?:섹션|코너)"
)


def with_portion(hits: Sequence[Hit], segments: Sequence[Segment]) -> Sequence[Hit]:
    """The hits, those of disclosures that name a part of the page with that part as scope."""
    if not any(_may_name_part(hit) for hit in hits):
        return hits
    return [
        _with_scope(hit, segments[hit.segment].text) if _may_name_part(hit) else hit for hit in hits
    ]


def _may_name_part(hit: Hit) -> bool:
    rule = hit.rule
    return (
        rule.role == "disclosure"
        and rule.label == "ai_report"
        and rule.scope.target in ("document", "next")
        and rule.aspect not in ("summary", "translated")
    )


def _with_scope(hit: Hit, text: str) -> Hit:
    scope = hit.rule.scope
    named = _scope(text) if len(text) <= _NOTE_CHARS else None
    if named is None:
        return hit
    named = msgspec.structs.replace(named, marker_label=scope.marker_label)
    return msgspec.structs.replace(hit, rule=msgspec.structs.replace(hit.rule, scope=named))


def _scope(text: str) -> Scope | None:
    folded = text.casefold()
    if _names(_POST).search(folded):
        before = folded.rstrip().endswith((":", "："))
        return Scope(target="next" if before else "previous", max_segments=_POST_SEGMENTS)
    return Scope(target="section") if _names(_SECTION).search(folded) else None


@lru_cache(maxsize=2)  # compiled when first needed: it takes milliseconds
def _names(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
