"""`python -m labeler` is `labeler`."""

from labeler.cli import main

main()
