"""The read model follows the facts: only what changed is built, and a rebuild gives the same bytes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.conftest import Store
from tests.dashboards import sample
from tracker.health import Rules, judge
from tracker.readmodel.keeping import refresh
from tracker.readmodel.reading import present
from tracker.records import CommitDay, Observation, Release
from tracker.series import History
from tracker.store.models import kept, life, overview, panel

pytestmark = pytest.mark.slow

RULES, TODAY, NOW = Rules(), sample.TODAY, sample.NOW
FEW = sample.LIVES[:3]


@pytest.fixture
def world(store: Store) -> Store:
    """Three lives, of which nothing is kept yet."""
    sample.fill(store.engine, FEW)
    return store


def update(world: Store, today: date = TODAY, rules: Rules = RULES) -> list[str]:
    """What had to be built: names, with a star where it was judged anew."""
    history = replace_day(world, today)
    found = refresh(history, rules)
    return [one.repository.full_name.split("/")[1] + ("*" if one.whole else "") for one in found]


def replace_day(world: Store, today: date) -> History:
    return History(world, today, sample.history(world.engine).catalog)


def everything(world: Store) -> dict[str, list[Any]]:
    return {
        table.name: sorted(tuple(row) for row in world.database.rows(table.select()))
        for table in (overview, life, kept, panel)
    }


def test_what_is_up_to_date_is_not_built_again(world: Store) -> None:
    assert "Theano*" in update(world)
    assert update(world) == []


def test_dropped_and_rebuilt_it_is_the_same_byte_by_byte(world: Store) -> None:
    update(world)
    before = everything(world)
    assert all(before.values())
    world.read_model.clear()
    assert not any(everything(world).values())
    update(world)
    assert everything(world) == before


def test_other_processes_build_the_same_bytes(world: Store) -> None:
    history = replace_day(world, TODAY)
    history.catalog = History(world, TODAY).catalog
    refresh(history, RULES)
    before = everything(world)
    world.read_model.clear()
    refresh(history, RULES, workers=2)
    assert everything(world) == before


def test_only_the_repository_whose_facts_changed_is_judged_again(world: Store) -> None:
    update(world)
    world.releases.save(2, [Release("v9", NOW, False, False, None)], NOW)
    assert update(world) == ["tensorflow*"]


def test_the_same_facts_written_again_change_nothing(world: Store) -> None:
    update(world)
    known = [Release(row.tag, row.published_at, row.is_prerelease, row.is_tag_only, row.notice)
             for row in world.releases.of([2])]  # fmt: skip
    world.releases.save(2, known, NOW)
    block = world.observations.blocks([2], ["star_arrivals"])[(2, "star_arrivals")]
    same = Observation(2, "star_arrivals", block.days[5].item(), float(block.values[5]), block.source_of(5))
    world.observations.save([same], NOW)
    assert update(world) == []


def test_a_reading_renews_numbers_and_judges_nobody(world: Store) -> None:
    update(world)
    before = everything(world)
    world.observations.save([Observation(2, "star_count", TODAY, 500_000.0, "github")], NOW)
    assert update(world) == ["tensorflow"]
    assert everything(world)["life"] == before["life"]
    row = next(r for r in world.read_model.overview([2]))
    assert row.stars == 500_000


def test_a_day_without_commits_judges_nobody_and_a_commit_does(world: Store) -> None:
    update(world)
    tomorrow = TODAY + timedelta(days=1)
    world.commits.save_days(2, [], "git", NOW, replace_from=tomorrow, zero_until=tomorrow)
    assert "tensorflow*" not in update(world, tomorrow)
    day = CommitDay(tomorrow, 1, 1, 1, frozenset({7}))
    world.commits.save_days(2, [day], "git", NOW, replace_from=tomorrow, zero_until=tomorrow)
    assert "tensorflow*" in update(world, tomorrow)


def test_other_rules_make_everything_stale(world: Store) -> None:
    update(world)
    assert all(name.endswith("*") for name in update(world, rules=replace(RULES, looks=3)))


def test_a_build_that_was_stopped_is_finished_by_the_next(world: Store) -> None:
    class Stop(Exception):
        pass

    def stop() -> None:
        raise Stop

    update(world)
    whole = everything(world)
    world.read_model.clear()
    with pytest.raises(Stop):
        refresh(replace_day(world, TODAY), RULES, breathe=stop)
    update(world)
    assert everything(world) == whole


def test_a_verdict_is_read_back_as_it_was_judged(world: Store) -> None:
    update(world)
    history = replace_day(world, TODAY)
    found = present(world, history.tracked(), ["stars"])
    for name, dossier in history.dossiers().items():
        assert replace(found.verdicts[name], successors=()) == replace(
            judge(dossier, TODAY, RULES), successors=()
        )
        series = history.series("stars", history.find(name))
        assert found.series[(name, "stars")].values.tolist() == series.values.tolist()
