"""All pages that are made from the code, wholly or in part."""

from docsite import command_line, exits, schemas, stages, thresholds


def pages() -> dict[str, str]:
    """Their texts by the name they have in docs/."""
    return {
        "cli.md": command_line.page(),
        "exit-codes.md": exits.page(),
        "stages.md": stages.page(),
        "calibration.md": thresholds.page(),
        **{name: schemas.page(wanted) for name, wanted in schemas.PAGES.items()},
    }
