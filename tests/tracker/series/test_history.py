"""History: numbers with their labels and reasons, from a real database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest
from sqlalchemy import Engine

from tracker.catalog import catalog
from tracker.records import CommitDay, Counters, Gap, Issue, Observation, Quality, RepositoryFacts
from tracker.series import History, UnknownMetric, UnknownRepository
from tracker.store.store import Store

TODAY = date(2026, 6, 30)
NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)


@pytest.fixture
def store(engine: Engine) -> Store:
    """A database that follows Theano, seen once today, with ten days of star history."""
    store = Store(engine)
    store.watches.add("Theano/Theano", None, "test", NOW)
    facts = RepositoryFacts(
        1, "R_1", "Theano", "Theano", created_at=datetime(2026, 6, 1, tzinfo=UTC), counters=Counters(stars=10)
    )
    store.repositories.save(facts, NOW, "github")
    days = (
        Observation(1, "star_arrivals", TODAY - timedelta(days=n), 1, "github-history") for n in range(10)
    )
    store.observations.save(days, NOW)
    return store


@pytest.fixture
def history(store: Store, engine: Engine) -> History:
    return History(Store(engine), TODAY, catalog())


def test_a_repository_is_found_by_any_case_and_by_its_bare_name(history: History) -> None:
    assert history.find("theano/THEANO").github_id == history.find("theano").github_id == 1


def test_a_former_name_leads_to_the_present_one(store: Store, engine: Engine) -> None:
    renamed = RepositoryFacts(1, "R_1", "aesara", "Theano2")
    store.repositories.save(renamed, NOW + timedelta(hours=1), "github")
    assert History(Store(engine), TODAY).find("Theano/Theano").full_name == "aesara/Theano2"


def test_an_unknown_name_says_what_comes_close(history: History) -> None:
    with pytest.raises(UnknownRepository, match="close are Theano/Theano"):
        history.find("Theano/Teano")


def test_an_unknown_metric_lists_those_there_are(history: History) -> None:
    with pytest.raises(UnknownMetric, match="star_arrivals"):
        history.frame("starz", history.tracked())


def test_stars_before_the_first_reading_are_labelled_retained_and_the_reading_exact(history: History) -> None:
    theano = history.find("theano")
    assert history.point("stars", theano, TODAY).quality is Quality.EXACT
    earlier = history.point("stars", theano, TODAY - timedelta(days=5))
    assert (earlier.value, earlier.quality) == (5, Quality.RETAINED)


def test_yesterdays_arrivals_are_provisional(history: History) -> None:
    point = history.point("star_arrivals", history.find("theano"), TODAY - timedelta(days=1))
    assert point.quality is Quality.PROVISIONAL


def test_labels_have_the_shape_of_the_frame(history: History) -> None:
    tracked = history.tracked()
    frame, labels = history.frame("stars", tracked), history.labels("stars", tracked)
    assert labels.shape == frame.shape
    assert labels.iloc[-1, 0] == "exact"
    assert labels.iloc[0, 0] == "retained"


def test_a_declared_gap_is_unknown_with_its_reason(store: Store, engine: Engine) -> None:
    store.gaps.save(1, Gap("star_arrivals", date(2026, 6, 1), date(2026, 6, 24), "never recorded"))
    history = History(Store(engine), TODAY)
    point = history.point("stars", history.find("theano"), date(2026, 6, 23))
    assert (point.value, point.quality, point.reason) == (None, Quality.UNKNOWN, "never recorded")
    assert history.frame("stars", history.tracked(), date(2026, 6, 22)).iloc[:3, 0].isna().all()


def test_a_week_with_an_unknown_day_is_unknown_and_not_a_smaller_sum(store: Store, engine: Engine) -> None:
    store.gaps.save(1, Gap("star_arrivals", date(2026, 6, 24), date(2026, 6, 24), "lost"))
    frame = History(Store(engine), TODAY).frame(
        "star_arrivals", History(Store(engine), TODAY).tracked(), every="week"
    )
    assert frame.index[0] == pd.Timestamp("2026-06-21")  # GitHub's weeks start on Sunday
    assert pd.isna(frame.iloc[0, 0])
    assert frame.iloc[1, 0] == 3


def test_issues_are_unknown_until_the_stream_was_read_to_its_end(store: Store, engine: Engine) -> None:
    opened = datetime(2026, 6, 10, tzinfo=UTC)
    store.issues.save(1, [Issue(1, opened, opened, None)])
    assert History(Store(engine), TODAY).frame("issues_new", History(Store(engine), TODAY).tracked()).empty
    store.progress.set_cursor(1, "issues", {"complete": True}, NOW)
    frame = History(Store(engine), TODAY).frame("issues_new", History(Store(engine), TODAY).tracked())
    assert frame.sum().iloc[0] == 1
    assert frame.loc["2026-06-09"].iloc[0] == 0  # a covered day without an issue is a true zero


def test_what_was_read_in_part_is_not_called_fresh(store: Store, engine: Engine) -> None:
    store.progress.set_cursor(1, "issues", {"complete": False, "since": "2026-01-01"}, NOW)
    store.progress.set_cursor(1, "stars", {"complete": True}, NOW)
    assert History(Store(engine), TODAY).freshness() == [(1, "stars", NOW)]


def test_active_authors_come_from_the_git_history_and_are_derived(store: Store, engine: Engine) -> None:
    day = CommitDay(date(2026, 6, 20), 3, 2, 1, frozenset({7, 8}))
    store.commits.save_days(1, [day], "git", NOW, zero_until=TODAY)
    history = History(Store(engine), TODAY)
    point = history.point("commit_authors", history.find("theano"), date(2026, 6, 25))
    assert (point.value, point.quality) == (2, Quality.DERIVED)


def test_numbers_of_the_replay_are_labelled_spread(store: Store, engine: Engine) -> None:
    store.observations.save([Observation(1, "fork_count", TODAY, 5, "replay")], NOW)
    history = History(Store(engine), TODAY)
    assert history.point("forks", history.find("theano"), TODAY).quality is Quality.SPREAD


def test_a_name_that_was_never_resolved_is_unknown_with_the_reason(store: Store, engine: Engine) -> None:
    store.watches.add("nobody/nothing", None, "test", NOW)
    store.watches.set_problem("nobody/nothing", "GitHub knows no repository of this name")
    history = History(Store(engine), TODAY)
    point = history.point("stars", history.find("nobody/nothing"), TODAY)
    assert point.reason == "GitHub knows no repository of this name"


@pytest.mark.parametrize("followed", [True, False], ids=["both followed", "the new one not followed"])
def test_a_name_used_again_by_another_repository_is_told(
    engine: Engine, caplog: pytest.LogCaptureFixture, followed: bool
) -> None:
    store, now = Store(engine), datetime(2026, 6, 30, 12, tzinfo=UTC)
    store.watches.add("acme/rocket", None, "by hand", now)
    store.repositories.save(RepositoryFacts(91, "R_91", "acme", "rocket"), now, "github")
    store.repositories.save(RepositoryFacts(91, "R_91", "moon", "lander"), now, "github")
    if followed:
        store.watches.add("acme/other", None, "by hand", now)
        store.repositories.save(RepositoryFacts(92, "R_92", "acme", "other"), now, "github")
    store.repositories.save(RepositoryFacts(92, "R_92", "acme", "rocket"), now, "github")
    found = History(store, now.date()).find("acme/rocket")
    assert found.github_id == (92 if followed else 91)
    assert "acme/rocket is another repository now" in caplog.text
    assert "moon/lander" in caplog.text
