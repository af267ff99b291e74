"""Downloads by day, from a pypistats as strict as the real one: once a day, complete, nothing lost."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.tracker.collectors.bench import BORN, TODAY, Bench, bench, noon
from tracker.replay.faults import PASSING, Faults  # a 403 of that kind is GitHub's own
from tracker.replay.pypistats import Pypistats
from tracker.replay.synthetic import SyntheticWorld

NAMES = ("Theano/Theano", "pytorch/pytorch", "lab/net")
THEANO, TORCH = 1_000, 1_001


class Time:
    """The time of both sides: real, and what was slept."""

    def __init__(self) -> None:
        self.slept = 0.0

    def sleep(self, seconds: float) -> None:
        self.slept += seconds

    def __call__(self) -> float:
        return self.slept


def made_up(days: int = 400, seed: int = 1) -> dict[date, int]:
    draw = random.Random(seed)
    return {TODAY - timedelta(days=n): draw.choice([0, 17, 2**31 + n]) for n in range(days)}


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
def stats(clock: Time) -> Iterator[Pypistats]:
    with Pypistats(noon(), {"theano": made_up(), "torch": made_up(seed=2)}, seconds=clock) as running:
        yield running


@pytest.fixture
def lab(engine: Engine, tmp_path: Path) -> Iterator[Bench]:
    world = SyntheticWorld()
    for name in NAMES:
        world.add(name, BORN)
    with bench(engine, tmp_path, world) as running:
        running.follow(*NAMES)
        yield running


def look(lab: Bench, stats: Pypistats, clock: Time, days: int = 0) -> list[str]:
    """A look of this collector alone, some days later; the reasons of its misses."""
    lab.at(TODAY + timedelta(days=days))
    stats.clock = noon(TODAY + timedelta(days=days))
    summary = lab.look(only=("downloads",), downloads=stats.url, sleep=clock.sleep)
    return [m.reason for m in summary.misses]


def expected(stats: Pypistats, package: str, until: date = TODAY) -> dict[date, float]:
    """What is served, between the first and the last day with a row."""
    served = {d: n for d, n in stats.packages[package].items() if 1 <= (until - d).days <= 180}
    rows = [d for d, n in served.items() if n]
    return {d: float(n) for d, n in served.items() if min(rows) <= d <= max(rows)}


def test_every_day_that_is_served_is_kept_and_a_day_without_a_row_is_a_zero(
    lab: Bench, stats: Pypistats, clock: Time
) -> None:
    assert look(lab, stats, clock) == []
    found = lab.series("pypi_downloads", THEANO)
    assert found == expected(stats, "theano")
    assert 0.0 in found.values()
    assert max(found.values()) > 2**31
    assert max(found) < TODAY


def test_mirrors_are_not_counted(lab: Bench, stats: Pypistats, clock: Time) -> None:
    stats.mirrored = 1_000_000
    look(lab, stats, clock)
    assert lab.series("pypi_downloads", TORCH) == expected(stats, "torch")


def test_a_package_is_asked_about_once_a_day_under_its_normal_name(
    lab: Bench, stats: Pypistats, clock: Time
) -> None:
    look(lab, stats, clock)
    look(lab, stats, clock)
    asked = ["/api/packages/theano/overall", "/api/packages/torch/overall"]
    assert sorted(path for path, _ in stats.log) == asked
    look(lab, stats, clock, days=1)
    assert len(stats.log) == 4


def test_what_pypistats_forgets_stays_here(lab: Bench, stats: Pypistats, clock: Time) -> None:
    look(lab, stats, clock)
    look(lab, stats, clock, days=90)
    found = lab.series("pypi_downloads", THEANO)
    assert min(found) <= TODAY - timedelta(days=175)


def test_an_unknown_package_is_a_miss_and_the_others_go_on(lab: Bench, stats: Pypistats, clock: Time) -> None:
    stats.packages = {"torch": made_up()}
    assert look(lab, stats, clock) == ["pypistats knows no package theano"]
    assert lab.series("pypi_downloads", TORCH)
    assert lab.series("pypi_downloads", THEANO) == {}
    assert look(lab, stats, clock) == []  # not asked again today


@pytest.mark.parametrize(
    "kind", [*(kind for kind in PASSING if kind != "secondary_403"), "202", "empty", "schema"]
)
def test_what_passes_by_itself_costs_nothing(lab: Bench, stats: Pypistats, clock: Time, kind: str) -> None:
    stats.faults.plan(kind, times=2)
    assert look(lab, stats, clock) == []
    assert lab.series("pypi_downloads", THEANO) == expected(stats, "theano")


def test_under_faults_at_random_nothing_is_lost_and_nothing_doubled(
    lab: Bench, stats: Pypistats, clock: Time
) -> None:
    stats.faults = Faults(rate=0.5, seed=7, slow_seconds=0.01)
    for day in range(5):
        look(lab, stats, clock, days=day)
    stats.faults = Faults()
    look(lab, stats, clock, days=6)
    last = TODAY + timedelta(days=6)
    for package, number in (("theano", THEANO), ("torch", TORCH)):
        found = lab.series("pypi_downloads", number)
        assert found.items() >= expected(stats, package, last).items()
        assert found.items() <= {d: float(n) for d, n in stats.packages[package].items()}.items()


def test_when_nobody_answers_the_others_are_not_tried_and_all_come_next_time(
    lab: Bench, stats: Pypistats, clock: Time
) -> None:
    stats.faults.plan("503", times=3)
    misses = look(lab, stats, clock)
    assert len(misses) == 2
    assert len(stats.log) == 3
    assert look(lab, stats, clock) == []


def test_an_answer_that_cannot_be_read_leaves_the_last_good_values(
    lab: Bench, stats: Pypistats, clock: Time
) -> None:
    look(lab, stats, clock)
    before = lab.series("pypi_downloads", THEANO)
    stats.faults.plan("schema", times=6)
    misses = look(lab, stats, clock, days=1)
    assert sorted(misses) == [f"pypistats' answer about {n} cannot be read" for n in ("theano", "torch")]
    assert lab.series("pypi_downloads", THEANO) == before


def test_beside_a_replay_without_one_nobody_is_asked(lab: Bench) -> None:
    summary = lab.look(only=("downloads",))
    assert {m.reason for m in summary.misses} == {"downloads are not asked beside this GitHub"}
    assert "downloads" not in {m.collector for m in lab.look().misses}
