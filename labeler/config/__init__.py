"""The configuration: `.labeler.yaml` or `[tool.labeler]`, and the command line over it.

config = effective(load_config(Path("content")), CommandLine(encoding="cp932"))
"""

from labeler.config.effective import CommandLine, effective
from labeler.config.load import load_config
from labeler.config.schema import Config

__all__ = ["CommandLine", "Config", "effective", "load_config"]
