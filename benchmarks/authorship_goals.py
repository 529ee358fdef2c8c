"""What the project asks of the authorship head, row by row, from texts of sources left out.

Scores of different folds do not rank on one scale, so areas are taken within a source, language
and domain, and averaged. Decisions and probabilities are pooled.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import fmean

import msgspec
import numpy as np

from labeler.classifier.authorship import AI_SHARE
from labeler.classifier.evaluate_authorship import draw
from labeler.classifier.evaluate_groups import Judged
from labeler.classifier.evaluate_metrics import auroc, expected_calibration_error
from labeler.classifier.evaluate_tables import NONE, Table, number, percent
from labeler.classifier.gold import GoldText

PEOPLE: Mapping[str, frozenset[str]] = {
    "essays by pupils and students": frozenset({"essay", "EducationMaterial"}),
    "medicine": frozenset({"MedicalText", "medicine"}),
    "abstracts": frozenset({"abstract", "paper_abstract", "AcademicResearch"}),
    "fiction": frozenset({"story", "LiteratureCreativeWriting", "public_domain_literature"}),
    "encyclopaedia": frozenset({"wiki", "wiki-translated", "baike"}),
    "news": frozenset({"news", "NewsArticle", "news-translated"}),
}
"""Kinds of human text that accusations harm most, as the domains of the research data. No source
there is marked as by non-native writers, as biomedical or as by a news agency: many of the essays
are by learners, `medicine` is answers and notes, and news texts retell agencies."""
NEWS_AND_REPORTS = frozenset(
    {"news", "NewsArticle", "news_thesis_qa_mix", "Business", "Finance", "finance"}
    | {"GovernmentPublic", "Environmental", "Sports", "TechnicalWriting"}
)
NEWS = frozenset({"news", "NewsArticle", "news_thesis_qa_mix"})
BEFORE_2023 = frozenset({"flan-t5-xxl", "text-davinci-003"})
EVASIONS: Mapping[str, tuple[str, ...]] = {
    "polish": ("paraphrase_polish", "rewrite"),
    "back-translation": ("paraphrase_back_translation",),
    "paraphrase": ("paraphrase", "dipper"),
    "prompts that evade detectors": ("outfox", "evade_prompt", "prompt_SICO"),
}
"""Attacks by the beginning of their names; the first that fits."""
FEWEST, ENOUGH = 20, 100
"""Texts of a side that an area needs, and people that a rate of accusations needs."""
_LONG = 150


class Goal(msgspec.Struct, frozen=True):
    """A row: what is asked and what was found."""

    name: str
    floor: float | None
    target: float | None
    found: float | None
    """Mean over groups, each counting once, if not named otherwise."""
    worst: float | None
    """Of any group with enough texts."""
    worst_group: str
    groups: int
    texts: int
    share: bool = True
    """Whether it is a share of texts, shown in percent."""


def draw_by_domain(texts: Iterable[GoldText], per: int) -> list[GoldText]:
    """At most `per` texts of each source, language, domain, attack and side."""
    pools: dict[tuple[str, str], list[GoldText]] = defaultdict(list)
    for text in texts:
        pools[text.domain or "", _evasion(text)].append(text)
    return [text for _, pool in sorted(pools.items()) for text in draw(pool, per)]


def goals(judged: Sequence[Judged]) -> list[Goal]:
    """All rows, from texts in languages that were trained.

    `judged` holds enough texts of each domain (`draw_by_domain`).
    """
    people = [item for item in judged if item.gold.label == "human"]
    models = [item for item in judged if item.gold.label == "ai"]
    recent = [item for item in models if item.gold.generator not in BEFORE_2023]
    reports = [
        item
        for item in recent
        if item.gold.domain in NEWS_AND_REPORTS and item.words >= _LONG and not _evasion(item.gold)
    ]
    return [
        _accused("by source", people, _place, (0.01, 0.005)),
        _accused("by source and domain", people, _kind, (0.01, 0.005)),
        *(
            _accused(f"on {name}", [one for one in people if one.gold.domain in domains], _kind)
            for name, domains in PEOPLE.items()
        ),
        _found("on news and reports of 150 words or more", reports, (0.75, 0.9)),
        *(
            _found(
                f"after {name}, 150 words or more",
                [one for one in recent if _evasion(one.gold) == name and one.words >= _LONG],
                (0.6, 0.85),
            )
            for name in EVASIONS
        ),
        *_areas(judged),
        *_calibration(judged),
    ]


def _evasion(text: GoldText) -> str:
    """What was done to an AI text so that it is not found; empty if nothing."""
    attack = text.attack or ""
    if text.label == "human":
        return ""
    return next((name for name, starts in EVASIONS.items() if attack.startswith(starts)), "")


def _place(item: Judged) -> str:
    return f"{item.gold.source}/{item.gold.lang}"


def _kind(item: Judged) -> str:
    return f"{_place(item)}/{item.gold.domain or 'none'}"


def _accused(
    where: str,
    people: Sequence[Judged],
    of: Callable[[Judged], str],
    asked: tuple[float, float] = (0.03, 0.01),
) -> Goal:
    """FPR: mean over groups of FEWEST or more people, worst of ENOUGH or more."""
    rates, sizes = _rates(people, of)
    many = {group: rate for group, rate in rates.items() if sizes[group] >= ENOUGH}
    worst = max(many, key=many.__getitem__, default="")
    return _share(f"FPR {where}", asked, rates, sizes, worst)


def _found(where: str, models: Sequence[Judged], asked: tuple[float, float]) -> Goal:
    """TPR: mean and worst over sources of FEWEST or more texts."""
    rates, sizes = _rates(models, _place)
    return _share(
        f"TPR {where}", asked, rates, sizes, min(rates, key=rates.__getitem__, default="")
    )


def _rates(
    items: Sequence[Judged], of: Callable[[Judged], str]
) -> tuple[dict[str, float], dict[str, int]]:
    """The share called AI of each group of FEWEST or more, and its size."""
    members: dict[str, list[bool]] = defaultdict(list)
    for item in items:
        members[of(item)].append(item.called_ai)
    kept = {group: called for group, called in members.items() if len(called) >= FEWEST}
    return (
        {group: fmean(called) for group, called in kept.items()},
        {group: len(called) for group, called in kept.items()},
    )


def _share(
    name: str,
    asked: tuple[float, float],
    rates: Mapping[str, float],
    sizes: Mapping[str, int],
    worst: str,
) -> Goal:
    mean = fmean(rates.values()) if rates else None
    return Goal(name, *asked, mean, rates.get(worst), worst, len(rates), sum(sizes.values()))


def _areas(judged: Sequence[Judged]) -> list[Goal]:
    """AUROC of news, of the other domains and of the languages."""
    members: dict[tuple[str, str, str], list[Judged]] = defaultdict(list)
    for item in judged:
        members[item.gold.source, item.gold.lang or "none", item.gold.domain or "none"].append(item)
    areas: dict[tuple[str, str, str], float] = {}
    for key, items in members.items():
        ai = np.array([item.gold.label == "ai" for item in items])
        if min(ai.sum(), (~ai).sum()) >= FEWEST:
            areas[key] = auroc(np.array([item.score for item in items]), ai)
    texts = {"/".join(key): len(members[key]) for key in areas}
    news = {"/".join(key): area for key, area in areas.items() if key[2] in NEWS}
    others = {"/".join(key): area for key, area in areas.items() if key[2] not in NEWS}
    by_language: dict[str, list[float]] = defaultdict(list)
    for (_, lang, _), area in areas.items():
        by_language[lang].append(area)
    languages = {lang: fmean(found) for lang, found in by_language.items()}
    size = sum(texts.values())
    return [
        _area("AUROC, news", news, sum(texts[key] for key in news), (0.98, 0.99)),
        _area("AUROC, other domains", others, sum(texts[key] for key in others), (0.93, 0.97)),
        _area("AUROC, languages", languages, size, (0.9, 0.95)),
    ]


def _area(
    name: str,
    areas: Mapping[str, float],
    texts: int,
    asked: tuple[float, float],
) -> Goal:
    worst = min(areas, key=areas.__getitem__, default="")
    found = fmean(areas.values()) if areas else None
    return Goal(name, *asked, found, areas.get(worst), worst, len(areas), texts, share=False)


def _calibration(judged: Sequence[Judged]) -> list[Goal]:
    """ECE with all sources together, each weighing the same, by length, and of single sources."""
    groups: dict[str, list[Judged]] = defaultdict(list)
    for item in judged:
        groups[_place(item)].append(item)
    both = {
        name: items
        for name, items in groups.items()
        if min(_sides([item.gold.label for item in items])) >= FEWEST
    }
    every = [item for items in both.values() for item in items]
    rows = [
        Goal(
            f"ECE over sources, {name}",
            0.05,
            0.03,
            _error(chosen),
            None,
            "",
            len({_place(item) for item in chosen}),
            len(chosen),
            share=False,
        )
        for name, chosen in (
            ("all lengths", every),
            ("under 40 words", [item for item in every if item.words < 40]),
            ("40 to 149 words", [item for item in every if 40 <= item.words < _LONG]),
            ("150 words or more", [item for item in every if item.words >= _LONG]),
        )
    ]
    alone = {name: _error(items) for name, items in both.items()}
    told = {name: error for name, error in alone.items() if error is not None}
    worst = max(told, key=told.__getitem__, default="")
    return [
        *rows,
        Goal(
            "ECE of single sources",
            None,
            None,
            fmean(told.values()) if told else None,
            told.get(worst),
            worst,
            len(told),
            len(every),
            share=False,
        ),
    ]


def _sides(labels: Sequence[str]) -> tuple[int, int]:
    return labels.count("human"), labels.count("ai")


def _error(items: Sequence[Judged]) -> float | None:
    """ECE in which all sources of a side weigh the same; None without texts of both sides."""
    ai = np.array([item.gold.label == "ai" for item in items], bool)
    if not len(items) or ai.all() or not ai.any():
        return None
    sizes: dict[tuple[str, bool], int] = defaultdict(int)
    keys = [(_place(item), bool(side)) for item, side in zip(items, ai, strict=True)]
    for key in keys:
        sizes[key] += 1
    weights = np.array([1 / sizes[key] for key in keys])
    score = np.array([item.score for item in items])
    return expected_calibration_error(score, ai, AI_SHARE, weights)


def goal_table(found: Sequence[Goal]) -> Table:
    """The rows as people read them."""

    def shown(goal: Goal, value: float | None) -> str:
        return percent(value) if goal.share else number(value)

    columns = ("", "floor", "target", "mean", "worst", "which", "groups", "texts")
    rows: list[tuple[str, ...]] = [
        (
            goal.name,
            shown(goal, goal.floor),
            shown(goal, goal.target),
            shown(goal, goal.found),
            shown(goal, goal.worst),
            goal.worst_group or NONE,
            str(goal.groups),
            str(goal.texts),
        )
        for goal in found
    ]
    return Table("what the project asks for, in the languages trained", columns, rows)
