"""Small documents, verdicts and reports made for the tests."""

import codecs
import hashlib
from collections.abc import Sequence

from labeler.document import Document, Segment, Span
from labeler.evidence import Evidence
from labeler.provenance import Provenance, inspect
from labeler.report.build import ReportStream, Window, whole
from labeler.report.schema import Report, Tool
from labeler.rules.normalize import normalize_all
from labeler.verdict import Verdict

TOOL = Tool(name="labeler", version="0.0", rules_sha256="a" * 64, model_sha256="b" * 64)
PROSE = Verdict(
    label="human_article",
    confidence=0.876543,
    scores=(0.8765432, 0.1, 0.02, 0.0034568),
    basis="absence",
    evidence=(Evidence("classifier", "block", label="human_article", weight=1.987654),),
)


def document(
    text: str, encoding: str = "utf-8", bom: bytes = b"", path: str = "page.txt"
) -> Document:
    data = bom + text.encode(encoding, "surrogatepass" if encoding.startswith("utf") else "strict")
    return Document(
        text=text,
        path=path,
        media_type="text/plain",
        encoding=codecs.lookup(encoding).name,
        encoding_source="declared",
        sha256=hashlib.sha256(data).hexdigest(),
        bom_bytes=len(bom),
    )


def paragraphs(text: str) -> list[Segment]:
    """One segment for each non-empty line."""
    segments, at = [], 0
    for line in text.split("\n"):
        if line:
            segments.append(Segment(len(segments), at, at + len(line), line, "paragraph"))
        at += len(line) + 1
    return segments


def window(segments: Sequence[Segment], verdicts: Sequence[Verdict]) -> Window:
    """English segments with their verdicts."""
    views = [view.encode() for view in normalize_all([s.text for s in segments])]
    return Window(segments, verdicts, ["en"] * len(segments), views)


def build_report(
    document: Document,
    window: Window,
    tool: Tool,
    provenance: Provenance,
    *,
    language: str | None = None,
) -> Report:
    """The report on `document`, whose main language is `language`; `window` is all of it."""
    return whole(ReportStream(document, [window], tool, provenance, language=language))


def report_on(
    text: str, verdicts: Sequence[Verdict] | None = None, path: str = "page.txt"
) -> Report:
    segments = paragraphs(text)
    made = document(text, path=path)
    return build_report(
        made,
        window(segments, verdicts or [PROSE] * len(segments)),
        TOOL,
        inspect(made),
        language="en",
    )


DISCLOSED = "Written by a machine\nTwo ferries ran on Sunday.\nA third\u200b stayed in port."


def disclosed_report() -> Report:
    """A disclosure line, the paragraph it governs, and one that waits for review."""
    marker = Verdict(
        label="boilerplate",
        confidence=0.99,
        scores=(0.0, 0.01, 0.0, 0.99),
        basis="declared",
        role="disclosure",
        governs=(1,),
        evidence=(
            Evidence(
                "rule",
                "en.ai.test-marker",
                label="boilerplate",
                role="disclosure",
                verdict="declared",
                span=Span(0, 20),
                quote="Written by a machine",
            ),
        ),
    )
    governed = Verdict(
        label="ai_report",
        confidence=0.97,
        scores=(0.03, 0.97, 0.0, 0.0),
        basis="declared",
        aspect="full",
        governed_by=(0,),
        digital_source_type="http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
        conflicts=("the classifier says human_article",),
        evidence=(
            Evidence("rule", "en.ai.test-marker", label="ai_report", verdict="declared", marker=0),
            Evidence("classifier", "authorship", label="human_article", weight=0.51239),
        ),
    )
    waiting = Verdict(
        label="human_article",
        confidence=0.55,
        scores=(0.55, 0.45, 0.0, 0.0),
        basis="absence",
        needs_review=True,
        review_reason="two heads disagree",
    )
    return report_on(DISCLOSED, [marker, governed, waiting])
