"""What the C2PA manifests of a document declare, and whether their signatures hold.

A manifest says who signed, not that a model wrote: cameras and editors sign too. Only the
digital source type that it states speaks of origin. Without the extra `labeler[c2pa]` every
finding is `unverified`.
"""

from collections.abc import Iterator

import msgspec

from labeler.document import Document, Signal
from labeler.provenance.manifests import C2paFinding, Found, Kind, in_blocks, in_page, in_selectors
from labeler.provenance.verify import SignedType, Verification, is_installed, verify
from labeler.provenance.vocabulary import (
    AI_TERMS,
    COMPOSITE_WITH_TRAINED_ALGORITHMIC_MEDIA,
    iptc_term,
)

_SIGNED_AS: dict[Kind, SignedType] = {
    "html": "text/html",
    "unstructured_text": "text/plain",
    "structured_text": "text/markdown",
}
_EXTRA = "signature not verified; pip install 'labeler[c2pa]' to check it"


def find_c2pa(document: Document) -> tuple[C2paFinding, ...]:
    """Every manifest in or declared by `document`, in the order A.7, A.8, A.9."""
    wrappers = list(in_selectors(document))
    if sum(found.finding.status == "well_formed" for found in wrappers) > 1:
        wrappers = [_one_of_several(found) for found in wrappers]
    everything = [*in_page(document), *wrappers, *in_blocks(document.text)]
    if not any(found.store for found in everything):
        return tuple(found.finding for found in everything)
    return tuple(_verified(everything, document))


def c2pa_signals(findings: tuple[C2paFinding, ...]) -> Iterator[Signal]:
    """What the manifests state of the text's making, as signals; why to doubt it as `caveat`.

    Left out: manifests that are broken, several, or of a text that was changed after signing.
    """
    for found in findings:
        if found.status != "well_formed" or found.integrity == "invalid":
            continue
        doubt = _doubt(found)
        details = (("caveat", doubt),) if doubt else ()
        if found.signer:
            details = (*details, ("provider", found.signer))
        if source_type := _of_the_whole(found.digital_source_types):
            yield Signal("c2pa:digitalSourceType", source_type, details)


def _of_the_whole(source_types: tuple[str, ...]) -> str | None:
    """The source type of a text that was made by one action and changed by others."""
    if not source_types:
        return None
    made, *changed = map(iptc_term, source_types)
    if made not in AI_TERMS and AI_TERMS.intersection(changed):
        return COMPOSITE_WITH_TRAINED_ALGORITHMIC_MEDIA
    return source_types[0]


def _doubt(found: C2paFinding) -> str | None:
    if found.verification == "unverified":
        return "the signature of its C2PA manifest is not verified"
    if found.trust != "trusted":
        return "no known authority vouches for the signer of its C2PA manifest"
    return None


def _one_of_several(found: Found) -> Found:
    if found.finding.status != "well_formed":
        return found
    message = "one of several C2PA manifests, where one is allowed"
    return Found(msgspec.structs.replace(found.finding, status="several", message=message))


def _verified(everything: list[Found], document: Document) -> Iterator[C2paFinding]:
    """The findings, those with a manifest checked if the extra is there."""
    checked: dict[Kind, Verification | str] = {}
    for finding, store in everything:
        if not store:
            yield finding
            continue
        if finding.kind not in checked:
            checked[finding.kind] = _check(finding.kind, document)
        outcome = checked[finding.kind]
        if isinstance(outcome, str):
            yield msgspec.structs.replace(finding, message=f"{finding.message}, {outcome}")
            continue
        held = "unchanged since" if outcome.integrity == "valid" else "not as at"
        vouched = {"trusted": "trusted", "untrusted": "not trusted", None: "not known"}
        yield msgspec.structs.replace(
            finding,
            verification="verified",
            message=f"{finding.message}, text {held} signing, signer {vouched[outcome.trust]}",
            integrity=outcome.integrity,
            trust=outcome.trust,
            signer=outcome.signer,
            codes=outcome.codes,
        )


def _check(kind: Kind, document: Document) -> Verification | str:
    """What the verifier says of the document's manifest of a kind, or why it was not asked."""
    if not is_installed():
        return _EXTRA
    data = document.source
    if kind != "html":
        if document.media_type == "text/html":
            return "signature not verified, since a page's text is not the file that was signed"
        mark = "\ufeff" if document.bom_bytes == 3 else ""
        data = (mark + document.text).encode("utf-8", "surrogatepass")
    if data is None:
        return "signature not verified, since the page's bytes are not at hand"
    try:
        return verify(data, _SIGNED_AS[kind])
    except (ValueError, RuntimeError, OSError) as error:
        return f"signature not verified ({' '.join(str(error).split())})"
