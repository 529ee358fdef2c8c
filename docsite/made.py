"""All pages that are made from the code."""

from docsite import command_line, exits, schemas


def pages() -> dict[str, str]:
    """Their texts by the name they have in docs/."""
    return {
        "cli.md": command_line.page(),
        "exit-codes.md": exits.page(),
        **{name: schemas.page(wanted) for name, wanted in schemas.PAGES.items()},
    }
