"""What a worker process does: it labels the files of one unit and packs the reports."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from labeler.cache import Cache, Entry
from labeler.cache.beside import Stamp, stamps_of
from labeler.cache.store import key_of
from labeler.document import Document
from labeler.errors import InputError
from labeler.ondemand import OnDemand
from labeler.policy import Policy, audit
from labeler.read import ReadOptions, read_path
from labeler.report.build import Judged
from labeler.report.packed import Packed, head, pack
from labeler.run.findings import policy_hash
from labeler.run.plan import Missing

if TYPE_CHECKING:
    from labeler.scanner import Labeler

OfFile = list[Packed | InputError] | None
"""What came of a file, a packed report for each document; None if it is to be scanned alone."""


class OfUnit(NamedTuple):
    """What came of the files of a unit."""

    head: bytes
    """How the reports begin."""
    files: list[OfFile]


class UnitScanner(OnDemand):
    """Labels units of files. Worker processes get a copy each, or share it when forked."""

    def __init__(
        self,
        make_labeler: "Callable[[], Labeler]",
        options: ReadOptions,
        policy: Policy,
        cache: Cache | None = None,
    ) -> None:
        super().__init__(make_labeler)
        self.options = options
        self.policy = policy
        self.cache = cache

    def __call__(self, files: Sequence[Missing]) -> OfUnit:
        """Label files, and keep what was found of them in the cache."""
        numbers: deque[int] = deque()  # of the file that each document under way is of
        beside: list[dict[Stamp, None]] = [{} for _ in files]

        def documents() -> Iterator[Document | InputError]:
            for number, file in enumerate(files):
                for document in read_path(file.path, self.options):
                    numbers.append(number)
                    if self.cache is not None and isinstance(document, Document):
                        beside[number].update(dict.fromkeys(stamps_of(document)))
                    yield document

        found: list[OfFile] = [[] for _ in files]
        for outcome in self.labeler.judge_each(documents()):
            number = numbers.popleft()
            packed = self._packed(outcome, files[number].path)
            documents_so_far = found[number]
            if packed is None or documents_so_far is None:
                found[number] = None
            else:
                documents_so_far.append(packed)
        for file, of_file, stamps in zip(files, found, beside, strict=True):
            self._keep(file, of_file, tuple(stamps))
        if self.cache is not None and self.cache.tool() is None:
            self.cache.keep_tool(self.labeler.tool)
        return OfUnit(head(self.labeler.tool), found)

    def _packed(self, outcome: Judged | InputError, path: str) -> Packed | InputError | None:
        if isinstance(outcome, InputError):
            return outcome
        if outcome.is_huge:
            return None
        return pack(audit(self.labeler.report_on(outcome), self.policy), path)

    def _keep(self, file: Missing, of_file: OfFile, beside: tuple[Stamp, ...]) -> None:
        """Store reports, unless something went wrong or the file changed under our hands."""
        if self.cache is None or file.key is None or not of_file:
            return
        documents = tuple(one for one in of_file if isinstance(one, Packed))
        if len(documents) == len(of_file) and key_of(file.path) == file.key:
            policy = policy_hash(self.policy, file.path)
            self.cache.store(file.key, Entry(policy, documents, beside))
