"""Words: numbers, dates and spans as people read them; unknown is a dash, never nought."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker import writing


@pytest.mark.parametrize(
    ("value", "written"),
    [(None, "–"), (float("nan"), "–"), (0, "0"), (7, "7"), (9_876, "9,876"), (12_345, "12.3k"),
     (197_212, "197.2k"), (999_960, "1.00M"), (1_234_567, "1.23M"), (-1_500, "−1,500"), (2.25, "2.2")],
)  # fmt: skip
def test_numbers_are_short_in_tables(value: float | None, written: str) -> None:
    assert writing.short(value) == written


def test_numbers_are_whole_on_hover() -> None:
    assert writing.full(197_212) == "197,212"


@pytest.mark.parametrize(
    ("value", "written"), [(1_204, "+1,204"), (-87, "−87"), (0, "0"), (None, "–"), (15_230, "+15.2k")]
)
def test_changes_carry_their_sign(value: float | None, written: str) -> None:
    assert writing.signed(value) == written


@pytest.mark.parametrize(
    ("share", "written"), [(0.12, "+12 %"), (0.004, "+0.4 %"), (-0.03, "−3 %"), (None, "–"), (0, "0 %")]
)
def test_shares_are_per_cent(share: float | None, written: str) -> None:
    assert writing.percent(share) == written


def test_dates_are_written_the_same_whatever_the_locale() -> None:
    assert writing.day(date(2020, 7, 27)) == "27 Jul 2020"
    assert writing.month(date(2020, 7, 27)) == "Jul 2020"
    assert writing.minute(datetime(2020, 7, 27, 14, 5, tzinfo=UTC)) == "27 Jul 2020, 14:05 UTC"
    assert writing.day(None) == "–"


@pytest.mark.parametrize(
    ("days", "written"),
    [(0, "today"), (1, "yesterday"), (12, "12 days ago"), (90, "3 months ago"), (800, "2.2 years ago"),
     (-3, "in 3 days")],
)  # fmt: skip
def test_moments_are_told_from_today(days: int, written: str) -> None:
    today = date(2026, 6, 30)
    assert writing.ago(date.fromordinal(today.toordinal() - days), today) == written


def test_axis_numbers_lose_their_idle_decimals() -> None:
    assert [writing.tick(v) for v in (200_000, 1_500_000, 7_500, 12_500)] == [
        "200k",
        "1.5M",
        "7,500",
        "12.5k",
    ]


def test_spans_of_time_carry_their_unit() -> None:
    days = (0.0001, 0.5, 1 / 24, 12.3, 92, 4924.9)
    told = ["under a minute", "12 hours", "60 minutes", "12 days", "3 months", "13.5 years"]
    assert [writing.duration(d) for d in days] == told
    short = ["<1 min", "12 h", "60 min", "12 d", "3 mo", "13.5 y"]
    assert [writing.short_duration(d) for d in days] == short


def test_counts_are_said_with_their_noun() -> None:
    told = [writing.counted(n, "commit") for n in (0, 1, 1_234)]
    assert told == ["no commit", "1 commit", "1,234 commits"]
    assert writing.counted(2, "dependency", "dependencies") == "2 dependencies"


def test_a_share_that_is_not_nothing_does_not_round_to_nothing() -> None:
    assert [writing.share(part, 1_000) for part in (0, 1, 410)] == ["0 %", "<1 %", "41 %"]


def test_a_quotation_is_one_line_and_ends_at_a_word() -> None:
    assert writing.said("It is\n over") == "“It is over”."
    assert writing.said("It is over!") == "“It is over!”"
    assert writing.quote("word " * 100).endswith("word …”")


def test_lists_end_with_how_many_more() -> None:
    assert writing.listed(list("abcdef"), 3) == "a, b and 4 more"
    assert [writing.listed(list("abc"[:n])) for n in range(4)] == ["", "a", "a and b", "a, b and c"]


@given(st.floats(min_value=-1e9, max_value=1e9, allow_nan=False))
def test_short_numbers_stay_short_and_keep_their_size(value: float) -> None:
    text = writing.short(value)
    assert len(text) <= 9
    assert ("−" in text) == (value < 0 and text.strip("−0.,") != "") or round(value, 1) == 0
