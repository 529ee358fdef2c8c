"""Writes the pages of docs/ that are made from the code: `python -m docsite`."""

import sys

from docsite.hooks import ROOT
from docsite.made import PAGES


def main() -> int:
    """Write all of them."""
    for name, page in PAGES.items():
        (ROOT / "docs" / name).write_text(page(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
