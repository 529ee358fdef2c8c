"""What reviewers decided about reports: kept, counted, handed on."""

from labeler.corrections.schema import Decision, Target

__all__ = ["Decision", "Target"]
