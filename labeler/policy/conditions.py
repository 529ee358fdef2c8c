"""Conditions of policies, made into tests of what a report holds."""

from collections.abc import Callable, Iterator, Sequence
from fnmatch import fnmatchcase
from typing import Any

from labeler.policy.schema import C2paWhen, DeclaredWhen, HiddenTextWhen, When
from labeler.provenance import C2paFinding, Declared, HiddenText
from labeler.report.schema import ReportEvidence, ReportSegment

SegmentTest = Callable[[ReportSegment], bool]

SEGMENT_CONDITIONS = (
    "label", "basis", "role", "aspect", "kind", "language", "evidence", "min_confidence",
    "max_confidence", "min_characters", "disclosed", "governs", "needs_review", "conflicts",
)  # fmt: skip
LIMITS = ("share_above", "share_below", "count_above", "count_below")
"""Conditions on all segments that fit, taken together."""
_ONE_OF = ("label", "basis", "role", "aspect", "kind")


def some(value: Any) -> tuple[Any, ...]:
    """One value or several, as several."""
    return value if isinstance(value, tuple) else (value,)


def is_given(when: When, condition: str) -> bool:
    """Whether a rule states the condition at all."""
    return getattr(when, condition) not in ((), None)


def limit_of(when: When) -> str | None:
    """The condition of `when` that is a limit, if it has one."""
    return next((name for name in LIMITS if is_given(when, name)), None)


def segment_tests(when: When) -> tuple[SegmentTest, ...]:
    """Tests of one segment, all of which must hold; `disclosed` is left to `Disclosures`."""
    tests: list[SegmentTest] = [
        _one_of(name, some(getattr(when, name))) for name in _ONE_OF if is_given(when, name)
    ]
    if is_given(when, "language"):
        tests.append(_language(some(when.language)))
    if is_given(when, "evidence"):
        tests.append(_evidence(some(when.evidence)))
    if (least := when.min_confidence) is not None:
        tests.append(lambda segment: segment.confidence >= least)
    if (most := when.max_confidence) is not None:
        tests.append(lambda segment: segment.confidence <= most)
    if (length := when.min_characters) is not None:
        tests.append(lambda segment: segment.span.end - segment.span.start >= length)
    yes_or_no = {name: getattr(when, name) for name in ("governs", "needs_review", "conflicts")}
    tests += [_is(name, wanted) for name, wanted in yes_or_no.items() if wanted is not None]
    return tuple(tests)


def _one_of(field: str, values: tuple[Any, ...]) -> SegmentTest:
    if len(values) == 1:
        only = values[0]
        return lambda segment: getattr(segment, field) == only
    wanted = frozenset(values)
    return lambda segment: getattr(segment, field) in wanted


def _is(field: str, wanted: bool) -> SegmentTest:
    return lambda segment: bool(getattr(segment, field)) is wanted


def _language(codes: Sequence[str]) -> SegmentTest:
    wanted = frozenset(codes)
    longer = tuple(f"{code}-" for code in codes)

    def test(segment: ReportSegment) -> bool:
        language = segment.language or "und"
        return language in wanted or language.startswith(longer)

    return test


def _evidence(globs: Sequence[str]) -> SegmentTest:
    if not any(character in glob for glob in globs for character in "*?["):
        names = frozenset(globs)
        return lambda segment: any(one.name in names for one in _own(segment))
    return lambda segment: any(fits(one.name, globs) for one in _own(segment))


def _own(segment: ReportSegment) -> Iterator[ReportEvidence]:
    """Evidence that was found in the segment itself, not in a disclosure elsewhere."""
    return (one for one in segment.evidence if one.marker is None)


def fits(name: str, globs: Sequence[str]) -> bool:
    """Whether any glob (`*`, `?`, `[...]`) is the pattern of `name`."""
    return any(fnmatchcase(name, glob) for glob in globs)


def hidden_text_fits(when: HiddenTextWhen, hidden: HiddenText) -> bool:
    """Whether a run of hidden characters meets its conditions."""
    return _among(hidden.kind, when.kind) and _among(hidden.severity, when.severity)


def c2pa_fits(when: C2paWhen, found: C2paFinding) -> bool:
    """Whether a C2PA manifest meets its conditions."""
    return (
        _among(found.status, when.status)
        and _among(found.integrity, when.integrity)
        and _among(found.trust, when.trust)
    )


def declared_fits(when: DeclaredWhen, declared: Declared) -> bool:
    """Whether a statement by machine meets its conditions."""
    return (
        _among(declared.meaning, when.meaning)
        and _among(declared.governs, when.governs)
        and (not when.signal or fits(declared.signal, when.signal))
    )


def _among(value: str | None, values: Sequence[str]) -> bool:
    return not values or value in values
