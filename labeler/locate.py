"""Where the files that ship with labeler are."""

from pathlib import Path
from typing import Literal

from labeler.errors import LabelerError


def shipped(name: Literal["rules", "models"]) -> Path:
    """Return the shipped directory: in the installed package, else in the checkout.

    Raises LabelerError when neither exists.
    """
    package = Path(__file__).resolve().parent
    candidates = (package / "data" / name, package.parent / name)
    for directory in candidates:
        if directory.is_dir():
            return directory
    raise LabelerError(
        f"{candidates[0]}: the shipped {name} are missing; install labeler again (pip install "
        "--force-reinstall labeler)"
    )
