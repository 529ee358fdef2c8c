"""Decisions as reviewers make them, with the time and a name of their own."""

import datetime
import secrets
from collections.abc import Sequence

from labeler.corrections.schema import VERSION, Decision, DecisionKind, Scope, Target
from labeler.evidence import Label


def decision(
    reviewer: str,
    kind: DecisionKind,
    targets: Sequence[Target] = (),
    *,
    label: Label | None = None,
    note: str | None = None,
    scope: Scope = "one",
    rule: str | None = None,
    undoes: str | None = None,
) -> Decision:
    """A new decision, made now."""
    now = datetime.datetime.now(datetime.timezone.utc)
    return Decision(
        version=VERSION,
        id=secrets.token_hex(8),
        time=now.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        reviewer=reviewer,
        kind=kind,
        label=label,
        note=note,
        scope=scope,
        rule=rule,
        undoes=undoes,
        targets=tuple(targets),
    )
