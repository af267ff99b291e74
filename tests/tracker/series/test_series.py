"""A Series decides its periods, labels and gaps by itself; sums never guess; all by literal values."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from tracker.metrics.base import Kind
from tracker.records import Quality
from tracker.series import Series
from tracker.series.provenance import Provenance

START = date(2024, 1, 1)


def series(
    values: list[float | None], kind: Kind = "count", qualities: str = "", name: str = "a/b",
    start: date = START, source: str = "git",
) -> Series:  # fmt: skip
    """Days from `start`; None is unknown. A letter a known value: e exact, d derived, p provisional."""
    known = [n for n, value in enumerate(values) if value is not None]
    days = np.array([start + timedelta(days=n) for n in known], dtype="datetime64[D]")
    letters = {"e": Quality.EXACT, "d": Quality.DERIVED, "p": Quality.PROVISIONAL}
    told = [letters[letter] for letter in (qualities or "e" * len(known))]
    pairs = tuple((source, quality) for quality in dict.fromkeys(told))
    codes = np.array([[q for _, q in pairs].index(quality) for quality in told], dtype=np.intp)
    extent = (start, start + timedelta(days=len(values) - 1)) if values else None
    found = np.array([values[n] for n in known], dtype=float)
    return Series(name, "commits", kind, days, found, Provenance(codes, pairs), extent, born=START)


def shown(found: Series) -> dict[str, float]:
    return dict(zip(map(str, found.days), found.values.tolist(), strict=True))


def month(*values: float | None) -> list[float | None]:
    """January 2024, the given values first and then ones."""
    return [*values, *[1.0] * (31 - len(values))]


def test_a_period_is_labelled_by_the_weakest_of_its_own_values() -> None:
    found = series([1.0] * 62, qualities="e" * 30 + "p" + "e" * 31).every("month")
    assert shown(found) == {"2024-01-01": 31, "2024-02-01": 29, "2024-03-01": 2}
    assert found.provenance.labels().tolist() == ["provisional", "exact", "exact"]


def test_the_running_period_of_a_series_read_three_days_behind_is_its_own() -> None:
    behind = series([1.0] * 28)
    assert shown(behind.every("month")) == {"2024-01-01": 28}
    assert shown(series([1.0] * 31).every("month")) == {"2024-01-01": 31}


def test_unknown_in_one_is_unknown_in_the_sum() -> None:
    added = Series.sum([series([1, 2, None, 4]), series([10, None, 30, 40])], "sum")
    assert shown(added) == {"2024-01-01": 11, "2024-01-04": 44}
    assert added.gaps == [(date(2024, 1, 2), date(2024, 1, 3))]


def test_a_total_is_not_carried_forward_into_a_sum() -> None:
    added = Series.sum([series([1, 2, 3], "total"), series([10], "total")], "sum")
    assert shown(added) == {"2024-01-01": 11}


def test_a_sum_is_labelled_by_its_weakest_member_and_names_all_sources() -> None:
    one, other = series([1, 2], qualities="ed"), series([1, 2], qualities="ep", source="github")
    added = Series.sum([one, other], "sum")
    assert added.provenance.labels().tolist() == ["exact", "provisional"]
    assert added.provenance.sources().tolist() == ["git + github", "git + github"]


def test_a_member_of_which_nothing_is_known_leaves_no_sum() -> None:
    assert len(Series.sum([series([1, 2]), series([])], "sum")) == 0


def test_sums_of_periods_are_sums_of_what_each_member_shows() -> None:
    parts = [series(month(None)).every("month"), series(month(5)).every("month")]
    assert shown(Series.sum(parts, "sum")) == {}
    assert shown(Series.sum([parts[1], parts[1]], "sum")) == {"2024-01-01": 70}


@pytest.mark.parametrize("kind", ["total", "count"])
def test_gaps_are_the_unknown_days_between_the_first_and_the_last_asked_about(kind: Kind) -> None:
    found = series([None, 1, None, None, 4, None], kind)
    assert found.gaps == [
        (date(2024, 1, 1), date(2024, 1, 1)),
        (date(2024, 1, 3), date(2024, 1, 4)),
        (date(2024, 1, 6), date(2024, 1, 6)),
    ]
    assert series([1, 2]).gaps == []
    assert series([]).gaps == []


def test_a_period_that_is_unknown_is_a_gap_of_its_days_that_were_asked_about() -> None:
    found = series([*month(None), *[1.0] * 29]).every("month")
    assert found.gaps == [(date(2024, 1, 1), date(2024, 1, 31))]


def test_a_duration_is_looked_at_once_a_month_and_so_are_its_gaps() -> None:
    found = series([1.0] + [None] * 59 + [2.0], "duration")
    assert found.gaps == [(date(2024, 2, 1), date(2024, 2, 29))]


def test_within_is_narrower_at_both_ends_and_knows_no_more_than_it_was_asked() -> None:
    found = series([1, 2, 3, 4, 5]).within(date(2024, 1, 2), date(2024, 1, 4))
    assert shown(found) == {"2024-01-02": 2, "2024-01-03": 3, "2024-01-04": 4}
    assert found.extent == (date(2024, 1, 2), date(2024, 1, 4))
    assert found.within(date(2023, 1, 1), date(2025, 1, 1)).extent == found.extent
    assert len(found.within(date(2024, 1, 5))) == 0


def test_a_range_inside_a_month_makes_a_sum_of_its_days_alone() -> None:
    found = series([1.0] * 62).within(date(2024, 1, 30), date(2024, 2, 2)).every("month")
    assert shown(found) == {"2024-01-01": 2, "2024-02-01": 2}


def test_periods_are_taken_whole_or_refused() -> None:
    months = series([1.0] * 91).every("month")
    assert shown(months.within(date(2024, 2, 1))) == {"2024-02-01": 29, "2024-03-01": 31}
    assert shown(months.within(None, date(2024, 2, 29))) == {"2024-01-01": 31, "2024-02-01": 29}
    with pytest.raises(ValueError, match="would cut a month"):
        months.within(date(2024, 2, 2))
    with pytest.raises(ValueError, match="would cut a month"):
        months.within(None, date(2024, 2, 28))
    with pytest.raises(ValueError, match="made of days"):
        months.every("quarter")
    assert months.every("month") is months


def test_as_of_a_day_nothing_later_is_there() -> None:
    assert shown(series([1, 2, 3]).as_of(date(2024, 1, 2))) == {"2024-01-01": 1, "2024-01-02": 2}


def test_the_value_at_a_day_is_the_last_known_one_with_its_own_day_and_label() -> None:
    found = series([1, 2, None, None], qualities="ed")
    sample = found.at(date(2024, 1, 4))
    assert sample is not None
    assert (sample.value, sample.day, sample.source, sample.quality) == (
        2, date(2024, 1, 2), "git", Quality.DERIVED,
    )  # fmt: skip
    assert found.at(date(2023, 12, 31)) is None


def test_ages_are_days_since_the_repository_was_created() -> None:
    ages = series([1, None, 3]).by_age()
    assert ages is not None
    assert ages.tolist() == [0, 2]
    assert Series("a/b", "commits", "count").by_age() is None


def test_only_what_can_be_added_is_added() -> None:
    with pytest.raises(ValueError, match="one period"):
        Series.sum([series([1] * 31), series([1] * 31).every("month")], "sum")
    with pytest.raises(ValueError, match="totals or counts"):
        Series.sum([series([1.0], "duration")], "sum")
    with pytest.raises(ValueError, match="nothing"):
        Series.sum([], "sum")


def test_labels_are_worked_out_only_for_the_days_that_are_wanted() -> None:
    asked: list[int] = []

    def said(days: np.ndarray) -> Provenance:
        asked.append(len(days))
        return Provenance(np.zeros(len(days), dtype=np.intp), (("git", Quality.EXACT),))

    whole = series([1, 2, 3])
    lazy = Series("a/b", "commits", "count", whole.days, whole.values, said, whole.extent)
    lazy.at(date(2024, 1, 3))
    lazy.within(date(2024, 1, 2)).provenance.labels()
    assert asked == [1, 2]


def test_a_series_cannot_be_changed() -> None:
    found = series([1, 2])
    with pytest.raises(ValueError, match="read-only"):
        found.values[0] = 7
