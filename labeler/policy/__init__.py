"""Policy: what a report is objected to for, what of it is accepted, and what makes a run fail.

report = audit(report, build_policy(config.policy, config.base))
failed = fails(report, config.policy.fail_on)
"""

from labeler.policy.accepted import NOTHING, Accepted, load_accepted
from labeler.policy.audit import FAIL_ON, audit, fails
from labeler.policy.policy import Policy, build_policy
from labeler.policy.schema import FailOn

__all__ = [
    "FAIL_ON",
    "NOTHING",
    "Accepted",
    "FailOn",
    "Policy",
    "audit",
    "build_policy",
    "fails",
    "load_accepted",
]
