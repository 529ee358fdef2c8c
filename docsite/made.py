"""All pages and pictures that are made from the code, wholly or in part."""

from collections.abc import Callable, Mapping
from functools import partial

from docsite import command_line, exits, picture, schemas, stages, thresholds, way

PAGES: Mapping[str, Callable[[], str]] = {
    "cli.md": command_line.page,
    "exit-codes.md": exits.page,
    "stages.md": stages.page,
    "scan.svg": picture.picture,
    "way.svg": way.picture,
    "calibration.md": thresholds.page,
    **{name: partial(schemas.page, wanted) for name, wanted in schemas.PAGES.items()},
}
"""What makes the text of each, by the name it has in docs/."""
