"""labeler: who wrote what on a page, segment by segment.

    >>> from labeler import Labeler
    >>> report = Labeler().scan_path("samples/cookie-wall.de.txt")[0]

Names are loaded when first used, so that `import labeler` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from labeler.batch.table import keep_text, label_batch
    from labeler.errors import InputError, LabelerError, ModelError, RuleError
    from labeler.read import ReadOptions
    from labeler.report.schema import Report, ReportSegment
    from labeler.scanner import Labeler

__all__ = [
    "InputError",
    "Labeler",
    "LabelerError",
    "ModelError",
    "ReadOptions",
    "Report",
    "ReportSegment",
    "RuleError",
    "keep_text",
    "label_batch",
]

_HOMES = {
    "InputError": "labeler.errors",
    "Labeler": "labeler.scanner",
    "LabelerError": "labeler.errors",
    "ModelError": "labeler.errors",
    "ReadOptions": "labeler.read",
    "Report": "labeler.report.schema",
    "ReportSegment": "labeler.report.schema",
    "RuleError": "labeler.errors",
    "keep_text": "labeler.batch.table",
    "label_batch": "labeler.batch.table",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'labeler' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
