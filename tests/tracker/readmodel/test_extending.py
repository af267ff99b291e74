"""Numbers of a new day, gone on with from what was kept, are those that all facts give: byte by byte."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from tests.conftest import Store
from tests.dashboards import sample
from tracker.health import Rules
from tracker.metrics import METRICS
from tracker.readmodel import extending
from tracker.readmodel.keeping import refresh
from tracker.records import Observation
from tracker.series import History
from tracker.store.models import kept, overview
from tracker.store.read_model import OVERVIEW

pytestmark = pytest.mark.slow

TODAY = sample.TODAY
READ = ("star_count", "fork_count", "watcher_count", "open_issues", "open_pull_requests")
LOOKED = ("counters", "stars", "commits", "releases", "issues", "pulls", "responses")


@pytest.fixture
def world(store: Store) -> Store:
    """Three lives, built on the day."""
    sample.fill(store.engine, sample.LIVES[:3])
    update(store, TODAY)
    return store


def update(world: Store, today: date) -> list[bool]:
    return [
        one.whole for one in refresh(History(world, today, sample.history(world.engine).catalog), Rules())
    ]


def live(world: Store, day: date, **stars: float) -> None:
    """A day on which all looked and nobody did anything, but that stars came (or went)."""
    at = datetime.combine(day, time(9), UTC)
    before = world.observations.latest([1, 2, 3], READ, day)
    rows = [
        Observation(i, name, day, value + stars.get("gained", 0) * (name == "star_count"), source)
        for (i, name), (_, value, source) in before.items()
    ]
    rows += [
        Observation(i, "star_arrivals", day, stars.get("came", 0.0), "github-history") for i in (1, 2, 3)
    ]
    for name in ("commits", "commits_human", "commits_substantive"):
        rows += [Observation(i, name, day, 0.0, "git") for i in (1, 2, 3)]
    world.observations.save(rows, at)
    world.progress.set_cursors((i, name, {"complete": True}, at) for i in (1, 2, 3) for name in LOOKED)


def numbers(world: Store) -> dict[str, list[Any]]:
    columns = [c for c in overview.c if c.name not in (*OVERVIEW[1:8], "document")]  # those are of the key
    with world.database.view() as connection:
        bodies = connection.execute(kept.select().where(kept.c.what != "verdict").order_by(*kept.c[:2])).all()
        rows = connection.execute(overview.select().order_by(overview.c.repository_id)).all()
    return {
        "kept": [tuple(row) for row in bodies],
        "overview": [[getattr(row, c.name) for c in columns] for row in rows],
    }


def same_as_rebuilt(world: Store, today: date) -> None:
    update(world, today)
    gone_on_with = numbers(world)
    world.read_model.clear()
    update(world, today)
    assert gone_on_with == numbers(world)


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many each pass went on with."""
    found: list[int] = []
    real: Callable[..., dict[int, Any]] = extending.extended

    def counted(*given: Any) -> dict[int, Any]:
        made = real(*given)
        found.append(len(made))
        return made

    monkeypatch.setattr("tracker.readmodel.making.extended", counted)
    return found


def test_quiet_days_are_gone_on_with(world: Store, counting: list[int]) -> None:
    for n in range(1, 4):
        day = TODAY + timedelta(days=n)
        live(world, day)
        update(world, day)
    assert counting == [0, 3, 3], "on the first day more had been read than before"
    same_as_rebuilt(world, TODAY + timedelta(days=3))


@pytest.mark.parametrize("stars", [{"came": 3.0, "gained": 3.0}, {"came": 0.0, "gained": -7.0}])
def test_stars_that_come_and_go_move_the_whole_past_of_stars(world: Store, stars: dict[str, float]) -> None:
    day = TODAY + timedelta(days=1)
    live(world, day, **stars)
    same_as_rebuilt(world, day)


def test_a_month_and_more_without_an_evaluation_is_made_up_for(world: Store) -> None:
    for n in range(1, 46, 4):
        live(world, TODAY + timedelta(days=n))
    same_as_rebuilt(world, TODAY + timedelta(days=45))


def test_a_value_of_last_week_that_changed_is_told(world: Store) -> None:
    live(world, TODAY + timedelta(days=1))
    update(world, TODAY + timedelta(days=1))
    changed = [Observation(2, "star_arrivals", TODAY - timedelta(days=7), 12_345.0, "github-history"),
               Observation(3, "fork_count", TODAY - timedelta(days=20), 9.0, "github")]  # fmt: skip
    world.observations.save(changed, datetime.combine(TODAY + timedelta(days=1), time(10), UTC))
    assert update(world, TODAY + timedelta(days=1)) == [False, False]
    world.observations.save(changed[:1], datetime.combine(TODAY + timedelta(days=2), time(10), UTC))
    same_as_rebuilt(world, TODAY + timedelta(days=2))


def test_after_a_change_of_the_long_past_everything_is_made_anew(world: Store) -> None:
    old = Observation(2, "fork_count", TODAY - timedelta(days=400), 3.0, "github")
    world.observations.save([old], datetime.combine(TODAY, time(10), UTC))
    assert update(world, TODAY) == [True]
    same_as_rebuilt(world, TODAY)


def test_what_others_files_tell_is_made_of_all_of_it(world: Store, counting: list[int]) -> None:
    day = TODAY + timedelta(days=1)
    told = Observation(2, "import:stars", TODAY - timedelta(days=9), 5.0, "import:file")
    world.observations.save([told], datetime.combine(TODAY, time(10), UTC))
    live(world, day)
    same_as_rebuilt(world, day)
    assert counting[0] < 2


def test_every_metric_says_how_far_it_looks_back() -> None:
    """What is wrong there is found by the tests above; who says nothing is made of all inputs."""
    assert {name for name, metric in METRICS.items() if metric.looks_back is None} == {"stars"}
