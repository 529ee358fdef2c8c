"""What a command asks for to the outcomes: which way a run takes."""

import os
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from labeler.errors import InputError, UsageError
from labeler.policy import Accepted, Policy
from labeler.read import ReadOptions

if TYPE_CHECKING:
    from labeler.cache import Cache
    from labeler.run.execute import Outcome
    from labeler.scanner import Labeler

_FEW = 8
"""Files that are scanned without looking at what they are."""


class Request(NamedTuple):
    """What is to be scanned, by what and how."""

    paths: Sequence[str]
    options: ReadOptions
    make_labeler: "Callable[[], Labeler]"
    """It must be picklable."""
    policy: Policy
    accepted: Accepted
    config_sha256: str | None = None
    cache: "Cache | None" = None
    same_site: bool = False
    changed_since: str | None = None
    jobs: int | None = None
    """None: as many as there are cores, if there are many files."""


def begin(request: Request, advance: Callable[[], None]) -> "Iterator[Outcome]":
    """Yield what comes of each document; `advance` is called when another file is done.

    Raises UsageError for wishes that do not go together.
    """
    if request.same_site and request.changed_since:
        raise UsageError("--same-site looks at all documents; leave out --changed-since")
    if request.same_site or _is_small(request):
        labeler = request.make_labeler()
        return labeler.scan_documents(request.paths, request.options, same_site=request.same_site)
    from labeler.run.execute import Scan  # what a small scan starts faster without
    from labeler.run.worker import UnitScanner

    scanner = UnitScanner(request.make_labeler, request.options, request.policy, request.cache)
    scan = Scan(scanner, request.accepted, request.config_sha256)
    return scan.outcomes(files_of(request), request.jobs, advance)


def files_of(request: Request) -> Iterator[str | InputError]:
    """Yield the files to be scanned, directories walked."""
    from labeler.run.plan import STDIN, list_files

    options = request.options
    files = list_files(request.paths, options.excludes, options.exclude_base)
    if request.changed_since is None:
        return files
    from labeler.run.changed import changed_files, only_changed

    if STDIN in request.paths:
        raise UsageError("--changed-since is about files; standard input has no history")
    return only_changed(files, changed_files(request.paths, request.changed_since))


def number_of_files(request: Request) -> int:
    """How many files are to be scanned."""
    return sum(1 for _ in files_of(request))


def _is_small(request: Request) -> bool:
    """Whether there is a file or two: then nothing is gained by grouping them."""
    return (
        request.cache is None
        and request.changed_since is None
        and (request.jobs or 1) == 1
        and len(request.paths) < _FEW
        and not any(map(os.path.isdir, request.paths))
    )
