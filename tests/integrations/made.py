"""What the tests of the integrations share: pages, and the tools that check what we ship."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
LABELER = Path(sys.executable).with_name("labeler")

RESIDUE = (
    "The ferry sails again on Monday.\n\n"
    "As an AI language model, I cannot look up the timetable of the ferry.\n"
)
PLAIN = "The ferry sails again on Monday, the harbour office said.\n"


def tool(name: str, *arguments: str | Path) -> str:
    """What a development tool prints on files of the checkout; it must be content."""
    done = subprocess.run(
        [Path(sys.executable).with_name(name), *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def bash(
    script: str, folder: Path, environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run a script as GitHub's and GitLab's runners do, with nothing of our environment."""
    return subprocess.run(
        [shutil.which("bash") or "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=folder,
        env={"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(folder), **environment},
        capture_output=True,
        text=True,
        timeout=600,
    )


def copy_of_the_checkout(target: Path) -> Path:
    """A git repository with the files that git knows, as they are now."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file() and not name.startswith("benchmarks/results"):
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)
    commit_all(target)
    return target


def commit_all(folder: Path) -> None:
    """Make a git repository of a folder, with everything in one commit."""
    identity = ["-c", "user.name=Kim Doe", "-c", "user.email=kim@example.org"]
    for arguments in (
        ["init", "--quiet"],
        ["add", "--all", "--force"],
        [*identity, "commit", "--quiet", "--message", "Everything"],
    ):
        subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)
