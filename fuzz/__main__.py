"""Fuzz targets, all if none is named: `python -m fuzz rules --seconds 60`, or `--runs 1000000`.

Seeds are made from samples/ and by the targets; what libFuzzer keeps lies in build/fuzz/TARGET.
An input that raises anything but what the target expects is kept beside it, and the run ends.
`--smoke` is what CI does: some thousand runs of each from the seeds alone, the same each time.
"""

import argparse
import subprocess
import sys
import tempfile
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

TARGETS = (
    "documents",
    "archives",
    "encodings",
    "settings",
    "rules",
    "reports",
    "writers",
    "provenance",
)
SMOKE_RUNS = 2000


def main() -> int:
    """Run the targets that are named, a process each: libFuzzer does not return."""
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="target", help=", ".join(TARGETS))
    parser.add_argument("--seconds", type=int, help="of each target")
    parser.add_argument("--runs", type=int, help="of each target")
    parser.add_argument("--smoke", action="store_true", help=f"{SMOKE_RUNS} runs from the seeds")
    options = parser.parse_args()
    if unknown := set(options.targets) - set(TARGETS):
        parser.error(f"no target {', '.join(sorted(unknown))}; there are {', '.join(TARGETS)}")
    if options.smoke == bool(options.seconds or options.runs):
        parser.error("give --seconds, --runs or both, or --smoke")
    if find_spec("atheris") is None:
        print("no atheris here: it has wheels for Linux on x86-64 alone", file=sys.stderr)
        return 0 if options.smoke else 1
    if len(options.targets) == 1:
        fuzz(options.targets[0], options)
    for target in options.targets or TARGETS:
        print(f"fuzzing {target}", file=sys.stderr, flush=True)
        limits = [argument for argument in sys.argv[1:] if argument not in options.targets]
        if code := subprocess.run([sys.executable, "-m", "fuzz", target, *limits]).returncode:
            return code
    return 0


def fuzz(name: str, options: argparse.Namespace) -> None:
    """Fuzz a target in this process, and leave it."""
    import atheris

    folder = Path("build", "fuzz", name)
    corpus = folder / "corpus"
    if options.smoke:
        corpus = Path(tempfile.mkdtemp(prefix="labeler-fuzz-"))
    corpus.mkdir(parents=True, exist_ok=True)
    folder.mkdir(parents=True, exist_ok=True)
    with atheris.instrument_imports(include=["labeler"]):
        target = import_module(f"fuzz.{name}")
        for number, seed in enumerate(target.seeds()):
            (corpus / f"seed-{number}").write_bytes(seed)
            target.one(seed)  # what is imported when it is needed must be instrumented too
    limits = [f"-max_total_time={options.seconds or 0}", f"-runs={options.runs or -1}"]
    if options.smoke:
        limits = [f"-runs={SMOKE_RUNS}", "-seed=1"]
    # Seconds by the clock, not of the processor: a busy machine may stop the process meanwhile.
    flags = [f"-artifact_prefix={folder}/", f"-max_len={target.LONGEST}", "-timeout=300"]
    flags += ["-rss_limit_mb=3000", "-print_final_stats=1", "-verbosity=0"]
    atheris.Setup([sys.argv[0], *limits, *flags, str(corpus)], target.one)
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main())
