"""Files of the repository as seeds, and a place for files."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]


def contents(pattern: str, longest: int = 20_000) -> Iterator[bytes]:
    """The files below the root that fit a pattern, without the long ones."""
    for path in sorted(ROOT.glob(pattern)):
        if path.is_file() and path.stat().st_size <= longest:
            yield path.read_bytes()


def scratch() -> Path:
    """A folder for what a target must have as a file."""
    return Path(tempfile.mkdtemp())
