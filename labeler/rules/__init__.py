"""The YAML rule engine: load rule packs, match them, work out what disclosures govern."""

from labeler.rules.load import load_pack
from labeler.rules.match import Page, match, match_pages
from labeler.rules.overrides import Overrides
from labeler.rules.pack import Hit, Matches, RulePack
from labeler.rules.schema import Rule

__all__ = [
    "Hit",
    "Matches",
    "Overrides",
    "Page",
    "Rule",
    "RulePack",
    "load_pack",
    "match",
    "match_pages",
]
