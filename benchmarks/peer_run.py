"""One extractor on a file of pages, in a process of its own.

`python -m benchmarks.peer_run NAME FILE` writes a `PeerRun` as JSON to standard output. Pages
are read one at a time and nothing is imported but what the extractor needs, so that the peak
memory is what a program pays that extracts articles with it. Each page is seen once, since some
extractors remember texts.
"""

import gzip
import re
import resource
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import msgspec

from benchmarks.peers import PEERS, Extract, silence

SCAN = "labeler"
"""`labeler scan`: every segment labelled, the report as JSON."""
EXTRACT = "labeler extract"


class PeerRun(msgspec.Struct, frozen=True):
    """What an extractor gave for each page, in order, and what it cost."""

    texts: list[str]
    seconds: float
    """Processor time of all pages; what is loaded with the first page is loaded before."""
    megabytes: float
    """The pages' HTML in UTF-8."""
    peak_mib: float
    """Peak memory of the whole process: interpreter, libraries, model, the page at hand."""
    refused: list[str]
    """Ids of pages that the extractor raised an error on; they give an empty text."""


_FIRST = (
    "<html lang=en><title>The pier</title><h1>The pier</h1>"
    + "<p>The old pier will be repaired before the winter comes, the council says.</p>" * 20
)
"""A page to begin with, which brings in whatever is loaded late."""


class _Page(msgspec.Struct):
    page_id: str
    html: str = ""
    lang: str = ""


def _scan() -> Extract:
    from labeler import Labeler
    from labeler.report.encode import compact_pieces

    labeler = Labeler()

    def extract(html: str, language: str) -> str:
        b"".join(compact_pieces(labeler.scan_html(html), include_text=True))
        return ""  # how good the labels are is measured elsewhere, held out

    return extract


def _extract() -> Extract:
    from labeler import Labeler

    labeler = Labeler()
    return lambda html, language: labeler.extract_html(html).text


EXTRACTORS: Mapping[str, Callable[[], Extract]] = {SCAN: _scan, EXTRACT: _extract, **PEERS}


def run(name: str, file: Path) -> PeerRun:
    """Extract all pages that have HTML. Raises KeyError for an unknown name."""
    extract = EXTRACTORS[name]()
    extract(_FIRST, "en")
    texts: list[str] = []
    refused: list[str] = []
    seconds = 0.0
    size = 0
    for page in _pages(file):
        start = time.process_time()
        try:
            text = extract(page.html, page.lang)
        except Exception:  # peers raise all kinds; a refusal is a finding, not an end
            refused.append(page.page_id)
            text = ""
        seconds += time.process_time() - start
        texts.append(text)
        size += len(page.html.encode("utf-8", "replace"))
    return PeerRun(texts, seconds, size / 1e6, _peak_mib(), refused)


def _peak_mib() -> float:
    status = Path("/proc/self/status")
    if status.exists():  # getrusage counts what the parent held before exec
        found = re.search(r"VmHWM:\s+(\d+)", status.read_text("utf-8"))
        if found:
            return int(found[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _pages(file: Path) -> Iterator[_Page]:
    decoder = msgspec.json.Decoder(_Page)
    with gzip.open(file) if file.suffix == ".gz" else file.open("rb") as lines:
        for line in lines:
            page = decoder.decode(line)
            if page.html:
                yield page


def main() -> int:
    name, file = sys.argv[1:]
    silence()
    found = run(name, Path(file))
    sys.stdout.buffer.write(msgspec.json.encode(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
