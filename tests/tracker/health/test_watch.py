"""Early warning: raised by falling behind its own past, with measured odds, and never by one sign alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tracker.dossier import WindowSum
from tracker.health.confidence import confidence, measured
from tracker.health.watch import WORTH_WATCHING, score, watching
from tracker.signals.numbers import Numbers
from tracker.signals.rules import Rules

DAY = date(2026, 6, 1)
RULES = Rules()


def numbers(
    *,
    year: float = 100,
    half: float = 50,
    peak: float | None = 100,
    released: int | None = 30,
    silent: int = 3,
) -> Numbers:
    """Made-up numbers of a repository in its stride; days are counted back from DAY."""
    return Numbers(
        as_of=DAY, until=DAY, known_until=DAY, counted="substantive", age=3000,
        quarter=WindowSum(half / 2, 90, 0), half=WindowSum(half, 180, 0), year=WindowSum(year, 365, 0),
        two_years=WindowSum(year, 730, 0), years=(), peak=peak, last_substantive=DAY - timedelta(days=silent),
        last_commit=DAY - timedelta(days=silent), releases_known=True,
        last_release=None if released is None else DAY - timedelta(days=released), last_tag=None,
    )  # fmt: skip


def test_who_keeps_its_pace_is_not_on_watch_and_who_falls_behind_is() -> None:
    assert not watching("active", "active", numbers(), RULES)
    behind = numbers(year=20, half=4, released=400, silent=90)
    for headline in ("active", "slow", "fading"):
        assert watching(headline, "slow", behind, RULES)
    assert watching("fading", "fading", numbers(peak=None), RULES)  # fading says it without a score


def test_no_sign_alone_is_enough() -> None:
    assert not watching("active", "active", numbers(released=400, silent=30), RULES)
    assert not watching("active", "active", numbers(silent=120, half=45), RULES)
    assert not watching("slow", "slow", numbers(year=30, half=15, released=20), RULES)


def test_without_a_pace_or_with_an_unknown_half_year_nothing_is_claimed() -> None:
    assert score(numbers(peak=None), RULES) is None
    assert score(replace(numbers(), half=WindowSum(3, 180, 20)), RULES) is None
    assert not watching("slow", "slow", numbers(peak=None), RULES)


def test_what_has_said_its_end_or_sleeps_is_no_longer_on_watch() -> None:
    behind = numbers(year=8, half=1, released=900, silent=150)
    for headline in ("archived", "end-of-life", "moved", "maintenance-only", "dormant", "unknown"):
        assert not watching(headline, "slow", behind, RULES)


def test_never_to_have_released_is_no_sign() -> None:
    middling = score(numbers(released=180), RULES)
    assert score(numbers(released=None), RULES) == middling


@given(
    st.floats(0, 1e6), st.floats(0, 1e6), st.floats(24, 1e6),
    st.one_of(st.none(), st.integers(0, 10**5)), st.integers(0, 10**5),
)  # fmt: skip
def test_the_score_is_bounded_and_older_releases_never_lower_it(
    year: float, half: float, peak: float, released: int | None, silent: int
) -> None:
    found = score(numbers(year=year, half=half, peak=peak, released=released, silent=silent), RULES)
    assert found is not None
    assert -6 < found < 16
    if released is not None:
        older = numbers(year=year, half=half, peak=peak, released=released + 90, silent=silent)
        assert (score(older, RULES) or 0) >= found - 1e-9


def test_a_verdict_on_watch_tells_its_measured_odds() -> None:
    record = measured()["watch"]
    told = confidence("slow", watch=True).sentence
    assert f"of {record['fired']} repositories ever put on watch" in told
    assert "on watch" not in confidence("slow").sentence
    assert 0 < record["right"] <= record["fired"]
    assert record["living_share"] <= 0.07
    assert WORTH_WATCHING > 0
