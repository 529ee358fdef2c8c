"""Finds bidirectional controls that reorder or could reorder what a reader sees.

Direction controls belong to text with right-to-left letters, opened and closed within a line.
Elsewhere they are leftovers of copying, or hide the real order of characters
(Trojan Source, CVE-2021-42574).
"""

import re
from collections import deque
from collections.abc import Iterator

import re2

from labeler.document import Span
from labeler.provenance.finding import HiddenText, Severity
from labeler.provenance.utf8 import Utf8

_CONTROLS = re2.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_LINE_ENDS = "\n\r\u2029"
_LINE_END = re.compile(f"[{_LINE_ENDS}]")
_MARKS = "\u061c\u200e\u200f"
_OVERRIDES = "\u202d\u202e"
_CLOSER = {
    **dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c"),
    **dict.fromkeys("\u2066\u2067\u2068", "\u2069"),
}


def find_bidi(utf8: Utf8) -> Iterator[HiddenText]:
    """Lines with bidirectional controls that are unpaired or have nothing to order.

    An override among left-to-right letters is a `warning`, the rest a `note`.
    """
    text = utf8.text
    waiting = deque(start for start, _ in utf8.spans(_CONTROLS))
    at = 0
    while waiting:
        start = max(text.rfind(end, at, waiting[0]) for end in _LINE_ENDS) + 1
        line_end = _LINE_END.search(text, waiting[0])
        at = line_end.start() if line_end else len(text)
        controls: list[int] = []
        while waiting and waiting[0] < at:
            controls.append(waiting.popleft())
        right_to_left = _RIGHT_TO_LEFT.search(text, start, at) is not None
        found = _judge([text[i] for i in controls], right_to_left)
        if found is not None:
            severity, what = found
            yield HiddenText(
                kind="bidi_controls",
                severity=severity,
                span=Span(controls[0], controls[-1] + 1),
                count=len(controls),
                message=f"{len(controls)} × {what}",
            )


def _judge(controls: list[str], right_to_left: bool) -> tuple[Severity, str] | None:
    paired = _paired(controls)
    if right_to_left:
        return None if paired else ("note", "unpaired direction control")
    if any(control in _OVERRIDES for control in controls):
        return "warning", "direction override in left-to-right text"
    if all(control in _MARKS for control in controls):
        return "note", "direction mark in left-to-right text"
    return "note", "direction control in left-to-right text"


def _paired(controls: list[str]) -> bool:
    expected: list[str] = []
    for control in controls:
        if control in _CLOSER:
            expected.append(_CLOSER[control])
        elif control not in _MARKS and (not expected or expected.pop() != control):
            return False
    return not expected
