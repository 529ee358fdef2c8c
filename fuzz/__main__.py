"""Fuzz targets, all if none is named: `python -m fuzz rules --seconds 60`, or `--runs 1000000`.

Seeds are made from samples/ and by the targets; what libFuzzer keeps lies in build/fuzz/TARGET.
An input that raises anything but what the target expects is kept beside it, and the run ends.
`--smoke` is what CI does: some thousand runs of each from the seeds alone, the same each time.
"""

import argparse
import os
import signal
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

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
    # Removed at the end, which libFuzzer does not give the process that it runs in.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    for target in options.targets or TARGETS:
        print(f"fuzzing {target}", file=sys.stderr, flush=True)
        with TemporaryDirectory(prefix="labeler-fuzz-", dir=in_memory()) as scratch:
            if code := fuzz(target, Path(scratch), options):
                return code
    return 0


def in_memory() -> Path | None:
    """A folder in memory where the system has one, since a disk would take most of the time."""
    memory = Path("/dev/shm")
    return memory if memory.is_dir() else None


def fuzz(target: str, scratch: Path, options: argparse.Namespace) -> int:
    """Fuzz a target in a process that makes its files in `scratch`, and give its exit code."""
    folder = Path("build", "fuzz", target)
    corpus = (scratch if options.smoke else folder) / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    folder.mkdir(parents=True, exist_ok=True)
    limits = [f"-max_total_time={options.seconds or 0}", f"-runs={options.runs or -1}"]
    if options.smoke:
        limits = [f"-runs={SMOKE_RUNS}", "-seed=1"]
    # Seconds by the clock, not of the processor: a busy machine may stop the process meanwhile.
    flags = [f"-artifact_prefix={folder}/", "-timeout=300", "-rss_limit_mb=3000"]
    flags += ["-print_final_stats=1", "-verbosity=0"]
    command = [sys.executable, "-m", "fuzz.run", target, *limits, *flags, str(corpus)]
    environment = os.environ | {"TMPDIR": str(scratch)}
    return subprocess.run(command, check=False, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
