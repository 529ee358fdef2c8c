"""The compact form in which a person reviews what is expected of a sample."""

from collections.abc import Iterable
from pathlib import Path

from labeler.report.schema import Report, ReportSegment

SAMPLES = Path(__file__).parents[2] / "samples"
EXPECTED = SAMPLES / "expected"
SUFFIXES = {".txt", ".html", ".md", ".jsonl"}
TEXT_CHARS = 60


def sample_paths() -> list[Path]:
    """The sample documents, by name."""
    return sorted(
        path for path in SAMPLES.iterdir() if path.suffix in SUFFIXES and path.stem != "README"
    )


def expected_path(sample: Path) -> Path:
    return EXPECTED / f"{sample.name}.txt"


def compact(reports: Iterable[Report]) -> str:
    """One line for a report and one for each of its segments; no floats."""
    return "".join(f"{line}\n" for report in reports for line in _report_lines(report))


def _report_lines(report: Report) -> Iterable[str]:
    document = report.input
    name = Path(document.path).name
    yield (
        f"# {name}: {document.media_type}, {document.encoding} ({document.encoding_source}), "
        f"language {document.language}"
    )
    numbers = {segment.id: segment.index for segment in report.segments}
    for segment in report.segments:
        yield _segment_line(segment, [numbers[marker] for marker in segment.governed_by])


def _segment_line(segment: ReportSegment, governed_by: list[int]) -> str:
    assert segment.text is not None
    text = " ".join(segment.text.split())[:TEXT_CHARS]
    by = f"by {','.join(map(str, governed_by))}" if governed_by else ""
    return (
        f"{segment.index:>3}  {segment.label:<13}  {segment.basis:<8}  {segment.kind:<9}  "
        f"{by:<6} | {text}"
    )
