"""Running sums say what adding up the days would say, with what is unknown kept apart."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracker.dossiers import daily, dossier, noon, on_days, release, spread
from tracker.dossier import Daily
from tracker.signals.meter import DossierMeter, Running, months
from tracker.signals.numbers import People
from tracker.signals.rules import Rules

START = date(2020, 1, 1)


@given(
    st.lists(st.sampled_from([0.0, 1.0, 7.0, float("nan")]), max_size=60),
    st.integers(-20, 80),
    st.integers(1, 70),
)
def test_a_window_is_the_sum_of_its_known_days(values: list[float], first: int, days: int) -> None:
    series = Daily(START, np.array(values, dtype=np.float64))
    low = START + timedelta(days=first)
    expected = series.window(low, low + timedelta(days=days - 1))
    assert Running(series).window(low.toordinal(), low.toordinal() + days - 1) == expected


@given(st.lists(st.sampled_from([0.0, 1.0, float("nan")]), min_size=1, max_size=60), st.integers(-5, 70))
def test_the_last_commit_is_the_last_day_above_zero(values: list[float], until: int) -> None:
    series = Daily(START, np.array(values))
    day = START + timedelta(days=until)
    found = Running(series).last_event(day.toordinal())
    assert (None if found is None else date.fromordinal(found)) == series.last_nonzero(day)


def test_the_best_year_is_looked_for_in_the_four_before() -> None:
    commits = spread({2015: 900, 2017: 500, 2018: 100, 2020: 10, 2021: 20}, "2021-12-31")
    numbers = DossierMeter(dossier(commits=commits)).at(date(2021, 12, 31), Rules())
    assert numbers.year.known == 20
    assert [y.known for y in numbers.years][:2] == pytest.approx([10, 0], abs=1)
    assert numbers.peak == pytest.approx(500, abs=3)


def test_without_substantive_counts_the_wider_ones_stand_in_and_are_named() -> None:
    found = DossierMeter(
        dossier(commits=daily("2019-01-01", "2020-12-31", 1.0), substantive=None, human=None)
    )
    assert found.at(date(2020, 12, 31), Rules()).noun == "commit"


def test_candidates_are_no_final_releases() -> None:
    published = (release("2020-03-01", "v1"), release("2020-06-01", "v2rc1", prerelease=True))
    numbers = DossierMeter(dossier(commits=daily("2019-01-01", "2020-12-31"), releases=published))
    assert numbers.at(date(2020, 6, 30), Rules()).last_tag == "v1"
    assert numbers.at(date(2020, 2, 1), Rules()).last_tag is None


def test_authors_are_counted_once_and_half_of_the_work_is_found() -> None:
    work = tuple(
        (date(2020, 1, 1) + timedelta(days=i), frozenset({1} if i % 3 else {1, 2 + i})) for i in range(30)
    )
    meter = DossierMeter(dossier(commits=on_days([], "2019-01-01", "2020-12-31"), authors=work))
    assert meter.people(date(2020, 6, 1)) == People(11, 1)
    assert meter.people(date(2019, 6, 1)) is None
    assert meter.people(date(2022, 6, 1)) is None


def test_a_fork_begins_when_it_was_forked() -> None:
    meter = DossierMeter(
        dossier(commits=daily("2008-01-01", "2022-12-31", 1.0), forked_at=noon("2021-01-01"))
    )
    numbers = meter.at(date(2022, 12, 31), Rules())
    assert meter.first_day == date(2021, 1, 1)
    assert numbers.age == 729
    assert numbers.peak == pytest.approx(365, abs=2)


def test_monthly_looks_are_the_firsts_of_months() -> None:
    assert months(date(2020, 11, 2), date(2021, 2, 1)) == [
        date(2020, 12, 1),
        date(2021, 1, 1),
        date(2021, 2, 1),
    ]
    assert months(date(2020, 11, 1), date(2020, 11, 1)) == [date(2020, 11, 1)]
    assert months(date(2020, 11, 2), date(2020, 11, 30)) == []
