"""When a forecast is made, when it is refused and in which words, and how its past is scored."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from tracker.forecasts import Hit, Outlook, Prediction, outlook
from tracker.forecasts.making import later, monthly
from tracker.forecasts.prediction import score
from tracker.series import Series

TODAY = date(2026, 6, 30)


def stars(months: int, until: date = date(2026, 5, 31), pace: float = 3.0) -> Series:
    """A level by day over so many whole months to a day."""
    first = later(until, 1 - months)
    days = np.arange(np.datetime64(first), np.datetime64(until) + 1)
    values = 1000.0 + pace * np.arange(len(days))
    return Series("a/b", "stars", "total", days, values, extent=(first, until))


def without(series: Series, first: date, last: date) -> Series:
    """The same with days that are unknown."""
    kept = (series.days < np.datetime64(first)) | (series.days > np.datetime64(last))
    return replace(series, days=series.days[kept], values=series.values[kept])


def test_three_years_give_twelve_months_ahead() -> None:
    found = outlook(stars(36), TODAY)
    assert found.refused is None
    assert [one.ahead for one in found.ahead] == list(range(1, 13))
    assert found.ahead[0].target == date(2026, 6, 30)
    assert found.ahead[-1].target == date(2027, 5, 31)
    assert {one.made_on for one in found.ahead} == {date(2026, 5, 31)}
    assert found.ahead[-1].value == pytest.approx(found.values[-1] + 3 * 365, rel=0.05)


def test_below_24_months_it_is_refused_with_how_many_there_are() -> None:
    assert "23 months are known, 24 are needed" in str(outlook(stars(23), TODAY).refused)


def test_24_months_are_enough_and_a_year_ahead_is_among_what_is_said() -> None:
    found = outlook(stars(24), TODAY)
    assert found.refused is None
    assert found.ahead[-1].ahead == 12


def test_over_a_gap_it_is_refused() -> None:
    broken = without(stars(60), date(2025, 1, 1), date(2025, 3, 31))
    found = outlook(broken, TODAY)
    assert "over a gap" in str(found.refused)
    assert "since 1 Apr 2025" in str(found.refused)
    assert not found.ahead


def test_a_gap_long_ago_only_shortens_the_memory() -> None:
    broken = without(stars(60), date(2022, 1, 1), date(2022, 3, 31))
    found = outlook(broken, TODAY)
    assert found.refused is None
    assert found.months[0] == date(2022, 4, 30)


def test_days_missing_within_a_month_are_no_gap_of_a_level() -> None:
    assert outlook(without(stars(36), date(2025, 3, 3), date(2025, 3, 20)), TODAY).refused is None


def test_a_count_with_a_day_unknown_has_no_such_month() -> None:
    flow = replace(without(stars(60, pace=0.0), date(2026, 3, 3), date(2026, 3, 3)), kind="count")
    months, _, since = monthly(flow, TODAY)
    assert since == date(2026, 4, 1)
    assert months == [date(2026, 4, 30), date(2026, 5, 31)]


def test_the_month_in_which_counting_began_is_no_whole_one() -> None:
    whole = replace(stars(36), kind="count")
    begun = whole.within(whole.days[0].item() + timedelta(days=9))
    assert monthly(whole, TODAY)[0][0] == date(2023, 6, 30)
    assert monthly(begun, TODAY)[0][0] == date(2023, 7, 31)


def test_a_series_that_stopped_is_refused() -> None:
    assert "before 28 Feb 2026" in str(outlook(stars(36, until=date(2026, 1, 31)), TODAY).refused)


def test_a_year_begins_with_the_last_month_that_is_known() -> None:
    found = outlook(stars(36, until=date(2026, 3, 31)), TODAY)
    assert (found.ahead[0].made_on, found.ahead[-1].target) == (date(2026, 3, 31), date(2027, 3, 31))


def test_what_has_ended_is_refused_with_the_reason() -> None:
    assert "archived since 2020" in str(outlook(stars(36), TODAY, "it is archived since 2020").refused)


def test_nothing_known_is_refused_and_no_error() -> None:
    found = outlook(Series("a/b", "stars", "total"), TODAY)
    assert found.refused == "No forecast: no whole month is known."
    assert found.score.as_json() == {"many": 0, "median_error": None, "held": None}


def test_past_forecasts_knew_nothing_that_came_later() -> None:
    calm = stars(60)
    bent = replace(calm, values=np.where(calm.days > np.datetime64("2025-12-31"), 9e6, calm.values))
    before, after = outlook(calm, TODAY).hits, outlook(bent, TODAY).hits
    assert [h.said for h in before] == [h.said for h in after]
    assert after[-1].held is False
    assert sum(hit.held for hit in before) > len(before) / 2


def test_what_was_kept_stands_before_what_is_replayed() -> None:
    said = Prediction("stars", date(2025, 5, 31), date(2026, 5, 31), 1.0, 2.0, 3.0)
    found = outlook(stars(60), TODAY, kept=[said])
    assert [hit.said for hit in found.hits if hit.kept] == [said]
    assert found.hits[-1].said is said
    assert found.kept_score.held == 0.0
    assert found.score.many > 1


def test_a_score_of_nothing_is_unknown_not_zero() -> None:
    said = Prediction("stars", date(2025, 5, 31), date(2026, 5, 31), 0.0, 0.0, 0.0)
    nothing = score([Hit(said, 0.0, kept=True)])
    assert nothing.error is None
    assert nothing.held == 1.0
    assert score([]).held is None


def test_the_document_says_everything() -> None:
    document = outlook(stars(60), TODAY).as_json()
    assert set(document) == {
        "repository", "metric", "refused", "forecast", "score", "score_of_kept", "hits"
    }  # fmt: skip
    assert isinstance(outlook(stars(60), TODAY), Outlook)
