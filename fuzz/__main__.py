"""Fuzz one target: `python -m fuzz documents 60` runs it for sixty seconds.

Seeds are made from samples/ and rules/; what libFuzzer keeps lies in build/fuzz/TARGET.
An input that raises anything but what the target expects is kept beside it, and the run ends.
"""

import sys
from importlib import import_module
from pathlib import Path

TARGETS = ("documents", "settings", "rules", "reports", "provenance")


def main() -> None:
    """Run the target that the command line names."""
    if len(sys.argv) != 3 or sys.argv[1] not in TARGETS or not sys.argv[2].isdigit():
        sys.exit(f"usage: python -m fuzz {{{','.join(TARGETS)}}} SECONDS")
    import atheris

    name, seconds = sys.argv[1:]
    with atheris.instrument_imports(include=["labeler"]):
        target = import_module(f"fuzz.{name}")
    folder = Path("build", "fuzz", name)
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(target.seeds()):
        (corpus / f"seed-{number}").write_bytes(seed)
    options = [f"-max_total_time={seconds}", f"-artifact_prefix={folder}/", "-timeout=10"]
    options += ["-rss_limit_mb=3000", "-print_final_stats=1", "-max_len=20000", "-verbosity=0"]
    atheris.Setup([sys.argv[0], *options, str(corpus)], target.one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
