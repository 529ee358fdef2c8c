"""Whether a disclosure is meant: where a page speaks of AI, its words may be another's.

An example in a style guide, a row of a table, the title of a story and a joke have the words of
a disclosure and disclose nothing. A logistic model of what stands around the words tells these
from notes; what it doubts governs nothing, and a person should look at it. The words themselves
are the rules' matter.
"""

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import islice
from types import MappingProxyType
from typing import NamedTuple

import msgspec

from labeler.document import Segment
from labeler.evidence import Label
from labeler.rules.engine import compiled, spans
from labeler.rules.match import is_fallback
from labeler.rules.pack import Hit
from labeler.rules.schema import Scope


class Weights(NamedTuple):
    """A logistic model of the signs of a disclosure."""

    of: Mapping[str, float]
    """Natural log-odds that it is meant, for each sign (`signs`)."""
    intercept: float

    def probability(self, found: Mapping[str, float]) -> float:
        """That a disclosure with these signs is meant, 0 to 1."""
        log_odds = self.intercept + sum(self.of[name] * value for name, value in found.items())
        return 1 / (1 + math.exp(-log_odds))


WEIGHTS = Weights(
    MappingProxyType(
        {
            "mentions": -1.258,
            "others": -0.866,
            "quotes": -1.652,
            "within": -0.579,
            "sentences": -0.17,
            "table": -1.718,
            "link": -2.964,
            "button": -5.449,
            "list_item": -2.067,
            "introduced": -2.108,
            "fallback": -0.681,
            "coverage": 1.626,
            "caption": 1.29,
            "picture": 0.245,
            "summary": 1.059,
        }
    ),
    intercept=1.264,
)
"""Fitted by `python -m benchmarks.doubt --fit`."""
LEAST = 0.3
"""Probability below which a disclosure is doubted: of the true ones of authors left out, all but
one in sixteen are above it (`benchmarks.doubt`)."""

_MOST_MENTIONS = 10
_QUOTABLE = math.log1p(2)
"""A chatbot's leftovers are by nature amid a text; they are doubted where two segments speak of
AI, since such a page may quote them."""
_MENTION_CHARS = 40
_PROSE_CHARS = 60
_MOST_SENTENCES = 5
_MOST_OTHERS = 2
_ROLES = ("disclosure", "residue")
_PROSE_KINDS = ("paragraph", "list_item", "quote", "other")
_QUOTES = frozenset('"“”„«»「」『』‘’')
_SENTENCE_END = r"[.!?。！？।](?:\s|$|[^\s\d.])"
_KINDS = ("table", "link", "button", "list_item")
_MOST_REASONS = 3
_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "mentions": "the page speaks of AI elsewhere",
        "others": "other disclosures stand beside it",
        "quotes": "it has quotation marks",
        "within": "it stands amid an article",
        "sentences": "it is part of a longer text",
        "table": "it stands in a table",
        "link": "it is a link",
        "button": "it is a button",
        "list_item": "it stands in a list",
        "introduced": "a colon stands before it",
        "fallback": "its wording is a loose one",
    }
)
_AI = (
    # Words that name AI, its products or machine translation, in the languages of the rules.
    r"(?:^|[^a-zа-яіїє])(?:ai|ki|ia|ии|ші|chat ?gpt|chatbots?|deepfakes?)(?:[^a-zа-яіїє]|$)|"
    r"artificial intelligence|künstliche[a-z]* intelligenz|intelligence artificielle|"
    r"inteligenci?a artificial|inteligência artificial|intelligenza artificiale|"
    r"kunstmatige intelligentie|sztuczn[a-z]+ inteligenc|artificiell intelligens|"
    r"kunstig intelligens|tekoäly|uměl[a-zéáou]+ inteligenc|umel[a-zejou]+ inteligenc|"
    r"mesterséges intelligenci|inteligenț[a-z]+ artificial|τεχνητ|yapay zek|"
    r"kecerdasan buatan|trí tuệ nhân tạo|искусственн[а-я]+ интеллект|нейросет|"
    r"штучн[а-яі]+ інтелект|нейромереж|人工智能|人工智慧|人工知能|生成ai|인공지능|챗gpt|"
    r"الذكاء الاصطناعي|הבינה המלאכותית|בינה מלאכותית|هوش مصنوعی|कृत्रिम बुद्धिमत्ता|एआई|"
    r"ปัญญาประดิษฐ์|machine[- ]translat|"
    r"(?:maschinelle?[nrs]?|automatische?[nrs]?) übersetzung|traduction automatique|"
    r"traducción automática|tradução automática|traduzione automatica|machinevertaling|"
    r"tłumaczeni[a-z]+ (?:maszynow|automatycz)|maskinöversätt|maskinoversæt|maskinoverset|"
    r"konekään|strojov[a-zéýí]+ překlad|gépi fordítás|makine çeviri|"
    r"(?:машинн|автоматическ)[а-я]+ перевод|машинн[а-яії]+ переклад|機械翻訳|自動翻訳|"
    r"ロボット|机器翻译|機器翻譯|机器人|機器人|(?:기계|자동) ?번역|로봇"
)


def with_doubt(
    hits: Sequence[Hit], segments: Sequence[Segment], labels: Sequence[Label]
) -> Sequence[Hit]:
    """The hits, those of doubted disclosures without a say: `Hit.doubt` tells why.

    `labels` are the preliminary labels of the segments.
    """
    leftovers = {hit.segment for hit in hits if hit.rule.role == "residue"}
    doubted = {
        position: _reason(found)
        for position, found in signs(hits, segments, labels).items()
        if WEIGHTS.probability(found) < LEAST
        and (position not in leftovers or found["mentions"] >= _QUOTABLE)
    }
    if not doubted:
        return hits
    return [
        _without_say(hit, doubted[hit.segment])
        if hit.segment in doubted and _discloses(hit)
        else hit
        for hit in hits
    ]


def signs(
    hits: Sequence[Hit], segments: Sequence[Segment], labels: Sequence[Label]
) -> dict[int, dict[str, float]]:
    """What `Weights` weigh, for each segment with a disclosure or residue, by its position."""
    markers: dict[int, list[Hit]] = defaultdict(list)
    for hit in hits:
        if _discloses(hit):
            markers[hit.segment].append(hit)
    if not markers:
        return {}
    around = _Around(markers, segments, labels)
    return {position: around.signs(position) for position in markers}


class _Around:
    """A page's segments, with what the signs of its disclosures need to know of them."""

    def __init__(
        self,
        markers: Mapping[int, Sequence[Hit]],
        segments: Sequence[Segment],
        labels: Sequence[Label],
    ) -> None:
        self.markers = markers
        self.segments = segments
        self.labels = labels
        prose = [position for position in range(len(segments)) if self._is_prose(position)]
        self.first, self.last = (prose[0], prose[-1]) if prose else (len(segments), -1)
        self.mentions = _mentions(segments)
        self.wordings = {segments[position].text for position in markers}

    def signs(self, position: int) -> dict[str, float]:
        segment, hits = self.segments[position], self.markers[position]
        text = segment.text
        rule = max((hit.rule for hit in hits), key=lambda rule: rule.priority)
        mentions = sum(1 for other in self.mentions if other != position)
        above = self.segments[position - 1].text.rstrip() if position else ""
        found: dict[str, float] = {
            "mentions": math.log1p(min(_MOST_MENTIONS, mentions)),
            "others": min(_MOST_OTHERS, len(self.wordings) - 1),
            "quotes": not _QUOTES.isdisjoint(text),
            "within": self.first < position < self.last,
            "sentences": min(_MOST_SENTENCES, len(_sentence_end().findall(text))),
            "introduced": above.endswith((":", "：")),
            "fallback": is_fallback(rule),
            "coverage": max(hit.end - hit.start for hit in hits) / max(1, len(text)),
            "caption": self.labels[position] == "image_caption",
            "picture": rule.label == "image_caption",
            "summary": rule.aspect == "summary",
        }
        return found | {kind: segment.kind == kind for kind in _KINDS}

    def _is_prose(self, position: int) -> bool:
        segment = self.segments[position]
        article = self.labels[position] in ("human_article", "ai_report")
        long = len(segment.text) >= _PROSE_CHARS and segment.kind in _PROSE_KINDS
        return article and long and position not in self.markers


def _mentions(segments: Sequence[Segment]) -> list[int]:
    """Positions of the first segments that speak of AI: one more than can count."""
    regex = compiled(_AI)
    found = (
        position
        for position, segment in enumerate(segments)
        if len(segment.text) >= _MENTION_CHARS
        and spans(regex, segment.text.lower().encode()) is not None
    )
    return list(islice(found, _MOST_MENTIONS + 1))


def _discloses(hit: Hit) -> bool:
    return hit.rule.role in _ROLES and hit.rule.verdict is not None


def _without_say(hit: Hit, reason: str) -> Hit:
    rule = msgspec.structs.replace(hit.rule, verdict=None, scope=Scope())
    return msgspec.structs.replace(hit, rule=rule, doubt=reason)


def _reason(found: Mapping[str, float]) -> str:
    """What speaks against a disclosure most, in words."""
    against = sorted((WEIGHTS.of[name] * found[name], words) for name, words in _WORDS.items())
    told = [words for weight, words in against[:_MOST_REASONS] if weight < 0]
    return f"reads like a disclosure, but may speak of something else: {', '.join(told)}"


@lru_cache(maxsize=1)  # compiled when first needed
def _sentence_end() -> re.Pattern[str]:
    return re.compile(_SENTENCE_END)
