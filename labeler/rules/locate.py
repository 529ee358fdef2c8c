"""Where the shipped rule packs are."""

from pathlib import Path

from labeler.errors import RuleError


def shipped_rules() -> Path:
    """Return the directory of the shipped packs: in the installed package, else in the checkout.

    Raises RuleError when neither exists.
    """
    package = Path(__file__).resolve().parent.parent
    candidates = (package / "data" / "rules", package.parent / "rules")
    for directory in candidates:
        if directory.is_dir():
            return directory
    raise RuleError(
        f"{candidates[0]}: the shipped rules are missing; install labeler again (pip install "
        "--force-reinstall labeler)"
    )
