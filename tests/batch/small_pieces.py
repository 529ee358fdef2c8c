"""`labeler` with small pieces, so that a small corpus has many shards: python -m ... batch ..."""

import sys

if __name__ == "__main__":
    from labeler.batch import run
    from labeler.cli import main

    run._PIECE_BYTES = (2_000, 2_000)
    sys.exit(main())
