"""A kept series is read back as it was, bit by bit; other bytes are refused."""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.records import Quality
from tracker.series import Series
from tracker.series.compact import UnreadableSeries, from_bytes, to_bytes
from tracker.series.provenance import Provenance

START = date(1999, 12, 31)
NUMBERS = st.integers(0, 2**31 - 1).map(float) | st.floats(allow_nan=False, width=64)


@st.composite
def any_series(draw: st.DrawFn) -> Series:
    places = sorted(draw(st.sets(st.integers(0, 20_000), max_size=60)))
    values = draw(st.lists(NUMBERS, min_size=len(places), max_size=len(places)))
    codes = draw(st.lists(st.integers(0, 1), min_size=len(places), max_size=len(places)))
    return Series(
        draw(st.text()),
        "stars",
        "total",
        np.array([START + timedelta(days=n) for n in places], dtype="datetime64[D]"),
        np.array(values, dtype=float),
        Provenance(np.array(codes, dtype=np.intp), ((draw(st.text()), Quality.EXACT), ("b", Quality.SPREAD))),
        draw(st.none() | st.just((START, START + timedelta(days=20_000)))),
        draw(st.sampled_from(["day", "week", "month", "quarter"])),
        draw(st.none() | st.just(START)),
        ((START, START, draw(st.text())),),
    )


@settings(max_examples=60, deadline=None)
@given(any_series())
def test_what_is_read_back_is_what_was_kept(kept: Series) -> None:
    found = from_bytes(to_bytes(kept))
    for name in ("name", "metric", "kind", "period", "extent", "born", "declared"):
        assert getattr(found, name) == getattr(kept, name)
    assert found.days.tolist() == kept.days.tolist()
    assert found.values.tolist() == kept.values.tolist()
    assert found.provenance.sources().tolist() == kept.provenance.sources().tolist()
    assert found.provenance.labels().tolist() == kept.provenance.labels().tolist()


@settings(max_examples=30, deadline=None)
@given(any_series())
def test_the_same_series_is_the_same_bytes_in_whatever_order_its_sources_came_together(kept: Series) -> None:
    said = kept.provenance
    turned = Provenance(len(said.pairs) - 1 - said.codes, said.pairs[::-1])
    assert to_bytes(replace(kept, said=turned)) == to_bytes(kept)


def test_ten_years_of_stars_take_a_few_kilobytes() -> None:
    days = np.arange("2014-01-01", "2024-01-01", dtype="datetime64[D]")
    values = np.cumsum(np.random.default_rng(1).integers(0, 40, len(days))).astype(float)
    said = Provenance(np.zeros(len(days), dtype=np.intp), (("github", Quality.EXACT),))
    kept = Series("a/b", "stars", "total", days, values, said, (days[0].item(), days[-1].item()))
    assert len(to_bytes(kept)) < 12_000
    assert len(to_bytes(kept.every("month"))) < 1_000


def packed(head: bytes) -> bytes:
    return zlib.compress(struct.pack("<I", len(head)) + head)


@pytest.mark.parametrize(
    "data", [b"", b"nothing", packed(b"{}"), packed(b"[]"), packed(b'{"version": 1}'), zlib.compress(b"ab")]
)
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(UnreadableSeries):
        from_bytes(data)


def test_another_version_is_named() -> None:
    with pytest.raises(UnreadableSeries, match="version 9; this reads version 1"):
        from_bytes(packed(b'{"version": 9}'))


def test_a_series_cut_short_is_refused() -> None:
    whole = zlib.decompress(to_bytes(Series("a", "stars", "total", np.array(["2024-01-01"], "M8[D]"),
        np.array([1.5]), Provenance(np.zeros(1, dtype=np.intp), (("x", Quality.EXACT),)))))  # fmt: skip
    with pytest.raises(UnreadableSeries):
        from_bytes(zlib.compress(whole[:-3]))
