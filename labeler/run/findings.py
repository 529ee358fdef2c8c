"""Findings of packed reports, made anew where the policy has changed."""

from msgspec.structs import replace

from labeler.cache import Entry
from labeler.cache.store import hash_of
from labeler.policy import NOTHING, Policy, audit
from labeler.report.packed import Packed, pack, unpack


def policy_hash(policy: Policy, path: str) -> str:
    """Hash of what a policy asks of the file `path`."""
    # Which overrides hold depends on the path; to name it is the plain way to say so.
    return hash_of(
        (policy.rules, policy.overrides, (policy.base, path) if policy.overrides else "")
    )


def with_findings(entry: Entry, head: bytes, path: str, policy: Policy) -> Entry:
    """The entry with the findings of `policy`; itself if they are of it already."""
    wanted = policy_hash(policy, path)
    if entry.policy == wanted:
        return entry
    documents = tuple(_audited(one, head, path, policy) for one in entry.documents)
    return replace(entry, policy=wanted, documents=documents)


def _audited(packed: Packed, head: bytes, path: str, policy: Policy) -> Packed:
    report = unpack(packed, head, path, NOTHING.marker(path)).decoded()
    return pack(audit(report, policy), path)
