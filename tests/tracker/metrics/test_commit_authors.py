"""Active authors, against the slow and obvious way of counting."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from tracker.metrics.base import Inputs
from tracker.metrics.commit_authors import WINDOW, compute
from tracker.metrics.contributor_absence_factor import compute as absence

START = pd.Timestamp("2024-01-01")


def inputs(days: int, commits: list[tuple[int, int]]) -> Inputs:
    index = pd.date_range(START, periods=days)
    rows = sorted(set(commits))
    authors = pd.DataFrame(
        {"day": [START + pd.Timedelta(days=d) for d, _ in rows], "author": [a for _, a in rows]}
    )
    authors["day"] = pd.to_datetime(authors["day"])
    return Inputs({"commits": pd.Series(1.0, index=index)}, authors=authors)


@given(st.lists(st.tuples(st.integers(0, 299), st.integers(1, 5)), min_size=1, max_size=60))
def test_it_equals_counting_each_window_by_hand(commits: list[tuple[int, int]]) -> None:
    found = compute(inputs(300, commits)).tolist()
    by_hand = [len({a for d, a in commits if day - WINDOW < d <= day}) for day in range(300)]
    assert found == by_hand


def test_when_commits_were_never_counted_authors_are_unknown() -> None:
    assert compute(Inputs({})).empty


def test_one_person_who_does_half_of_the_work_is_an_absence_factor_of_one() -> None:
    commits = [(d, 1) for d in range(20)] + [(d, 2 + d) for d in range(10)]
    assert absence(inputs(40, commits)).iloc[-1] == 1


def test_four_equal_people_have_an_absence_factor_of_two() -> None:
    assert absence(inputs(40, [(d, a) for d in range(10) for a in range(4)])).iloc[-1] == 2


def test_a_year_in_which_nobody_worked_has_no_absence_factor() -> None:
    assert pd.isna(absence(inputs(800, [(0, 1)])).iloc[-1])
