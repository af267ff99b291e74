"""Forecasts are kept as they were said: once a month, by two processes or one, whatever comes later."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.conftest import Store
from tests.tracker.store.makers import known
from tracker.forecasts.keeping import keep_forecasts, kept, outlook_of
from tracker.records import Observation
from tracker.series import History
from tracker.store.soundness import look_through

NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)


def filled(store: Store, months: int = 40, until: date = date(2026, 6, 30)) -> Store:
    """Two repositories with a level read every day."""
    known(store, 1, 2)
    for number in (1, 2):
        store.watches.add(f"owner{number}/name{number}", None, "test", NOW)
        store.watches.found(f"owner{number}/name{number}", number)
    days = [until - timedelta(days=n) for n in range(30 * months)]
    for number in (1, 2):
        store.observations.save(
            [
                Observation(number, "star_count", d, 5000.0 + number * (d - days[-1]).days, "github")
                for d in days
            ],
            NOW,
        )
    return store


def test_a_month_is_foretold_once_and_stays_as_it_was_said(store: Store) -> None:
    filled(store)
    assert keep_forecasts(History(store, NOW.date()), {}, NOW) == 2
    before = store.forecasts.of(1, "stars")
    assert len(before) == 12
    store.observations.save([Observation(1, "star_count", date(2026, 5, 31), 99_999.0, "github")], NOW)
    assert keep_forecasts(History(store, NOW.date()), {}, NOW) == 0
    assert store.forecasts.of(1, "stars") == before


def test_saying_it_again_changes_nothing(store: Store) -> None:
    known(store)
    one = (1, "stars", date(2026, 5, 31), date(2026, 6, 30), 1.0, 2.0, 3.0, "m")
    store.forecasts.save([one], NOW)
    store.forecasts.save([(*one[:5], 2.5, *one[6:])], NOW + timedelta(days=1))
    assert [(row.value, row.said_at) for row in store.forecasts.of(1, "stars")] == [(2.0, NOW)]


def test_the_next_month_is_foretold_beside_it_and_the_past_is_scored(store: Store) -> None:
    filled(store, until=date(2026, 7, 20))
    keep_forecasts(History(store, NOW.date()), {}, NOW)
    later = History(store, date(2026, 7, 20))
    assert keep_forecasts(later, {}, NOW + timedelta(days=20)) == 2
    assert {row.made_on for row in store.forecasts.of(1, "stars")} == {date(2026, 5, 31), date(2026, 6, 30)}
    repository = later.find("owner1/name1")
    assert len(kept(later, repository, "stars", date(2026, 6, 15))) == 12
    assert outlook_of(later, repository, "stars", later.today, None).score.many > 0


def test_a_killed_run_is_gone_on_with(store: Store) -> None:
    filled(store)
    history = History(store, NOW.date())

    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        keep_forecasts(history, {}, NOW, stop)
    assert keep_forecasts(history, {}, NOW) == 0  # the block was whole before it was stopped


@pytest.mark.slow
def test_a_database_with_forecasts_is_sound(store: Store) -> None:
    filled(store)
    keep_forecasts(History(store, NOW.date()), {}, NOW)
    assert not [flaw for flaw in look_through(store.engine, NOW.date()) if "forecast" in str(flaw)]
