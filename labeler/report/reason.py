"""Why a segment has its label, in a few words."""

from collections.abc import Mapping

from labeler.report.schema import ReportEvidence, ReportSegment


def short_reason(segment: ReportSegment, index_of: Mapping[str, int]) -> str:
    """The evidence that weighed most: a disclosure, a rule, a signal or the classifier.

    `index_of` gives the index of the segment with an id.
    """
    if segment.governs:
        return f"discloses {_numbers([index_of[i] for i in segment.governs])}"
    if segment.governed_by:
        via = "" if any(e.via == "direct" for e in segment.evidence if e.marker) else ", inherited"
        return f"disclosed by {_numbers([index_of[i] for i in segment.governed_by])}{via}"
    deciding = strongest(segment)
    if deciding is None:
        return "no evidence either way"
    if deciding.source == "rule":
        return deciding.name
    return f"{deciding.source}: {deciding.message or deciding.name}"


def strongest(segment: ReportSegment) -> ReportEvidence | None:
    """The evidence for the segment's label that decided, or else weighed most."""
    backing = [e for e in segment.evidence if e.label == segment.label]
    for evidence in backing:
        if evidence.verdict is not None:
            return evidence
    return max(backing, key=lambda e: e.weight or 0.0, default=None)


def _numbers(indices: list[int]) -> str:
    """`#3`, or `#4-#6` and the like for runs of three or more.

    >>> _numbers([4, 5, 6, 9])
    '#4-#6, #9'
    """
    runs: list[list[int]] = []
    for index in sorted(indices):
        if runs and index == runs[-1][-1] + 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    return ", ".join(
        f"#{run[0]}-#{run[-1]}" if len(run) > 2 else ", ".join(f"#{i}" for i in run) for run in runs
    )
