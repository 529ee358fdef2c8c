"""docs/scan.svg: what a terminal shows of the first scan of the README."""

import io
import re

from rich.console import Console

from docsite.stages import SAMPLE, scanned
from labeler.report.text import print_report

_FONTS = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
"""rich would have the picture load its fonts from a CDN."""


def picture() -> str:
    """The picture as SVG."""
    console = Console(
        file=io.StringIO(),
        record=True,
        width=100,
        force_terminal=True,
        color_system="truecolor",
        _environ={},  # the picture depends on no terminal
        highlight=False,
    )
    print_report(console, scanned()[1], include_text=True)
    svg = console.export_svg(title=f"labeler scan {SAMPLE} --format text", unique_id="scan")
    return _FONTS.sub("", svg)
