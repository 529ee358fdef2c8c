"""What a document's machine-readable statements say of each of its segments."""

import re
from collections.abc import Iterator, Sequence

import msgspec

from labeler.document import Segment, Signal
from labeler.evidence import Evidence, Label
from labeler.provenance import Declared
from labeler.provenance.signals import read_signal
from labeler.verdict import AboutImage, Verdict

_AI = ("ai-generated", "ai-assisted", "automated")
_NO_AI = ("none", "human")
_PICTURE_KINDS = ("caption", "alt")
_RESIZED = re.compile(r"-\d{2,4}x\d{2,4}(?=\.[a-z0-9]+$)")
"""What content management systems append to the name of a smaller copy."""


class Machine:
    """The statements of one document, and which segments they speak of."""

    def __init__(self, declared: Sequence[Declared]) -> None:
        whole = [d for d in declared if d.governs == "document"]
        self.of_document = next((d for d in whole if d.meaning in _AI), None)
        """The first statement that a model or a program made the text."""
        self.denial = next((d for d in whole if d.meaning in _NO_AI), None)
        self._suspicion = next((d for d in whole if d.meaning == "suspected"), None)
        self._has_elements = any(d.governs == "element" for d in declared)
        self._pictures = [
            (d, _address(d.about)) for d in declared if d.governs == "image" and d.about
        ]
        self._elements: dict[Signal, Declared | None] = {}
        of_whole = self.of_document or self.denial or self._suspicion
        self.is_silent = of_whole is None and not self._has_elements
        """Whether nothing is said of who made a text (names of authors say nothing of it)."""
        self.has_pictures = bool(self._pictures)

    def about(self, segment: Segment) -> Declared | None:
        """What is said of who made a segment's text: by the nearest element, else of the page."""
        if self._has_elements and segment.markup is not None and segment.markup.disclosure:
            signal = segment.markup.disclosure
            if signal not in self._elements:
                self._elements[signal] = read_signal(signal)
            said = self._elements[signal]
            if said is not None and said.meaning != "unknown":
                return said
        return self.of_document or self.denial or self._suspicion

    def about_picture(self, segment: Segment, label: Label) -> tuple[Declared, ...]:
        """What is said of the picture whose caption or alt text a segment is; AI comes first.

        Nothing, where the statements of several pictures fit its address.
        """
        markup = segment.markup
        if not self._pictures or markup is None or markup.image is None:
            return ()
        if segment.kind not in _PICTURE_KINDS and label != "image_caption":
            return ()
        fitting = [d for d, _ in self._pictures if d.about == markup.image]
        if not fitting:
            source = _address(markup.image)
            fitting = [d for d, about in self._pictures if _is_same(about, source)]
        if len({d.about for d in fitting}) > 1:
            return ()
        return tuple(sorted(fitting, key=lambda d: d.meaning not in _AI))


def says_ai(declared: Declared) -> bool:
    """Whether a model or a program is said to have made the text or picture, or part of it."""
    return declared.meaning in _AI


def denies_ai(declared: Declared) -> bool:
    """Whether a person is said to have made it, or no AI to have taken part."""
    return declared.meaning in _NO_AI


def statement(declared: Declared, label: Label | None, message: str) -> Evidence:
    """A machine-readable statement as evidence."""
    return Evidence(
        "c2pa" if declared.signal.startswith("c2pa:") else "metadata",
        declared.signal,
        label=label,
        role="human_claim" if denies_ai(declared) else "disclosure",
        verdict="declared" if says_ai(declared) else "claim",
        quote=declared.value,
        message=message,
    )


def image_statements(declared: Sequence[Declared]) -> Iterator[Evidence]:
    """What is said of a caption's picture, as evidence for the caption."""
    for said in declared:
        yield statement(said, "image_caption", f"declared of its picture: {said.meaning}")


def about_image(declared: Sequence[Declared], src: str | None) -> AboutImage | None:
    """What the report says of a picture, from the first statement that determines it."""
    for said in declared:
        if said.digital_source_type is not None:
            return AboutImage(
                digital_source_type=said.digital_source_type, declared_by=said.signal, src=src
            )
    return None


def with_statement(verdict: Verdict, said: Declared) -> Verdict:
    """The verdict on prose with what is said of it by machine that does not make it AI's."""
    if said.meaning == "suspected":
        backing = statement(said, "ai_report", "the page's metadata suspects it")
        reason = verdict.review_reason or "the page's metadata suspects AI"
        return msgspec.structs.replace(
            verdict,
            evidence=(*verdict.evidence, backing),
            needs_review=True,
            review_reason=reason,
            gb45438_label=said.gb45438_label,
        )
    if not denies_ai(said):
        return verdict
    backing = statement(said, "human_article", "declared by machine, a claim like any other")
    evidence = (*verdict.evidence, backing)
    if verdict.label == "human_article":
        return msgspec.structs.replace(
            verdict,
            basis="declared",
            evidence=evidence,
            digital_source_type=said.digital_source_type,
            ai_disclosure="none" if said.meaning == "none" else None,
        )
    words = f"{said.signal} = {said.value} says that a person made it"
    return msgspec.structs.replace(
        verdict,
        evidence=evidence,
        conflicts=(*verdict.conflicts, words),
        review_reason=f"reads as AI-generated, but {words}",
    )


def with_claim(verdict: Verdict) -> Verdict:
    """The verdict on prose that claims, in words, to be made without AI: only a claim, so its
    basis stays what it was."""
    if not any(e.role == "human_claim" and e.verdict == "claim" for e in verdict.evidence):
        return verdict
    return msgspec.structs.replace(verdict, ai_disclosure="none")


def _is_same(about: tuple[str, str], source: tuple[str, str]) -> bool:
    """Whether two addresses, either of which may be relative, can be those of one picture."""
    (host, path), (other_host, other_path) = about, source
    if not path or not other_path or (host and other_host and host != other_host):
        return False
    if host and other_host:
        return path == other_path
    longer, shorter = sorted((path, other_path), key=len, reverse=True)
    return longer == shorter or longer.endswith(f"/{shorter.lstrip('/')}")


def _address(written: str) -> tuple[str, str]:
    """Host and path of an address, without what names a smaller copy."""
    from urllib.parse import unquote, urlsplit  # only a page with declared pictures needs it

    try:
        parts = urlsplit(written.strip())
    except ValueError:
        return "", ""
    path = unquote(parts.path).removeprefix("./")
    while path.startswith("../"):
        path = path[3:]
    return parts.netloc.lower(), _RESIZED.sub("", path)
