"""Fuzz one target in this process, which libFuzzer ends: `python -m fuzz.run TARGET FLAGS CORPUS`.

`python -m fuzz` starts it.
"""

import sys
from importlib import import_module
from pathlib import Path

import atheris


def main() -> None:
    """Instrument labeler, write the target's seeds into the corpus, and fuzz."""
    _, name, *flags, corpus = sys.argv
    with atheris.instrument_imports(include=["labeler"]):
        target = import_module(f"fuzz.{name}")
        for number, seed in enumerate(target.seeds()):
            (Path(corpus) / f"seed-{number}").write_bytes(seed)
            target.one(seed)  # what is imported when it is needed must be instrumented too
    atheris.Setup([sys.argv[0], *flags, f"-max_len={target.LONGEST}", corpus], target.one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
