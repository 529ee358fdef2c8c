"""Many documents: corpora in Parquet, Arrow, JSON Lines, CSV and WARC, labelled exactly once.

    bytes ── sources ──> Source ── pieces ──> Piece ── shard ──> files in the output ── manifest

`sources` finds the inputs, `pieces` cuts them into shards (always in the same places), `shard`
labels one and puts its files in place, an engine (`local`, `cluster`) decides where that
happens, `run` keeps the journal of what is finished, and `manifest` tells what came out.
"""
