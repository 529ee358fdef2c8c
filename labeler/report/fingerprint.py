"""Fingerprints of findings, by which other tools know a finding again in the next run."""

import hashlib

from labeler.report.schema import Finding

_HASH_DIGITS = 32


class Fingerprints:
    """Fingerprints of the findings of one document, which are given in order.

    One is of the rule, of what is objected to, and of how many times that came before in the
    document. So it stays the same when text moves, and no two of a document are equal.
    """

    def __init__(self, file: str = "") -> None:
        self._file = file
        """Where fingerprints must also differ between files."""
        self._seen: dict[tuple[str, str], int] = {}

    def of(self, finding: Finding) -> str:
        """The fingerprint of the next finding: 32 hex digits."""
        key = finding.rule, finding.content
        ordinal = self._seen[key] = self._seen.get(key, 0) + 1
        described = "\0".join((self._file, *key, str(ordinal)))
        digest = hashlib.sha256(described.encode("utf-8", "surrogatepass"), usedforsecurity=False)
        return digest.hexdigest()[:_HASH_DIGITS]
