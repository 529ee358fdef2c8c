"""The version, as `labeler --version` and every report say it."""

VERSION = "0.1.0"
