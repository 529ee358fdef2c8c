"""A scanner whose only rules are the tests' own, so that no change of the packs matters."""

from functools import cache

from labeler.rules.pack import RulePack
from labeler.scanner import Labeler
from tests.rules.ruletools import rules

PARAGRAPH = (
    "The island council met on Tuesday to decide about the old pier. After two hours of debate, "
    "nine members voted to repair it before the winter, and three asked for another survey."
)
SECOND = (
    "Repairs will begin in March, the harbour master said, once the last fishing boats have left. "
    "Until then, ferries land at the northern quay, a short walk from the village square."
)
COOKIES = "We use cookies. Accept all | Settings"

# A word no language has is the marker, so that neither a pack nor the classifier knows it.
MARKERS = {
    "en": ("Zymbotext: written by the machine", PARAGRAPH),
    "de": (
        "Zymbotext: von der Maschine verfasst",
        "Der Gemeinderat der Insel hat am Dienstag über den alten Anleger beraten. Nach zwei "
        "Stunden stimmten neun Mitglieder dafür, ihn noch vor dem Winter zu reparieren.",
    ),
    "ja": (
        "ザイム文：機械が書いた文章",
        "島の議会は火曜日に古い桟橋について話し合った。二時間の議論のあと、九人の議員が冬の前に"
        "修理することに賛成し、三人はもう一度調査するよう求めた。修理は三月に始まる予定である。",
    ),
}

_DISCLOSURE = "label: ai_report, role: disclosure, verdict: declared, scope: {target: next}"


@cache
def own_rules() -> RulePack:
    return rules(
        f"id: en.own.text, match: {{phrase: zymbotext}}, {_DISCLOSURE}",
        f"id: ja.own.text, match: {{phrase: ザイム文}}, {_DISCLOSURE}",
        "id: en.own.cookies, match: {phrase: we use cookies}, label: boilerplate, "
        "role: boilerplate, weight: 6.0",
        "id: en.own.image, match: {phrase: zymbopic}, label: image_caption, role: disclosure, "
        "verdict: declared, scope: {target: adjacent_image}",
    )


@cache
def labeler() -> Labeler:
    made = Labeler()
    made._pack = own_rules()  # in place of what it would load
    return made
