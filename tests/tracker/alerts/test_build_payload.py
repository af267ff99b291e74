"""The months of the chart: whole months, unknown where a day is unknown, and the PNG that shows them."""

from __future__ import annotations

import struct
import zlib
from datetime import date, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tracker.alerts.build_payload import YEARS, _months
from tracker.alerts.chart import caption, picture
from tracker.alerts.payload import MonthlyCommits
from tracker.dossier import Daily


def slowly(daily: Daily, as_of: date) -> list[float | None]:
    """The same by the slow and obvious way."""
    found: list[float | None] = []
    after = as_of.replace(day=1)
    while len(found) < 12 * YEARS and after > daily.start:
        last = after - timedelta(days=1)
        window = daily.window(last.replace(day=1), last)
        found.append(window.known if window.complete else None)
        after = last.replace(day=1)
    return found[::-1]


@given(
    st.dates(date(2010, 1, 1), date(2020, 1, 1)), st.integers(1, 900), st.integers(0, 800),
    st.lists(st.integers(0, 899), max_size=4),
)  # fmt: skip
def test_months_are_as_the_slow_way_counts_them(start: date, days: int, later: int, holes: list[int]) -> None:
    values = np.arange(days, dtype=float)
    values[[hole for hole in holes if hole < days]] = np.nan
    daily, as_of = Daily(start, values), start + timedelta(days=later)
    found = _months(daily, as_of)
    assert (list(found.values) if found else []) == slowly(daily, as_of)


def test_a_chart_is_a_png_in_which_an_unknown_month_is_not_a_zero() -> None:
    months = MonthlyCommits("2015-01", (3.0, None, 0.0, 8.0))
    drawn = picture(months)
    assert drawn is not None
    width, height = struct.unpack(">II", drawn[16:24])
    raw = zlib.decompress(drawn[drawn.index(b"IDAT") + 4 : drawn.index(b"IEND") - 8])
    pixels = np.frombuffer(raw, np.uint8).reshape(height, 1 + width * 3)[:, 1:].reshape(height, width, 3)
    known, unknown, zero = (pixels[:-1, round((n + 0.5) * width / 4)] for n in (0, 1, 2))
    assert len(np.unique(known, axis=0)) == 2
    assert (unknown != 255).all()
    assert (zero == 255).all()
    assert caption(months) == (
        "Commits by people a month since 2015-01: up to 8, and 11 in the last 3 months that are known"
    )


def test_nothing_known_draws_nothing() -> None:
    assert picture(None) is None
    assert picture(MonthlyCommits("2015-01", (None, None))) is None
