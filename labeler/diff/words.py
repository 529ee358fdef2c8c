"""A diff's totals in words."""

from collections import Counter

from labeler.diff.changes import Diff, DocumentDiff
from labeler.evidence import LABELS
from labeler.report.counted import counted


def summary_lines(diff: Diff) -> list[str]:
    """What there is to tell, one line each for documents, segments and findings."""
    t = diff.totals
    documents = [(t.documents_changed, "changed"), (t.documents_new, "new")]
    documents += [(t.documents_gone, "gone")]
    segments = [(t.segments_relabelled, "relabelled"), (t.segments_changed, "changed")]
    segments += [(t.segments_new, "new"), (t.segments_gone, "gone"), (t.segments_same, "the same")]
    findings = [(t.findings_new, "new"), (t.findings_fixed, "fixed")]
    if not diff.any_change:
        return [
            f"no difference in {counted(t.documents, 'document')} "
            f"with {counted(t.segments_same, 'segment')}"
        ]
    return [
        f"{counted(t.documents, 'document')}: {_listed(documents)}",
        f"segments: {_listed(segments)}",
        f"findings: {_listed(findings)}",
    ]


def segments_in_words(document: DocumentDiff) -> str:
    """How many segments of each label a document has that only one side has."""
    states = [change.new or change.old for change in document.segments]
    counts = Counter(state.label for state in states if state)
    return _listed([(counts[label], label) for label in LABELS]) if counts else "no segments"


def _listed(counts: list[tuple[int, str]]) -> str:
    return ", ".join(f"{number:,} {what}" for number, what in counts if number) or "none changed"
