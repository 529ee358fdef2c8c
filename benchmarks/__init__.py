"""What is measured and how: one module a benchmark, each run by `python -m benchmarks.NAME`."""
