"""Decompressing past damage, and lines."""

import gzip
import io

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from labeler.batch.sources import Compression
from labeler.batch.streams import LARGEST_LINE, Damage, TooLong, lines_of, read_stream

KINDS: list[Compression | None] = [None, "gzip", "zstd"]


def packed(parts: list[bytes], kind: Compression | None) -> bytes:
    """The parts, each a member or frame of its own."""
    pack = {
        None: bytes,
        "gzip": gzip.compress,
        "zstd": zstandard.ZstdCompressor(write_checksum=True).compress,
    }[kind]
    return b"".join(map(pack, parts))


def lines(data: bytes, kind: Compression | None) -> list[bytes | Damage | TooLong]:
    return list(lines_of(read_stream(io.BytesIO(data), kind)))


@pytest.mark.parametrize("kind", KINDS)
@given(parts=st.lists(st.binary(max_size=50) | st.sampled_from([b"\n", b"a\r\nb\n", b"\r"])))
def test_lines_are_those_of_the_decompressed_bytes(
    kind: Compression | None, parts: list[bytes]
) -> None:
    whole = b"".join(parts)
    assert lines(packed(parts, kind), kind) == io.BytesIO(whole).readlines()


@pytest.mark.parametrize("kind", ["gzip", "zstd"])
@pytest.mark.parametrize("at", [0.02, 0.5, 0.9])
def test_a_damaged_member_costs_itself_alone(kind: Compression, at: float) -> None:
    parts = [b"".join(b"%d-%d\n" % (n, i * i) for i in range(300)) for n in range(3)]
    members = [packed([part], kind) for part in parts]
    damaged = bytearray(members[1])
    start = int(at * len(damaged))
    damaged[start : start + 20] = bytes(20)

    found = lines(members[0] + bytes(damaged) + members[2], kind)

    whole = [line for line in found if isinstance(line, bytes)]
    assert [damage for damage in found if isinstance(damage, Damage)]
    assert whole[:300] == parts[0].splitlines(keepends=True)
    assert whole[-300:] == parts[2].splitlines(keepends=True)


@pytest.mark.parametrize("kind", ["gzip", "zstd"])
def test_a_file_that_breaks_off_says_so(kind: Compression) -> None:
    data = packed([b"one\ntwo\n" * 1000], kind)

    *_, last = lines(data[:-5], kind)

    assert isinstance(last, Damage)
    assert "breaks off" in last.message


@pytest.mark.parametrize("kind", ["gzip", "zstd"])
def test_what_follows_a_member_that_packs_well_is_read_once(kind: Compression) -> None:
    members = [packed([part], kind) for part in (b"a\n", bytes(3_000_000) + b"\n", b"b\n")]

    assert lines(b"".join(members), kind) == [b"a\n", bytes(3_000_000) + b"\n", b"b\n"]


def test_padding_after_a_member_is_no_damage() -> None:
    assert lines(gzip.compress(b"a\n") + bytes(512), "gzip") == [b"a\n"]


def test_a_line_too_long_to_hold_is_told_by_its_length() -> None:
    data = b"a\n" + b"x" * (LARGEST_LINE + 5) + b"\nb\n"

    assert lines(data, None) == [b"a\n", TooLong(LARGEST_LINE + 6), b"b\n"]
