"""Bodies within bounds: bombs cost no more than what was allowed, and honest ones arrive whole."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.network.bounds import PIECE, TooLarge, Unpackable, read_json, unpacked, whole


def pieces(content: bytes, size: int) -> list[bytes]:
    return [content[i : i + size] for i in range(0, len(content), size)]


@given(st.binary(max_size=5_000), st.integers(1, 700))
def test_what_was_packed_comes_out_however_it_was_cut(content: bytes, size: int) -> None:
    raw = zlib.compressobj(9, zlib.DEFLATED, -15)
    packings = {
        "gzip": gzip.compress(content),
        "deflate": zlib.compress(content),
        "Deflate": raw.compress(content) + raw.flush(),
        "identity": content,
        "": content,
    }
    for encoding, packed in packings.items():
        assert b"".join(unpacked(pieces(packed, size), encoding)) == content


def test_two_packed_files_behind_one_another_are_one() -> None:
    assert b"".join(unpacked([gzip.compress(b"ab") + gzip.compress(b"cd")], "gzip")) == b"abcd"


@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_long_ones_come_out_whole_as_well(size: int) -> None:
    content = bytes(300_000) + b"end" + bytes(65_536)
    assert b"".join(unpacked(pieces(gzip.compress(content), size), "gzip")) == content
    assert b"".join(unpacked(pieces(zlib.compress(content), size), "deflate")) == content


@pytest.mark.slow
def test_a_bomb_costs_no_more_than_was_allowed() -> None:
    bomb = gzip.compress(bytes(200 << 20), 9)
    tracemalloc.start()
    with pytest.raises(TooLarge, match="larger than 1 MB"):
        whole(unpacked([bomb], "gzip"), 1 << 20)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 << 20
    assert max(map(len, unpacked([gzip.compress(bytes(1 << 20))], "gzip"))) <= PIECE


@pytest.mark.parametrize(
    ("content", "encoding"),
    [(b"no", "gzip"), (gzip.compress(b"x" * 999)[:20], "gzip"), (b"", "br"), (b"x", "gzip, gzip")],
    ids=["nonsense", "half of it", "not asked for", "twice"],
)
def test_what_is_spoilt_or_packed_otherwise_is_refused(content: bytes, encoding: str) -> None:
    with pytest.raises(Unpackable):
        list(unpacked([content], encoding))


@pytest.mark.parametrize(
    ("thing", "many"), [(b"[", 400_000), (b'{"a":', 100_000), (b"9", 5_000), (b"[1,", 1), (b"\xff", 1)]
)
def test_json_that_is_none_or_nests_too_deep_is_no_crash(thing: bytes, many: int) -> None:
    content = thing * many
    with pytest.raises(ValueError):  # noqa: PT011 - json's own words
        read_json(content)


@pytest.mark.parametrize(("thing", "many"), [(b"[],", 2_000_000), (b"0.5,", 4_000_000)])
def test_json_of_too_many_things_is_not_read_at_all(thing: bytes, many: int) -> None:
    content = b"[" + thing * many + b"1]"
    tracemalloc.start()
    with pytest.raises(TooLarge):
        read_json(content)
    assert tracemalloc.get_traced_memory()[1] < 1 << 20
    tracemalloc.stop()
