"""Monthly looks one after another: how many must agree, and what one that cannot tell does to them."""

from __future__ import annotations

from datetime import date, timedelta

from tracker.health.observed import Agreement
from tracker.health.pace import MonthlyLook
from tracker.signals.rules import Rules

FIRST = date(2020, 1, 1)


def heard(*states: str | None, rules: Rules | None = None) -> Agreement:
    """After looks a month apart, each arguing for a state or, with None, for nothing."""
    agreement = Agreement(rules or Rules(looks=2))
    for month, state in enumerate(states):
        agreement.hear(MonthlyLook(FIRST + timedelta(days=30 * month), state))
    return agreement


def test_a_look_that_cannot_tell_does_not_interrupt_those_that_agree() -> None:
    assert heard("active", "active", "slow", None, "slow").pace.state == "slow"


def test_what_was_agreed_before_it_became_unknown_counts_no_more() -> None:
    short = Rules(looks=2, hold_days=10)
    lost = heard("active", "active", "fading", None, rules=short)
    assert lost.pace.state == "unknown"
    assert heard("active", "active", "fading", None, "fading", rules=short).pace.state == "unknown"
    assert heard("active", "active", "fading", None, "fading", "fading", rules=short).pace.state == "fading"


def test_a_single_look_ends_dormancy_only_where_it_says_that_work_is_back() -> None:
    agreement = heard("dormant", "dormant")
    day = FIRST + timedelta(days=60)
    assert agreement.hear(MonthlyLook(day, "active")).state == "dormant"
    agreement = heard("dormant", "dormant")
    pace = agreement.hear(MonthlyLook(day, "active", recovered=True))
    assert (pace.state, pace.since, pace.revived) == ("active", day, day)


def test_what_was_agreed_holds_for_just_so_many_days_without_facts() -> None:
    exactly, shorter = Rules(looks=2, hold_days=30), Rules(looks=2, hold_days=29)
    assert heard("active", "active", None, rules=exactly).pace.state == "active"
    assert heard("active", "active", None, rules=shorter).pace.state == "unknown"
