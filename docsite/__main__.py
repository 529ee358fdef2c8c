"""Writes the pages of docs/ that are made from the code: `python -m docsite`."""

import sys

from docsite.hooks import ROOT
from docsite.made import pages

if __name__ == "__main__":
    for name, text in pages().items():
        (ROOT / "docs" / name).write_text(text, "utf-8")
    sys.exit()
