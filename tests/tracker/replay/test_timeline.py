"""Quarters spread over days: sums hold, the clock changes nothing, unknown stays out."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.replay import timeline
from tracker.replay.figures import Quarter, quarters
from tracker.replay.issue_spread import spread_issues
from tracker.replay.timeline import EPOCH

BORN = date(2019, 12, 1)


def quarter(end: date, **figures: int | None) -> Quarter:
    names = ("stars", "forks", "open_issues", "closed_issues", "commits", "authors", "tags")
    return Quarter(end, *(figures.get(n) for n in names))


def ends(count: int) -> list[date]:
    days = ["03-31", "06-30", "09-30", "12-31"]
    return [date.fromisoformat(f"{2020 + n // 4}-{days[n % 4]}") for n in range(count)]


totals = st.lists(st.one_of(st.none(), st.integers(0, 200_000)), min_size=2, max_size=9)


@given(totals)
@settings(max_examples=60, deadline=None)
def test_a_total_passes_through_every_recorded_point(values: list[int | None]) -> None:
    rows = [quarter(end, stars=v) for end, v in zip(ends(len(values)), values, strict=True)]
    curve = timeline.spread_total("a/b", "stars", timeline.recorded(rows, "stars", BORN))
    assert curve.at(BORN) == 0
    for row in rows:
        if row.stars is not None:
            assert curve.at(row.end) == row.stars


@given(totals)
@settings(max_examples=60, deadline=None)
def test_retained_stargazers_sum_to_todays_total_and_never_exceed_a_later_one(
    values: list[int | None],
) -> None:
    rows = [quarter(end, stars=v) for end, v in zip(ends(len(values)), values, strict=True)]
    curve = timeline.spread_total("a/b", "stars", timeline.recorded(rows, "stars", BORN))
    today = ends(len(values))[-1] + timedelta(days=20)
    arrivals = timeline.retained(curve, today)
    assert arrivals.min() >= 0
    assert arrivals.sum() == curve.at(today)
    running = np.cumsum(arrivals)
    assert (running <= curve.until(today)).all()


def test_past_days_shrink_when_the_total_falls_later() -> None:
    rows = [quarter(end, stars=v) for end, v in zip(ends(3), [100, 400, 250], strict=True)]
    curve = timeline.spread_total("a/b", "stars", timeline.recorded(rows, "stars", BORN))
    before = timeline.retained(curve, ends(3)[1]).sum()
    after = timeline.retained(curve, ends(3)[2])
    day = (ends(3)[1] - curve.start).days
    assert before == 400
    assert after[: day + 1].sum() == 250


def test_the_same_day_has_the_same_number_whatever_the_later_quarters_are() -> None:
    short = [quarter(end, stars=100 * n) for n, end in enumerate(ends(3))]
    long = [quarter(end, stars=100 * n) for n, end in enumerate(ends(8))]
    a = timeline.spread_total("a/b", "stars", timeline.recorded(short, "stars", BORN))
    b = timeline.spread_total("a/b", "stars", timeline.recorded(long, "stars", BORN))
    assert (a.values == b.values[: len(a.values)]).all()


def test_repositories_do_not_share_their_days() -> None:
    rows = [quarter(ends(1)[0], stars=5_000)]
    points = timeline.recorded(rows, "stars", BORN)
    one, other = (timeline.spread_total(name, "stars", points).values for name in ("a/b", "a/c"))
    assert (one != other).any()


def test_nothing_arrives_after_the_last_recorded_point() -> None:
    rows = [quarter(ends(2)[0], stars=70), quarter(ends(2)[1])]
    curve = timeline.spread_total("a/b", "stars", timeline.recorded(rows, "stars", BORN))
    assert curve.at(date(2030, 1, 1)) == 70
    assert timeline.retained(curve, date(2021, 1, 1))[-270:].sum() == 0


@pytest.mark.parametrize("name", ["Theano/Theano", "keras-team/keras", "torch/torch7"])
def test_each_quarter_has_exactly_its_commits_and_its_authors(name: str) -> None:
    rows = quarters()[name]
    made = timeline.spread_commits(name, rows, rows[0].start)
    assert (np.diff(made.times) >= 0).all()
    for row in rows:
        low = (row.start - EPOCH).days * 86_400
        high = ((row.end - EPOCH).days + 1) * 86_400
        inside = (made.times >= low) & (made.times < high)
        assert inside.sum() == (row.commits or 0)
        if row.authors is not None:
            assert len(set(made.authors[inside].tolist())) == min(row.authors, row.commits or 0)


def test_authors_come_back_from_quarter_to_quarter() -> None:
    rows = [quarter(end, commits=400, authors=20) for end in ends(4)]
    made = timeline.spread_commits("a/b", rows, BORN)
    cut = len(made.authors) // 2
    assert len(set(made.authors[:cut].tolist()) & set(made.authors[cut:].tolist())) >= 10


def test_uncounted_quarters_have_no_commits() -> None:
    rows = [quarter(ends(2)[0], commits=5, authors=2), quarter(ends(2)[1])]
    assert len(timeline.spread_commits("a/b", rows, BORN).times) == 5


def test_issues_are_made_only_where_both_ends_were_recorded() -> None:
    figures = [(10, 5), (14, 9), (None, None), (20, 30), (18, 37)]
    rows = [quarter(e, open_issues=o, closed_issues=c) for e, (o, c) in zip(ends(5), figures, strict=True)]
    made = spread_issues("a/b", rows, BORN)
    assert [q.end for q in made.quarters] == [ends(5)[1], ends(5)[4]]
    # ten were open when the record began, 4 + 4 opened in the second quarter, -2 + 7 in the fifth
    assert len(made.created) == 10 + 8 + 5
    assert (made.closed > 0).sum() == 4 + 7


def test_the_oldest_issues_are_closed_first_and_none_before_it_was_opened() -> None:
    name = "pytorch/pytorch"
    made = spread_issues(name, quarters()[name], date(2016, 8, 13))
    closed = made.closed > 0
    assert (np.diff(made.created) >= 0).all()
    assert (made.closed[closed] >= made.created[closed]).all()
    assert not closed[np.argmin(closed) :].any()
    for row in made.quarters:
        low, high = ((d - EPOCH).days * 86_400 for d in (row.start, row.end + timedelta(days=1)))
        before = next(q for q in quarters()[name] if q.end == row.start - timedelta(days=1))
        assert row.closed_issues is not None
        assert before.closed_issues is not None
        inside = (made.closed >= low) & (made.closed < high)
        assert inside.sum() == max(0, row.closed_issues - before.closed_issues)


def test_everything_happens_before_noon_so_that_a_date_has_seen_its_day() -> None:
    rows = quarters()["numpy/numpy"]
    made = timeline.spread_commits("numpy/numpy", rows, rows[0].start)
    assert (made.times % 86_400 < 12 * 3_600).all()
