"""Texts that have much in common, kept as parts.

The regexes of a language hold the same lists of words many times over. What stands in brackets
and recurs is kept once; a text is kept as what is its own and the numbers of such parts.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import TypeAlias

import msgspec

Kept: TypeAlias = bytes | msgspec.Raw
"""JSON: a text, or a list of texts and of the numbers of parts, which are kept likewise."""

_SHORTEST = 60
"""Characters of a part: to keep a shorter one by its number hardly makes a file smaller."""
IN_REGEX = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()]", re.DOTALL)
IN_JSON = re.compile(r'"(?:\\.|[^"\\])*"|[\[\]]')
"""Brackets, and that within which they are none."""
_DECODER = msgspec.json.Decoder(str | list[str | int])


def whole(kept: Kept, parts: Sequence[Kept]) -> str:
    """Return the text that `kept` stands for."""
    found = _DECODER.decode(kept)
    if isinstance(found, str):
        return found
    return "".join(one if isinstance(one, str) else whole(parts[one], parts) for one in found)


class Parts:
    """The parts that texts share."""

    def __init__(self) -> None:
        self.kept: list[bytes] = []
        """By their numbers."""
        self._numbers: dict[str, int] = {}

    def keep(self, texts: Sequence[str], brackets: re.Pattern[str]) -> list[bytes]:
        """Return how `texts` are kept; `brackets` finds theirs (`IN_REGEX`, `IN_JSON`)."""
        counts = Counter(text[a:b] for text in texts for a, b in _spans(text, brackets))
        recurring = {part for part, count in counts.items() if count > 1}
        return [self._keep(text, recurring, brackets) for text in texts]

    def _keep(self, text: str, recurring: Collection[str], brackets: re.Pattern[str]) -> bytes:
        pieces: list[str | int] = []
        end = 0
        for first, last in sorted(_spans(text, brackets), key=lambda span: (span[0], -span[1])):
            part = text[first:last]
            if first < end or part == text or part not in recurring:
                continue
            if part not in self._numbers:
                kept = self._keep(part, recurring, brackets)  # parts in it take their numbers first
                self._numbers[part] = len(self.kept)
                self.kept.append(kept)
            pieces += [text[end:first], self._numbers[part]]
            end = last
        return msgspec.json.encode([*pieces, text[end:]] if pieces else text)


def _spans(text: str, brackets: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Yield where brackets open and close in `text` that hold enough to be a part."""
    opened: list[int] = []
    for match in brackets.finditer(text):
        match match[0]:
            case "(" | "[":
                opened.append(match.start())
            case ")" | "]" if opened:
                first = opened.pop()
                if match.end() - first >= _SHORTEST:
                    yield first, match.end()
