"""Which letters of other scripts a text must hold for a regex to match it, told by their bytes.

The first byte of a letter in UTF-8 nearly tells its script. A rule for Chinese notes that knows
"AI" is so dismissed on an English text before one of its words is looked for.
"""

from labeler.rules.syntax import Chain, Char, Choice, Edge, Piece, Repeat

_FIRST_OF_MANY = 0xC0
"""First bytes of characters that are no ASCII are greater."""

NONE: frozenset[int] = frozenset()


def leads(tree: Piece) -> frozenset[int]:
    """Return first bytes, above ASCII, of which a text holds one if the regex matches it.

    Nothing where a match can do without them.
    """
    match tree:
        case Char(members):
            found = frozenset(char.casefold().encode()[0] for char in members or "a")
            return found if min(found) > _FIRST_OF_MANY else NONE
        case Edge():
            return NONE
        case Chain(parts):
            return min(filter(None, map(leads, parts)), key=_rarity, default=NONE)
        case Choice(branches):
            of_branches = [leads(branch) for branch in branches]
            return NONE.union(*of_branches) if all(of_branches) else NONE
        case Repeat(part, low):
            return leads(part) if low else NONE


def _rarity(found: frozenset[int]) -> tuple[int, int]:
    """Order by how many texts hold such letters: few first bytes, and those of far scripts."""
    return len(found), -min(found)
