"""Shapes as written in rule files: regexes over classes of words."""

import re
from collections.abc import Mapping, Sequence

from labeler.errors import RuleError
from labeler.rules.words import LETTERS, OTHER

_WORD = re.compile(r"<(!?)([^<>]*)>")
_STEP = re.compile(r"<[^<>]*>|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?[:P]| |\S", re.DOTALL)
_BETWEEN = "(?:[ #-\\-/-:=\\[\\]_~\xb7•–—’،]+)"
"""What stands between two words of a clause: no full stop, no quotation mark."""
_ANY = f"[{OTHER}A-Za-z]"


def class_letters(names: Sequence[str]) -> dict[str, str]:
    """Return the letter of each class, by their names. Raises RuleError for too many."""
    if len(names) > len(LETTERS):
        raise RuleError(f"{len(names)} classes of words; {len(LETTERS)} are the most")
    return dict(zip(sorted(names), LETTERS, strict=False))


def shape_regex(shape: str, letters: Mapping[str, str]) -> str:
    """Return the regex to search in shapes of texts for `shape`.

    `<noun|deed>` is a word in one of these classes, `<noun&deed>` one in both, `<!noun>` one in
    none of them, `<>` any word, and a space what may stand between two words of a clause. All
    else is a regex of what is between words. Raises RuleError for a class that is not in
    `letters` and for letters.
    """

    def put_in(match: re.Match[str]) -> str:
        step = match[0]
        if step == " ":
            return _BETWEEN
        if step.startswith("<") and len(step) > 1:
            return _word(step, letters)
        if len(step) == 1 and step.isalpha():
            raise RuleError(f"the letter {step!r} in a shape; give words a class: <class>")
        return step

    return _STEP.sub(put_in, shape)


def _word(step: str, letters: Mapping[str, str]) -> str:
    inverted, names = _WORD.fullmatch(step).groups()  # type: ignore[union-attr]  # by _STEP
    if not names:
        return f"{_ANY}+"
    classes = sorted(_letter(name, letters) for name in re.split("[|&]", names))
    if "&" in names:
        return _ANY + "*" + "".join(f"{letter}{_ANY}*" for letter in classes)
    if inverted:
        others = "".join(letter for letter in (OTHER, *LETTERS) if letter not in classes)
        return f"[{others}]+"
    return f"{_ANY}*[{''.join(classes)}]{_ANY}*"


def _letter(name: str, letters: Mapping[str, str]) -> str:
    if name not in letters:
        raise RuleError(f"unknown class of words {name}; define it under `words:`")
    return letters[name]
