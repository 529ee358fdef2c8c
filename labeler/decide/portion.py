"""The part of a page that a disclosure speaks of where it names one: a reply, a section.

"ChatGPT wrote this reply" stands below or above one post of many, "the answers in this section
were written by AI" below a heading; prose elsewhere on the page must not be accused for it.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

import msgspec

from labeler.document import Segment
from labeler.rules.pack import Hit
from labeler.rules.schema import Scope

_POST_SEGMENTS = 3
"""A post is no longer, as far as can be known; what is before it may be another's."""
_NOTE_CHARS = 240
_POST_HEAD = r"^[^\s:：][^:：.!?]{1,40}[:：](?: |$)"
"""Who wrote a post, as pages without markup have it."""
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
    r"(?:以上|以下)(?:回答|回复|回覆)|[이위] (?:답변|댓글|답글)|\bdet här svaret|\bdette svaret?"
)
_SECTION = (
    r"\b(?:in )?this (?:section|box|sidebar)\b|\bin diese[mr] (?:abschnitt|kasten)|"
    r"\bdiese[rn]? (?:abschnitt|kasten|infokasten)|\bcette (?:section|rubrique)|\b(?:cet )?encadré|"
    r"\besta sección|\beste recuadro|\bquesta sezione|\bquesto riquadro|\besta se[cç]ção|"
    r"\beste quadro|\bdeze (?:sectie|rubriek)|\bdit kader|\bta sekcja|\bramk[aęi]\b|"
    r"\b(?:этот|данный) раздел|\bв этом разделе|\bцей розділ|\bbu bölüm|このセクション|"
    r"このコーナー|本(?:栏目|板块|專欄|專區)|이 (?:섹션|코너)"
)

_COUNTS: Mapping[str, int] = MappingProxyType(
    {
        **dict.fromkeys(("", "last "), 1),
        **dict.fromkeys(("two ", "zwei ", "beiden ", "deux ", "dos ", "due ", "dois ", "duas "), 2),
        **dict.fromkeys(("twee ", "два ", "två ", "dwa "), 2),
        **dict.fromkeys(
            ("three ", "drei ", "trois ", "tres ", "tre ", "três ", "drie ", "три "), 3
        ),
        **dict.fromkeys(("four ", "vier ", "quatre ", "cuatro ", "quattro ", "quatro "), 4),
    }
)
"""How many paragraphs a note speaks of, by the word for it."""
_COUNTED = (
    r"\b(?P<count>two |three |four |last |zwei |beiden |drei |vier |deux |trois |quatre |dos |"
    r"tres |cuatro |due |tre |quattro |dois |duas |três |quatro |twee |drie |два |три |två |dwa |)"
    r"(?:paragraphs?|lines|sentences|passages?|abs[aä]tze?|zeilen|sätze|paragraphes?|párrafos?|"
    r"paragrafi?o?|parágrafos?|alinea.?s|абзаца?|stycken|akapity?) "
    r"(?:above|before this|davor|darüber|oben|précédents?|ci-dessus|anteriores|anterior|"
    r"de arriba|precedenti|precedente|qui sopra|acima|hierboven|erboven|выше|ovan|powyżej)\b"
)
_BOX = (
    # A part of a page as its heading names it: "Box: what is a token?". Stems, case folded.
    r"\b(?P<box>box|sidebar|glossary|timeline|explainer|section|infokasten|faktenkasten|kasten|"
    r"glossar|zeitleiste|encadré|glossaire|repères|recuadro|glosario|cronología|despiece|riquadro|"
    r"scheda|quadro|caixa|glossário|kader|ramk|słownicz|kalendarium|"
    r"справк|врезк|словар|faktaruta|довідк|小档案|小知识|小資料|名词解释|名詞解釋|背景资料|囲み|コラム)"
)
_QUOTED = (
    r"[\"“„«‘] ?(?P<quoted>[^\"“”„«»]{2,40}?) ?[\"”»’“]|\bthe (?P<named>\w+(?: \w+)?) section\b"
)
_MOST_DISTANCE = 12
"""Segments above a note in which the heading that it names is sought."""
_MOST_ENDING = 4
"""Letters of a case's ending that a head may have behind the stem of its name, and its colon."""
_AROUND_NAMES = ' \t[](){}*_#:.–—-"“”„«»'


def with_portion(hits: Sequence[Hit], segments: Sequence[Segment]) -> Sequence[Hit]:
    """The hits, those of disclosures that name a part of the page with that part as scope."""
    if not any(_may_name_part(hit) for hit in hits):
        return hits
    return [_with_scope(hit, segments) if _may_name_part(hit) else hit for hit in hits]


def _may_name_part(hit: Hit) -> bool:
    rule = hit.rule
    return (
        rule.role == "disclosure"
        and rule.label == "ai_report"
        and rule.scope.target in ("document", "next", "previous", "section")
        and rule.aspect not in ("summary", "translated")
    )


def _with_scope(hit: Hit, segments: Sequence[Segment]) -> Hit:
    scope = hit.rule.scope
    folded = segments[hit.segment].text.casefold()
    if len(folded) > _NOTE_CHARS:
        return hit
    named = _named_box(folded, hit.segment, segments)
    if named is None and scope.max_segments is None:
        named = _post(folded, hit.segment, segments) or _counted(folded) or _section(folded)
    if named is None:
        return hit
    named = msgspec.structs.replace(named, marker_label=scope.marker_label)
    return msgspec.structs.replace(hit, rule=msgspec.structs.replace(hit.rule, scope=named))


def _post(folded: str, position: int, segments: Sequence[Segment]) -> Scope | None:
    if not _names(_POST).search(folded):
        return None
    if folded.rstrip().endswith((":", "：")):
        return Scope(target="next", max_segments=_POST_SEGMENTS)
    for distance in range(1, min(_POST_SEGMENTS, position) + 1):
        line = segments[position - distance].text
        if begins := _names(_POST_HEAD).match(line):  # on a line of its own, or with the post
            alone = begins.end() == len(line)
            return Scope(target="previous", max_segments=max(1, distance - alone))
    return Scope(target="previous", max_segments=_POST_SEGMENTS)


def _counted(folded: str) -> Scope | None:
    counted = _names(_COUNTED).search(folded)
    count = _COUNTS[counted["count"]] if counted else None
    return Scope(target="previous", max_segments=count) if counted else None


def _section(folded: str) -> Scope | None:
    return Scope(target="section") if _names(_SECTION).search(folded) else None


def _named_box(folded: str, position: int, segments: Sequence[Segment]) -> Scope | None:
    box = _names(_BOX).search(folded)
    if box is None:
        return None
    quoted = _names(_QUOTED).search(folded)
    for name in (quoted and (quoted["quoted"] or quoted["named"]), box["box"]):
        if name and (distance := _distance_to_head(name, position, segments)):
            return Scope(target="previous", max_segments=distance)
    return None


def _distance_to_head(name: str, position: int, segments: Sequence[Segment]) -> int | None:
    """How many segments stand between one and a head above: `name`, or `name: what it tells`."""
    for distance in range(1, min(_MOST_DISTANCE, position) + 1):
        line = segments[position - distance].text.casefold().strip(_AROUND_NAMES)
        told = line.startswith(name) and ":" in line[len(name) : len(name) + _MOST_ENDING]
        if line == name or told or (line.endswith(name) and len(line) <= 2 * len(name)):
            return max(1, distance - 1)
    return None


@lru_cache(maxsize=6)  # compiled when first needed: it takes milliseconds
def _names(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
