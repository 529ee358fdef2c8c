"""The run itself: files to reports in their order, from the cache, from workers or made here."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain, islice
from typing import TYPE_CHECKING, Union

from msgspec.structs import replace

from labeler.errors import InputError
from labeler.policy import Accepted
from labeler.pool import Done, Failed, can_fork, default_jobs, map_tasks
from labeler.report.packed import EncodedReport, Packed, head, unpack
from labeler.run.findings import with_findings
from labeler.run.plan import Alone, Known, Missing, Unit, in_units
from labeler.run.worker import OfFile, OfUnit, UnitScanner

if TYPE_CHECKING:
    from labeler.report.build import ReportStream
    from labeler.report.schema import Report

Outcome = Union[EncodedReport, "Report", "ReportStream", InputError]
"""A report with its findings, or one made in this process that has none yet, or an error."""


class Scan:
    """A run over many files. Rules and model are not loaded if the cache knows all of them."""

    def __init__(
        self, scanner: UnitScanner, accepted: Accepted, config_sha256: str | None = None
    ) -> None:
        self._scanner = scanner
        self._accepted = accepted
        self._config_sha256 = config_sha256

    def outcomes(
        self,
        files: Iterable[str | InputError],
        jobs: int | None,
        advance: Callable[[], None],
    ) -> Iterator[Outcome]:
        """Yield what came of each document of each file, in order.

        Without `jobs`, all cores work if the files make more than one unit. `advance` is called
        after each file.
        """
        units = in_units(files, self._look_up)
        if jobs is None:
            first = list(islice(units, 2))
            units = chain(first, units)
            jobs = default_jobs() if len(first) > 1 else 1
        taken: deque[Unit] = deque()
        tasks = self._tasks(units, taken, jobs)
        load = self._scanner.load if jobs > 1 else None
        for result in map_tasks(self._scanner, tasks, jobs=jobs, initializer=load):
            for of_member in self._of_unit(taken.popleft(), result, jobs):
                yield from of_member
                advance()

    def _tasks(
        self, units: Iterable[Unit], taken: deque[Unit], jobs: int
    ) -> Iterator[tuple[Missing, ...] | Done]:
        """Yield a task for each unit; `taken` holds the units until they are done."""
        for unit in units:
            taken.append(unit)
            missing = tuple(member for member in unit if isinstance(member, Missing))
            if missing and (jobs == 1 or can_fork()):
                self._scanner.load()  # here, for all workers
            yield missing or Done(None)

    def _look_up(self, path: str) -> Known | Missing:
        cache = self._scanner.cache
        found = cache.find(path) if cache else None
        if cache is None or found is None:
            return Missing(path)
        if found.entry is None:
            return Missing(path, found.key)
        entry = with_findings(found.entry, self._head, path, self._scanner.policy)
        if entry is not found.entry:
            cache.store(found.key, entry)
        return Known(path, entry)

    @cached_property
    def _head(self) -> bytes:
        """How reports from the cache begin."""
        cache = self._scanner.cache
        tool = (cache and cache.tool()) or self._scanner.labeler.tool
        return head(replace(tool, config_sha256=self._config_sha256))

    def _of_unit(
        self, unit: Unit, result: OfUnit | Failed | None, jobs: int
    ) -> Iterator[Iterable[Outcome]]:
        """Yield the outcomes of each input of a unit; `result` is of those that were missing."""
        if isinstance(result, Failed):
            result = self._one_by_one(result.task, jobs)
        labelled = iter(result.files if result else ())
        for member in unit:
            if isinstance(member, InputError):
                yield [member]
            elif isinstance(member, Alone):
                yield self._alone(member.path)
            elif isinstance(member, Known):
                yield self._unpacked(member.path, self._head, member.entry.documents)
            elif (found := next(labelled)) is None:
                yield self._alone(member.path)
            else:
                assert result is not None
                yield self._unpacked(member.path, result.head, found)

    def _unpacked(
        self, path: str, begin: bytes, documents: Iterable[Packed | InputError]
    ) -> Iterator[Outcome]:
        for packed in documents:
            if isinstance(packed, InputError):
                yield packed
            else:
                yield unpack(packed, begin, path, self._accepted.marker(path + packed.record))

    def _alone(self, path: str) -> Iterator[Outcome]:
        return self._scanner.labeler.scan_documents([path], self._scanner.options)

    def _one_by_one(self, files: Sequence[Missing], jobs: int) -> OfUnit:
        """Label the files of a unit that failed as a whole, each by itself: one is at fault."""
        begin = b""
        found: list[OfFile] = []
        alone = [(file,) for file in files]
        for result in map_tasks(self._scanner, alone, jobs=jobs, isolated=True):
            if isinstance(result, Failed):
                found.append([_fault(result)])
            else:
                begin = result.head
                found += result.files
        return OfUnit(begin, found)


def _fault(failed: Failed) -> InputError:
    (file,) = failed.task
    return InputError(
        f"{file.path}: could not be labelled: {failed.reason}; leave it out with --exclude, and "
        "please report it with the file"
    )
