"""The errors labeler raises on purpose. Every message says what, where and how to mend it."""


class LabelerError(Exception):
    """Base of all errors with a message meant for users."""


class InputError(LabelerError):
    """An input could not be read; other inputs are not affected (exit code 3)."""

    def alone(self) -> "InputError":
        """The error without its traceback and cause, which hold the whole text of the input."""
        self.__context__ = None
        return self.with_traceback(None)


class RuleError(LabelerError):
    """A rule file is wrong (exit code 2)."""


class ModelError(LabelerError):
    """A model is missing, damaged or does not fit this version (exit code 2)."""


class UsageError(LabelerError):
    """Options or data that make no sense together (exit code 2)."""


class ConfigError(LabelerError):
    """A configuration, policy or baseline file is wrong (exit code 2)."""


class DataError(LabelerError):
    """Training or evaluation data that does not follow the documented format (exit code 2)."""
