"""Measurements of speed and of quality, each run as `python -m benchmarks.NAME`."""
