"""A life says of every day what a verdict of that day says, and is sure of the days that it promises."""

from __future__ import annotations

from dataclasses import astuple, replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tracker.dossiers import attribute, dossier, notice, on_days, release, releases, unknown_after
from tracker.dossier import Daily, Dossier
from tracker.health import Rules, judge
from tracker.health.life import life
from tracker.readmodel.rows import turn_of
from tracker.records import Gap

BORN, TODAY = date(2018, 3, 10), date(2022, 6, 20)
LONG = (TODAY - BORN).days
FEW = (
    "2014-07-12",
    "2014-08-11",
    "2014-08-16",
    "2014-08-24",
    "2014-08-27",
    "2014-10-02",
    "2014-10-23",
    "2014-12-21",
    "2015-01-10",
    "2015-01-30",
    "2015-02-25",
    "2015-04-02",
)
days = st.integers(0, LONG).map(lambda n: (BORN + timedelta(days=n)).isoformat())


@st.composite
def histories(draw: st.DrawFn) -> Dossier:
    """Paces that change, days that nobody knows, statements that come and go, archiving, releases."""
    values = np.concatenate(
        [
            np.random.default_rng(draw(st.integers(0, 99))).poisson(pace, LONG // 4 + 1).astype(float)
            for pace in draw(st.lists(st.sampled_from([0.0, 0.01, 0.03, 0.2, 2.0]), min_size=4, max_size=4))
        ]
    )[: LONG + 1]
    for at, long in draw(st.lists(st.tuples(st.integers(0, LONG), st.integers(1, 400)), max_size=2)):
        values[at : at + long] = np.nan
    said = [
        notice(day, "No longer maintained.", kind, until=until if until and until > day else None)
        for day, kind, until in draw(
            st.lists(
                st.tuples(
                    days, st.sampled_from(["end-of-life", "maintenance-only", "moved"]), st.none() | days
                ),
                max_size=2,
            )
        )
    ]
    made = [release(day) for day in sorted(set(draw(st.lists(days, max_size=3))))]
    holes = draw(st.lists(st.tuples(st.integers(0, LONG), st.integers(1, 700)), max_size=1))
    shut = sorted(set(draw(st.lists(days, max_size=2))))
    return dossier(
        commits=Daily(BORN, values),
        releases=tuple(made),
        gaps=tuple(
            Gap("releases", BORN + timedelta(days=at), BORN + timedelta(days=at + long), "not read")
            for at, long in holes
        ),
        notices=tuple(sorted(said, key=lambda n: n.first_seen)),
        attributes=tuple(attribute("archived", v, d) for v, d in zip(("true", "false"), shut, strict=False)),
    )  # fmt: skip


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(histories(), st.lists(st.integers(0, LONG), min_size=15, max_size=15))
def test_any_day_of_a_life_is_what_is_judged_on_that_day(known: Dossier, ages: list[int]) -> None:
    found = life(known, BORN, TODAY, Rules())
    assert [t.start for t in found.turns] == sorted({t.start for t in found.turns})
    edges = [t.start - timedelta(days=1) for t in found.turns[1:]] + [t.start for t in found.turns]
    for day in [*edges, *(BORN + timedelta(days=age) for age in ages)]:
        axes = [t for t in found.turns if t.start <= day][-1].axes
        verdict = judge(known, day, Rules())
        told = (verdict.headline, verdict.declared, verdict.observed, verdict.location)
        assert (axes.headline, axes.declared, axes.observed, axes.location) == told
        assert axes.unmaintained == verdict.unmaintained
        assert axes.since in (None, verdict.since)
        assert axes.since is not None or verdict.since in (None, day) or axes.headline == "unknown"


@settings(max_examples=25, deadline=None)
@given(histories(), st.booleans(), st.integers(0, 30))
def test_what_is_promised_to_hold_holds_without_news_and_without_commits(
    known: Dossier, quiet: bool, later: int
) -> None:
    found = life(known, BORN, TODAY, Rules())
    day = min(TODAY + timedelta(days=later), found.until - timedelta(days=1))
    if quiet:
        assert known.substantive is not None
        more = np.zeros((day - TODAY).days)
        series = Daily(BORN, np.concatenate([known.substantive.values, more]))
        known = replace(known, substantive=series, human=series, commits=series)
    assert judge(known, day, Rules()).headline == found.turns[-1].axes.headline


def test_a_life_that_has_not_begun_has_no_turn() -> None:
    assert life(dossier(), TODAY + timedelta(days=1), TODAY, Rules()).turns == ()


def test_a_turn_knows_whether_its_day_is_only_the_latest_possible_and_keeps_it() -> None:
    for by in (False, True):
        known = dossier(notices=(replace(notice("2016-03-01", "It has ended."), by=by),))
        turn = life(known, date(2016, 1, 1), TODAY, Rules()).turns[-1]
        assert (turn.axes.headline, turn.axes.since_by) == ("end-of-life", by)
        cells = (turn.start, *astuple(turn.axes)[:6], turn.because, turn.axes.since_by)
        assert turn_of((1, *cells)) == turn


def test_a_state_that_runs_out_and_is_taken_back_on_a_turning_day_has_its_days() -> None:
    """Held after its commits ran out, unknown from 18 July, slow again by the release of the 27th."""
    known = dossier(
        commits=unknown_after(on_days(FEW, "2014-03-10", "2016-08-26"), "2016-02-22"),
        releases=releases("2014-05-02", "2016-07-27"),
    )
    found = life(known, date(2014, 3, 10), date(2016, 8, 26), Rules())
    for day in (date(2016, 7, 1) + timedelta(days=d) for d in range(40)):
        axes = [t for t in found.turns if t.start <= day][-1].axes
        verdict = judge(known, day, Rules())
        assert (day, axes.headline, axes.observed) == (day, verdict.headline, verdict.observed)
    turned = [t.axes.headline for t in found.turns if date(2016, 7, 1) < t.start <= date(2016, 7, 27)]
    assert turned == ["unknown", "slow"]
