"""Fuzzing with atheris: one module a target, each with `one(data)` and `seeds()`; `run` runs it."""
