"""A run over many files: from paths to reports in several formats.

`plan` and `changed` say which files, `execute` and `worker` label them, `outputs` and `write` put
the reports where they belong, `progress` shows how far it is.
"""
