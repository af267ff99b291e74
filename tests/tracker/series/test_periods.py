"""Where periods begin, by dates that anybody can look up, and what they show; nothing asks the module."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tracker.series.periods import between, first_days, medians, next_first_days, resample

QUARTERS = [
    ("2023-12-31", "2023-10-01"), ("2024-01-01", "2024-01-01"), ("2024-02-29", "2024-01-01"),
    ("2024-03-31", "2024-01-01"), ("2024-04-01", "2024-04-01"), ("2024-06-30", "2024-04-01"),
    ("2024-07-01", "2024-07-01"), ("2024-09-30", "2024-07-01"), ("2024-10-01", "2024-10-01"),
    ("2024-12-31", "2024-10-01"), ("1969-12-31", "1969-10-01"),
]  # fmt: skip
MONTHS = [("2024-02-01", "2024-02-01"), ("2024-02-29", "2024-02-01"), ("2024-03-01", "2024-03-01"),
          ("2023-12-31", "2023-12-01"), ("1969-12-31", "1969-12-01")]  # fmt: skip
WEEKS = [
    ("2026-06-27", "2026-06-21"), ("2026-06-28", "2026-06-28"), ("2026-06-29", "2026-06-28"),
    ("2023-02-26", "2023-02-26"), ("2023-03-04", "2023-02-26"), ("1969-12-31", "1969-12-28"),
]  # fmt: skip
DAYS = [("2024-02-29", "2024-02-29")]


def days(*texts: str) -> np.ndarray:
    return np.array(texts, dtype="datetime64[D]")


@pytest.mark.parametrize(
    ("every", "day", "first"),
    [
        (every, *pair)
        for every, pairs in (("quarter", QUARTERS), ("month", MONTHS), ("week", WEEKS), ("day", DAYS))
        for pair in pairs
    ],
)
def test_a_day_belongs_to_the_period_that_began_on(every: str, day: str, first: str) -> None:
    assert first_days(days(day), every).tolist() == [date.fromisoformat(first)]


@pytest.mark.parametrize(
    ("every", "first", "following"),
    [
        ("day", "2024-02-28", "2024-02-29"),
        ("week", "2024-02-25", "2024-03-03"),
        ("month", "2024-02-01", "2024-03-01"),
        ("month", "2023-12-01", "2024-01-01"),
        ("quarter", "2024-01-01", "2024-04-01"),
        ("quarter", "2024-10-01", "2025-01-01"),
    ],
)
def test_after_a_period_comes_the_next(every: str, first: str, following: str) -> None:
    assert next_first_days(days(first), every).tolist() == [date.fromisoformat(following)]


def test_between_two_days_lie_all_periods_that_they_touch() -> None:
    found = between(date(2023, 12, 31), date(2024, 7, 1), "quarter")
    assert [str(day) for day in found] == ["2023-10-01", "2024-01-01", "2024-04-01", "2024-07-01"]
    assert [str(day) for day in between(date(2026, 6, 27), date(2026, 6, 28), "week")] == [
        "2026-06-21", "2026-06-28",
    ]  # fmt: skip
    assert len(between(date(2024, 2, 1), date(2024, 3, 1), "day")) == 30


KNOWN = days("2024-01-30", "2024-01-31", "2024-02-01", "2024-02-03", "2024-03-01")
VALUES = np.array([1.0, 2.0, 4.0, 8.0, 16.0])
EXTENT = (date(2024, 1, 30), date(2024, 3, 1))


def shown(kind: str, every: str, extent: tuple[date, date] = EXTENT) -> dict[str, float]:
    firsts, values, _, _ = resample(KNOWN, VALUES, kind, every, extent)
    return dict(zip(map(str, firsts), values.tolist(), strict=True))


def test_a_total_shows_the_last_known_value_of_each_period() -> None:
    assert shown("total", "month") == {"2024-01-01": 2, "2024-02-01": 8, "2024-03-01": 16}
    assert shown("total", "quarter") == {"2024-01-01": 16}


def test_a_duration_shows_the_median_of_what_is_known() -> None:
    assert shown("duration", "month") == {"2024-01-01": 1.5, "2024-02-01": 6, "2024-03-01": 16}
    assert shown("duration", "quarter") == {"2024-01-01": 4}


def test_a_count_shows_the_sum_and_nothing_where_a_day_is_unknown() -> None:
    assert shown("count", "month") == {"2024-01-01": 3, "2024-03-01": 16}  # 2 February is unknown
    assert shown("count", "quarter") == {}


@pytest.mark.parametrize(
    ("extent", "months"),
    [
        ((date(2024, 1, 29), date(2024, 3, 1)), ["2024-03-01"]),  # asked a day earlier: January is not whole
        ((date(2024, 1, 30), date(2024, 3, 2)), ["2024-01-01"]),  # asked a day later: nor is March
    ],
)
def test_a_day_that_was_asked_about_and_is_unknown_makes_its_period_unknown(
    extent: tuple[date, date], months: list[str]
) -> None:
    assert list(shown("count", "month", extent)) == months


def test_each_period_says_where_its_days_lie() -> None:
    _, _, lows, highs = resample(KNOWN, VALUES, "total", "month", EXTENT)
    assert (lows.tolist(), highs.tolist()) == ([0, 2, 4], [2, 4, 5])
    _, _, lows, highs = resample(KNOWN, VALUES, "count", "month", EXTENT)
    assert (lows.tolist(), highs.tolist()) == ([0, 4], [2, 5])


@pytest.mark.parametrize("kind", ["total", "count", "duration"])
def test_of_nothing_known_nothing_is_made(kind: str) -> None:
    firsts, values, lows, highs = resample(KNOWN[:0], VALUES[:0], kind, "month", EXTENT)
    assert [len(part) for part in (firsts, values, lows, highs)] == [0, 0, 0, 0]


def test_medians_of_stretches_are_those_of_each() -> None:
    draw = np.random.default_rng(5)
    values, lows = draw.normal(size=60).round(1), np.array([0, 1, 3, 10, 31])
    highs = np.append(lows[1:], 60)
    expected = [float(np.median(values[low:high])) for low, high in zip(lows, highs, strict=True)]
    assert medians(values, lows, highs).tolist() == expected


@pytest.mark.parametrize("every", ["day", "week", "month", "quarter"])
def test_there_is_no_hole_between_the_first_period_and_the_last(every: str) -> None:
    for first, last in ((date(2023, 12, 30), date(2024, 3, 1)), (date(1969, 11, 5), date(1969, 11, 5))):
        each = np.arange(np.datetime64(first), np.datetime64(last) + 1)
        assert between(first, last, every).tolist() == np.unique(first_days(each, every)).tolist()
