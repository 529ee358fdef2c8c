"""A run over many files: from paths to reports in several formats.

`begin` chooses the way, `plan` and `changed` say which files, `execute` and `worker` label them,
`findings` brings reports from the cache up to the policy, `write` hands all to the writers.
"""
