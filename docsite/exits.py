"""The page on exit codes and errors, made of the code's own words."""

import inspect

from labeler import errors
from labeler.cli.exit_codes import MEANINGS

_BEFORE = """\
# Exit codes

| code | means |
|---|---|
"""
_BETWEEN = """
Reports go to standard output and messages to standard error, a line each: `labeler: `
and what is wrong, where, and how to mend it.
`labeler batch` ends with 3 if its manifest lists errors, `labeler diff` if a report cannot be read.

## Errors in Python
All that labeler raises on purpose is a `LabelerError`; its message is made for users.

| error | when |
|---|---|
"""


def page() -> str:
    """The page in Markdown."""
    codes = [f"| {code} | {meaning} |" for code, meaning in MEANINGS.items()]
    kinds = [
        f"| `{name}` | {(kind.__doc__ or '').replace(chr(10), ' ').rstrip('.')} |"
        for name, kind in inspect.getmembers(errors, inspect.isclass)
    ]
    return _BEFORE + "\n".join(codes) + "\n" + _BETWEEN + "\n".join(kinds) + "\n"
