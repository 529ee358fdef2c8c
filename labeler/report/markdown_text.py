"""Text of documents made fit to stand in Markdown that GitHub or GitLab renders.

Whoever writes a document must not be able to notify people, to link or to lay out in the name
of whoever posts the comment.
"""

import re

from labeler.report.excerpt import shortened

_MARKUP = re.compile(r"[\\`*_\[\]<>|~&$]")
_AT_THE_START = re.compile(r"([0-9]*)([-+#=.)])")
"""What makes a heading, a list or a line of the first characters of a line."""
_BACKTICKS = re.compile("`+")
_REFERENCE = re.compile(r"([@#!$%~&])(?=\w)|(:)(?=//)|\b(www|GH)(?=[.-])", re.IGNORECASE)
"""What begins a mention, a reference to an issue or the like, or an address."""
_BREAK = "&#8203;"  # a zero-width space: seen by whoever looks for references, not by readers


def plain(text: str, longest: int) -> str:
    """`text` on one line, of at most `longest` characters, that renders as nothing but text."""
    line = shortened(text, longest)
    marked = _REFERENCE.sub(lambda found: f"{found[0]}\0", line)
    escaped = _MARKUP.sub(lambda found: f"\\{found[0]}", marked)
    if start := _AT_THE_START.match(escaped):
        escaped = f"{start[1]}\\{escaped[start.end(1) :]}"
    return escaped.replace("\0", _BREAK)


def code(text: str, longest: int) -> str:
    """`text` on one line, of at most `longest` characters, as a code span; nothing if empty."""
    line = shortened(text, longest)
    if not line:
        return ""
    fence = "`" * (max((len(run) for run in _BACKTICKS.findall(line)), default=0) + 1)
    pad = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{pad}{line}{pad}{fence}"


def code_cell(text: str, longest: int) -> str:
    """As `code`, for a cell of a table, which ends at the next `|` even within code."""
    return code(text.replace("|", "\u00a6"), longest)
