"""On the wire: queries as large as GitHub bears, and waits in the order that GitHub documents."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.tracker.collectors.bench import TODAY, Bench, bench
from tracker.replay.limits import Limits
from tracker.replay.synthetic import SyntheticWorld

KINDS = ("502", "504", "resource_limits", "something_went_wrong", "timeout_on_validation")
DAY = timedelta(days=1)


def crowd(
    engine: Engine, folder: Path, count: int, limits: Limits | None = None
) -> AbstractContextManager[Bench]:
    """A bench over many small repositories."""
    return bench(engine, folder, SyntheticWorld.many(count, TODAY, days=20), limits=limits or Limits())


def follow_all(lab: Bench) -> None:
    lab.follow(*(r.full_name for r in lab.world.repositories()))
    assert not lab.look(only=("counters",)).misses


def totals(lab: Bench, day: date) -> list[tuple[object, ...]]:
    rows = lab.rows(
        "SELECT o.repository_id, m.name, o.value FROM observation o JOIN metric m ON m.id = o.metric_id "
        f"WHERE o.day = '{day}'"
    )
    return sorted(rows, key=repr)


@pytest.mark.parametrize("kind", KINDS)
def test_counters_too_heavy_for_one_query_are_read_whole_in_smaller_ones(
    kind: str, engine: Engine, tmp_path: Path
) -> None:
    with crowd(engine, tmp_path, 30) as lab:
        follow_all(lab)
        at_ease = totals(lab, TODAY)
        lab.server.limits.graphql_capacity, lab.server.limits.over_capacity = 7, kind
        lab.at(TODAY + DAY)
        asked = len(lab.server.log)
        assert not lab.look(only=("counters",)).misses
        assert totals(lab, TODAY + DAY) == at_ease
        assert set(lab.asked(asked)) == {"POST /graphql"}
        # 25 do not go, nor 13; 7, 6, 6 and 6 do; then the five that are left at the size that was learned.
        assert 6 <= len(lab.asked(asked)) <= 14


@pytest.mark.parametrize("kind", KINDS)
def test_what_no_query_answers_is_read_by_rest_and_said_to_be_less(
    kind: str, engine: Engine, tmp_path: Path
) -> None:
    with crowd(engine, tmp_path, 3) as lab:
        follow_all(lab)
        lab.server.limits.graphql_capacity, lab.server.limits.over_capacity = 0, kind
        lab.at(TODAY + DAY)
        summary = lab.look(only=("counters",))
        assert ["only the simple totals could be read" in m.reason for m in summary.misses] == [True] * 3
        assert [line for line in lab.asked() if "/repositories/" in line] == [
            f"GET /repositories/{number}" for number in (1000, 1001, 1002)
        ]
        for number in (1000, 1001, 1002):
            assert lab.series("star_count", number)[TODAY + DAY] == lab.series("star_count", number)[TODAY]
            assert TODAY + DAY not in lab.series("open_issues", number)  # REST mixes in pull requests


def test_one_repository_that_stays_too_heavy_loses_its_heavy_fields_alone(lab: Bench) -> None:
    lab.look(only=("counters",))
    lab.at(TODAY + DAY)
    lab.server.fail_next("502", 4, path="/graphql")
    summary = lab.look(only=("counters",))
    assert [m.reason for m in summary.misses] == [
        "only the simple totals could be read: too much for GitHub to answer at once"
    ]
    assert set(lab.asked()) == {"POST /graphql"}  # REST was not needed
    assert lab.series("fork_count")[TODAY + DAY] == 0
    assert TODAY + DAY not in lab.series("open_issues")


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)  # of the size of queries no database knows
def test_after_twenty_good_queries_more_go_into_one(engine: Engine, tmp_path: Path) -> None:
    with crowd(engine, tmp_path, 620) as lab:
        follow_all(lab)
        asked = len(lab.server.log)
        lab.look(only=("counters",))
        assert lab.asked(asked) == ["POST /graphql"] * (20 + 4)  # 20 of 25 and 4 of 30


@pytest.mark.parametrize("kind", ["secondary_403", "secondary_429"])
def test_retry_after_is_waited_for_by_everybody_and_a_second_more(lab: Bench, kind: str) -> None:
    lab.server.fail_next(kind, path="/stargazers/history", retry_after=7)
    assert not lab.look().misses
    assert lab.slept[0] == 8


def test_refusals_without_a_time_are_waited_out_from_a_minute_doubling(lab: Bench) -> None:
    lab.server.fail_next("secondary_403", 3, path="/stargazers/history")
    assert not lab.look(only=("stars",)).misses
    assert [round(nap) for nap in lab.slept] == [60, 120, 240]


@pytest.mark.slow
def test_a_tenth_of_the_quota_and_fifty_at_least_is_left_for_other_tools(
    engine: Engine, tmp_path: Path
) -> None:
    limits = Limits(core=70)
    with crowd(engine, tmp_path, 40, limits) as lab:
        lab.follow(*(r.full_name for r in lab.world.repositories()))
        summary = lab.look(only=("stars",))
        assert summary.limited_until is not None
        assert lab.server.spent("core") == 20
        done = {row[0] for row in lab.rows("SELECT repository_id FROM cursor WHERE collector = 'stars'")}
        assert len(done) == 20
        lab.server.clock = summary.limited_until + timedelta(seconds=1)
        lab.look(only=("stars",))
        rows = lab.rows("SELECT repository_id FROM cursor WHERE collector = 'stars'")
        assert len(rows) == 40  # those that had to wait, and no page was asked for twice
        assert sum("history" in line for line in lab.asked()) == 40


def test_a_quota_that_others_use_up_ends_the_run_with_its_position_kept(lab: Bench) -> None:
    net = lab.world["lab/net"]
    for n in range(400):
        net.open_issue(TODAY - DAY + timedelta(minutes=n))
    pages = iter(range(3))

    def breathe() -> None:
        if next(pages, None) is None:
            lab.server.exhaust("core", lab.token)

    summary = lab.look(only=("issues",), breathe=breathe)
    assert summary.limited_until is not None
    kept = len(lab.rows("SELECT * FROM issue"))
    assert 0 < kept < 441
    lab.server.clock = summary.limited_until + timedelta(seconds=1)
    assert not lab.look(only=("issues",)).misses
    assert len(lab.rows("SELECT * FROM issue")) == 441
