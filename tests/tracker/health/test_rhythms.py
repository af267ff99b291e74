"""Made-up lives of every rhythm: who lives slowly is not called dormant, and who ends is."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tracker.dossiers import dossier, release
from tracker.dossier import Daily
from tracker.health import history
from tracker.health.rhythm import silence_needed
from tracker.records import Release
from tracker.signals.base import Case
from tracker.signals.rules import Rules

BEGINS = date(2012, 1, 1)
LIVES = 40  # of every rhythm


def life(days: Sequence[int], until: int, releases: Sequence[int] = ()) -> dict[str, object]:
    """Commits on days counted from the beginning, known up to `until`."""
    values = np.zeros(until + 1)
    for day in days:
        if 0 <= day <= until:
            values[day] += 1
    tags: list[Release] = [
        release((BEGINS + timedelta(days=d)).isoformat(), f"v{n}")
        for n, d in enumerate(releases)
        if d <= until
    ]
    return {"commits": Daily(BEGINS, values), "releases": tuple(tags)}


def steps(draw: random.Random, gap: float, until: int) -> list[int]:
    """Days about `gap` apart, each between half and half as much again."""
    found, day = [], 0.0
    while day < until:
        found.append(int(day))
        day += gap * draw.uniform(0.5, 1.5)
    return found


def spells(told: dict[str, object], first: int, last: int) -> int:
    """How often it became dormant between two days."""
    looks = history(dossier(**told), BEGINS + timedelta(days=first), BEGINS + timedelta(days=last))
    states = [look.headline for look in looks]
    return sum(b == "dormant" != a for a, b in zip(["active", *states], states, strict=False))


@pytest.mark.slow
@pytest.mark.parametrize("a_year", [2, 3, 4, 5, 6, 8, 12])
def test_a_library_that_always_lived_slowly_is_not_called_dormant(a_year: int) -> None:
    draw = random.Random(a_year)
    until = 12 * 365
    called = sum(spells(life(steps(draw, 365 / a_year, until), until), 4 * 365, until) for _ in range(LIVES))
    assert called / (LIVES * 8) <= 0.005  # spells a repository-year


@pytest.mark.parametrize("a_year", [2, 4, 6, 12, 50, 300])
def test_whatever_its_rhythm_what_stops_for_good_is_found(a_year: int) -> None:
    draw = random.Random(a_year)
    for _ in range(LIVES // 4):
        days = steps(draw, 365 / a_year, 8 * 365)
        looks = history(
            dossier(**life(days, 13 * 365)),
            BEGINS + timedelta(days=12 * 365),
            BEGINS + timedelta(days=13 * 365),
        )
        assert {look.headline for look in looks} == {"dormant"}


@pytest.mark.parametrize("a_year", [50, 300])
def test_the_first_long_silence_of_a_busy_life_excuses_nothing(a_year: int) -> None:
    days = steps(random.Random(1), 365 / a_year, 6 * 365)
    looks = history(dossier(**life(days, 8 * 365)), BEGINS, BEGINS + timedelta(days=8 * 365))
    assert looks[-1].headline == "dormant"
    assert (looks[-1].observed_since - BEGINS).days < 7 * 365 + 200


def test_one_that_releases_every_other_year_is_judged_by_that() -> None:
    released = list(range(0, 12 * 365, 600))
    days = [day - back for day in released for back in (1, 20, 40, 60)]
    assert spells(life(days, 12 * 365, released), 5 * 365, 12 * 365) == 0


def test_a_trickle_after_the_end_of_a_busy_life_is_no_rhythm_of_its_own() -> None:
    days = steps(random.Random(3), 4, 6 * 365) + [6 * 365 + 150 * n for n in range(1, 15)]
    assert spells(life(days, 12 * 365), 6 * 365, 12 * 365) == 1  # once, and it stays so


def pauses(gaps: Sequence[int], silence: int, years: int = 6) -> list[int]:
    """Bursts of two commits with the given pauses between them for years, then a silence, then work again."""
    found, day, at = [], 0, 0
    while day < years * 365:
        found += [day, day + 3]
        day += gaps[at % len(gaps)]
        at += 1
    return [*found, *(found[-1] + silence + 10 * n for n in range(12))]


@pytest.mark.parametrize("silence", [380, 450, 540])
def test_a_pause_of_more_than_a_year_is_none_for_who_often_paused_for_months(silence: int) -> None:
    days = pauses([60, 140, 90], silence)
    assert spells(life(days, days[-1] + 60), 2 * 365, days[-1]) == 0


def test_two_years_of_silence_are_long_for_everybody() -> None:
    days = pauses([300, 240], 900)
    assert spells(life(days, days[-1] + 60), 2 * 365, days[-1]) == 1


def test_what_was_busy_is_not_waited_for_as_long_as_what_was_always_small() -> None:
    """Half a year of nothing is enough of who had a commit a day, not of who had one a month."""
    found = {}
    for a_year in (300, 12):
        days = steps(random.Random(5), 365 / a_year, 5 * 365)
        days += [5 * 365 + 40 * n for n in range(1, 5)]
        looks = history(dossier(**life(days, 8 * 365)), BEGINS, BEGINS + timedelta(days=8 * 365))
        dormant = next(look.as_of for look in looks if look.headline == "dormant")
        found[a_year] = (dormant - BEGINS).days - days[-1]
    assert 180 <= found[300] < 330
    assert 365 <= found[12] < 800


@given(
    st.integers(0, 2000),
    st.integers(0, 2000),
    st.integers(0, 1200),
    st.integers(0, 1200),
    st.integers(0, 300),
)
def test_who_was_busier_or_never_paused_as_long_is_waited_for_no_longer(
    peak: int, more: int, gap: int, longer: int, percent: int
) -> None:
    at = Case(dossier(**life([0, 3], 400))).meter.at(BEGINS + timedelta(days=400), Rules())
    rules = Rules(silence_percent=percent)

    def needed(commits: int, pause: int) -> int:
        return silence_needed(replace(at, peak=float(commits), gaps=(pause,)), rules)

    assert 0 <= needed(peak + more, gap) <= needed(peak, gap) <= needed(peak, gap + longer)
    assert needed(peak, gap) <= 730 * percent / 100


@pytest.mark.parametrize("a_year", [500, 20])
def test_a_sudden_end_is_told_within_a_year_and_two_looks(a_year: int) -> None:
    days = steps(random.Random(a_year), 365 / a_year, 5 * 365)
    looks = history(dossier(**life(days, 8 * 365)), BEGINS, BEGINS + timedelta(days=8 * 365))
    dormant = next(look.as_of for look in looks if look.headline == "dormant")
    assert (dormant - BEGINS).days - days[-1] <= 365 + 62


def test_a_commit_now_and_then_for_years_is_the_end_of_a_busy_life_and_the_life_of_a_small_one() -> None:
    trickle = [150 * n for n in range(40)]
    small = life(trickle, 12 * 365)
    assert spells(small, 2 * 365, 12 * 365) == 0
    busy = steps(random.Random(9), 5, 4 * 365)
    was = life([*busy, *(d for d in trickle if d > 4 * 365)], 12 * 365)
    assert spells(was, 2 * 365, 7 * 365 + 200) == 1


def test_who_was_very_busy_and_worked_within_sixty_days_is_not_called_dormant() -> None:
    busy = steps(random.Random(3), 365 / 500, 4 * 365)
    trickle = [*busy, 1800, 1840, 1880, 1920, 1950]  # every six weeks at last: fewer than six in a year
    looks = history(dossier(**life(trickle, 2200)), BEGINS, BEGINS + timedelta(days=2200))
    first = next(look.as_of for look in looks if look.headline == "dormant")
    assert 60 <= (first - BEGINS).days - trickle[-1] <= 60 + 62


def test_it_is_said_how_long_the_silence_has_to_be() -> None:
    days = pauses([60, 140, 90], 2000)[:-12]
    told = history(
        dossier(**life(days, days[-1] + 200)),
        BEGINS + timedelta(days=days[-1] + 150),
        BEGINS + timedelta(days=days[-1] + 200),
    )[-1]
    assert "silence of 548 days (now " in " ".join(told.would_change)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 3000), max_size=60), st.integers(1000, 4000))
def test_no_silence_is_known_to_have_ended_before_it_did(days: list[int], day: int) -> None:
    told = life(days, 4400)
    whole = Case(dossier(**told)).meter.at(BEGINS + timedelta(days=day), Rules())
    until = life([d for d in days if d <= day], 4400)
    known = Case(dossier(**until)).meter.at(BEGINS + timedelta(days=day), Rules())
    assert whole.gaps == known.gaps
