"""Signatures of C2PA manifests in text, checked by encypher-c2pa (the extra `labeler[c2pa]`).

It works offline, with the trust lists that it ships. Imported only where a manifest was found.
"""

import os
from typing import Any, Literal

import msgspec

Integrity = Literal["valid", "invalid"]
Trust = Literal["trusted", "untrusted"]
SignedType = Literal["text/plain", "text/markdown", "text/html"]
"""What the verifier must be told: plain text for A.8, Markdown for A.9, HTML for A.7."""

_TRUST: dict[str, Trust] = {
    "valid_for_supplied_material": "trusted",
    "not_valid_for_supplied_material": "untrusted",
}
_MOST_CODES = 8


class Verification(msgspec.Struct, frozen=True, kw_only=True):
    """What checking a signed text gave. Integrity and trust fail for different reasons."""

    integrity: Integrity
    """Whether signature and hashes fit, so that nothing was changed after signing."""
    trust: Trust | None
    """Whether a known authority vouches for the signer; None where it did not come to that."""
    signer: str | None
    """The name in the signer's certificate."""
    codes: tuple[str, ...]
    """C2PA's status codes of what failed."""


def is_installed() -> bool:
    """Whether the extra is there; found out without importing it."""
    from importlib.util import find_spec

    return find_spec("encypher_c2pa") is not None


def verify(data: bytes, signed_as: SignedType, anchors_pem: str | None = None) -> Verification:
    """Check the manifest in the bytes of a text; `anchors_pem` are authorities trusted besides.

    Raises ImportError without the extra, and ValueError or RuntimeError where the verifier gives
    up.
    """
    os.environ.setdefault("ENCYPHER_C2PA_TELEMETRY", "off")  # or it asks on a terminal
    from encypher_c2pa import verify as verify_asset

    report = verify_asset(data, signed_as, trust_pem=anchors_pem, online=False)
    failures = report["validation_results"]["failure"]
    return Verification(
        integrity="valid" if report["integrity"] == "valid" else "invalid",
        trust=_TRUST.get(report["trust"]["status"]),
        signer=_signer(report["manifest_report"]),
        codes=tuple(dict.fromkeys(failure["code"] for failure in failures))[:_MOST_CODES],
    )


def _signer(report: dict[str, Any]) -> str | None:
    active = report["manifests"].get(report["active_manifest"]) or {}
    name = active.get("signature_info", {}).get("common_name")
    return name if isinstance(name, str) and name else None
