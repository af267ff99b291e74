"""The state machine: what a reading does to an alert, and that unknown does nothing at all."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tracker.alerts.state import Change, Patience, Reading, Standing, step
from tracker.signals.base import Outcome

DAY = date(2017, 10, 1)
QUIET, UNKNOWN = Reading(Outcome.QUIET, "active"), Reading(Outcome.UNKNOWN)
ENDED = Reading(Outcome.RAISED, "end-of-life", date(2017, 9, 28))


def after(readings: list[Reading], patience: Patience | None = None) -> tuple[Standing | None, list[Change]]:
    standing, changes = None, []
    for number, reading in enumerate(readings):
        standing, change = step(standing, reading, DAY + timedelta(days=number), patience or Patience())
        changes += [change] if change else []
    return standing, changes


def states(changes: list[Change]) -> list[str]:
    return [change.to_state.value for change in changes]


def test_what_becomes_so_fires_once_and_resolves_once() -> None:
    _, changes = after([QUIET, ENDED, ENDED, ENDED, QUIET, QUIET])
    assert states(changes) == ["firing", "resolved"]
    assert [change.number for change in changes] == [1, 2]


def test_a_project_found_long_dead_is_known_and_does_not_fire() -> None:
    long_dead = Reading(Outcome.RAISED, "dormant", date(2014, 1, 1))
    assert states(after([long_dead, long_dead])[1]) == ["known"]


def test_a_project_that_ended_last_week_fires_at_first_sight() -> None:
    assert states(after([ENDED])[1]) == ["firing"]


def test_a_state_of_unknown_age_is_old_news_at_first_sight() -> None:
    assert states(after([Reading(Outcome.RAISED, "gone", None)])[1]) == ["known"]


def test_a_known_project_fires_when_it_gets_worse_and_tells_when_it_is_back() -> None:
    dormant = Reading(Outcome.RAISED, "dormant", date(2014, 1, 1))
    assert states(after([dormant, ENDED])[1]) == ["known", "firing"]
    assert states(after([dormant, QUIET])[1]) == ["known", "resolved"]


def test_a_held_rule_waits_its_days_and_forgets_what_passes() -> None:
    patience = Patience(hold_days=2)
    assert states(after([QUIET, ENDED, ENDED, ENDED], patience)[1]) == ["pending", "firing"]
    assert states(after([QUIET, ENDED, ENDED, QUIET, ENDED], patience)[1]) == [
        "pending",
        "inactive",
        "pending",
    ]


def test_a_rule_that_clears_slowly_does_not_flap() -> None:
    changes = after([QUIET, ENDED, QUIET, ENDED, QUIET, QUIET, QUIET], Patience(clear_days=2))[1]
    assert states(changes) == ["firing", "resolved"]


def test_a_day_gone_by_changes_nothing() -> None:
    standing, _ = after([QUIET, ENDED])
    assert step(standing, QUIET, DAY - timedelta(days=1), Patience()) == (standing, None)


readings = st.sampled_from([QUIET, UNKNOWN, ENDED, Reading(Outcome.RAISED, "archived", DAY)])
patiences = st.builds(Patience, hold_days=st.integers(0, 3), clear_days=st.integers(0, 3))


@given(st.lists(st.tuples(readings, st.booleans()), max_size=30), patiences)
def test_unknown_never_moves_an_alert(run: list[tuple[Reading, bool]], patience: Patience) -> None:
    """Readings with unknown ones sprinkled between them on the same days end in the same place."""
    plain = noisy = None
    for number, (reading, sprinkle) in enumerate(run):
        today = DAY + timedelta(days=number)
        if sprinkle:
            noisy, change = step(noisy, UNKNOWN, today, patience)
            assert change is None
        plain, _ = step(plain, reading, today, patience)
        noisy, _ = step(noisy, reading, today, patience)
    assert plain == noisy


@given(st.lists(readings, max_size=30), patiences)
def test_changes_are_numbered_chained_and_each_is_a_change(run: list[Reading], patience: Patience) -> None:
    _, changes = after(run, patience)
    assert [change.number for change in changes] == list(range(1, len(changes) + 1))
    for before, later in pairwise(changes):
        assert later.from_state is before.to_state
    assert all((c.from_state, c.before) != (c.to_state, c.value) for c in changes)


@given(st.lists(readings, max_size=30), patiences)
def test_a_day_looked_at_twice_says_nothing_the_second_time(run: list[Reading], patience: Patience) -> None:
    standing = None
    for number, reading in enumerate(run):
        today = DAY + timedelta(days=number)
        standing, _ = step(standing, reading, today, patience)
        again, change = step(standing, reading, today, patience)
        assert change is None
        assert again == standing
