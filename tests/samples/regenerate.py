"""`python -m tests.samples.regenerate` writes samples/expected anew.

What it writes is what labeler says, not what is right: read the difference before you commit it.
"""

from labeler import Labeler
from tests.samples.golden import EXPECTED, compact, expected_path, sample_paths


def main() -> None:
    labeler = Labeler()
    EXPECTED.mkdir(exist_ok=True)
    for sample in sample_paths():
        expected_path(sample).write_text(
            compact(labeler.scan_path(sample)), encoding="utf-8", newline="\n"
        )


if __name__ == "__main__":
    main()
