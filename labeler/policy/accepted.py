"""What somebody decided to live with: the baseline and the suppressions."""

import datetime
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from labeler.errors import UsageError
from labeler.policy.conditions import fits
from labeler.policy.paths import Paths
from labeler.policy.schema import Suppression
from labeler.report.schema import Finding

if TYPE_CHECKING:
    from labeler.policy.baseline import Entry, Key


class Accepted:
    """Tells which findings are accepted, and why. It can be pickled.

    `suppressions` are those that hold today; their patterns are relative to `base`. `notices`
    say, each in a line, which hold no longer.
    """

    def __init__(
        self,
        baseline: "Mapping[Key, Entry] | None" = None,
        suppressions: Sequence[Suppression] = (),
        base: str = "",
        notices: tuple[str, ...] = (),
    ) -> None:
        self.baseline: Mapping[Key, Entry] = baseline or {}
        self.notices = notices
        self._suppressions = [(one, Paths(one.paths, base)) for one in suppressions]

    def marker(self, path: str) -> Callable[[Finding], Finding]:
        """What gives the findings of the document at `path` their status."""
        here = [one for one, paths in self._suppressions if paths.hold(path)]
        if not here and not self.baseline:
            return _as_it_is
        from labeler.policy.baseline import Key

        def mark(finding: Finding) -> Finding:
            for one in here:
                if fits(finding.rule, (one.rule,)) and one.content in (None, finding.content):
                    return replace(finding, status="suppressed", justification=one.reason)
            entry = self.baseline.get(Key(finding.content, finding.rule))
            if entry is None:
                return finding
            return replace(finding, status="unchanged", justification=entry.justification)

        return mark


NOTHING = Accepted()


def load_accepted(
    baseline: Path | None, suppressions: Sequence[Suppression] = (), base: str = ""
) -> Accepted:
    """Read the baseline, and sort out the suppressions that have expired.

    Raises ConfigError for a baseline that cannot be read.
    """
    day = today()
    holding = [one for one in suppressions if one.expires is None or day <= one.expires]
    notices = tuple(
        f"the suppression of {one.rule} ({one.reason}) expired on {one.expires}; "
        "renew it with a new date or remove it"
        for one in suppressions
        if one not in holding
    )
    if baseline is None:
        return Accepted(None, holding, base, notices)
    from labeler.policy.baseline import read_baseline

    return Accepted(read_baseline(baseline), holding, base, notices)


def today() -> datetime.date:
    """The day that decides what has expired, in UTC: the one place that asks a clock.

    SOURCE_DATE_EPOCH (seconds since 1970) stands for it where it is set, so that an old run can
    be repeated. Raises UsageError if no calendar has that day.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdecimal():
        try:
            return datetime.datetime.fromtimestamp(int(epoch), datetime.timezone.utc).date()
        except (OverflowError, OSError, ValueError):
            raise UsageError(
                f"SOURCE_DATE_EPOCH: {epoch} is no date; give seconds since 1970"
            ) from None
    return datetime.datetime.now(datetime.timezone.utc).date()


def _as_it_is(finding: Finding) -> Finding:
    return finding
