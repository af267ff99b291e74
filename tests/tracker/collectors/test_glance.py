"""A glance spares requests and changes nothing: rows are those that a whole new walk writes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.tracker.collectors.bench import TODAY, TOKEN, Bench, bench, noon
from tracker.github import glances
from tracker.github.glances import ISSUES
from tracker.replay.limits import Limits
from tracker.replay.synthetic import SyntheticRepository, SyntheticWorld

LEDGERS = (
    "SELECT * FROM issue ORDER BY number",
    "SELECT * FROM release ORDER BY tag",
    "SELECT * FROM notice",
)


def live(net: SyntheticRepository) -> None:
    """A busy day: everything that a glance can see."""
    net.close(1, TODAY)
    net.open_issue(TODAY, "Is this project still alive?")
    number = net.open_issue(TODAY, "This project is no longer maintained", association="OWNER", bot=True)
    net.answer(number, noon() - timedelta(hours=1))
    pull = net.open_pull(TODAY, association="MEMBER")
    net.close(pull, noon() - timedelta(hours=2), merged=True)
    net.release("v2.0rc1", noon() - timedelta(hours=3), prerelease=True)
    net.release("v2.0", noon() - timedelta(hours=2), "This is the last release; end of life.")
    net.tag("v2.0.1", noon() - timedelta(hours=1))
    net.commit(TODAY)


def ledgers(lab: Bench) -> list[list[tuple[object, ...]]]:
    return [lab.rows(query) for query in LEDGERS]


def test_a_busy_day_costs_two_queries_and_a_page_of_stars(lab: Bench) -> None:
    lab.look()
    live(lab.world["lab/net"])
    lab.world["lab/net"].star(TODAY)
    asked = len(lab.server.log)
    lab.look(only=("stars", "commits", "releases", "notices", "issues"))
    assert lab.asked(asked) == ["POST /graphql"] * 2 + ["GET /repos/lab/net/stargazers/history"]


def test_what_a_glance_writes_is_what_a_whole_walk_writes(lab: Bench) -> None:
    lab.look()
    before = ledgers(lab)
    live(lab.world["lab/net"])
    lab.look()
    seen = ledgers(lab)
    assert [len(rows) for rows in seen] == [len(before[0]) + 3, len(before[1]) + 3, len(before[2]) + 1]
    lab.look(full=True)
    assert ledgers(lab) == seen


@pytest.mark.parametrize("kind", ["open_issue", "open_pull"])
def test_more_than_a_glance_holds_is_read_from_the_list(lab: Bench, kind: str) -> None:
    lab.look()
    for _ in range(ISSUES + 5):
        getattr(lab.world["lab/net"], kind)(TODAY)
    lab.world["lab/net"].fixed |= {"open_issues": 22, "open_pulls": 2}  # counters that lag behind the lists
    asked = len(lab.server.log)
    assert not lab.look().misses
    assert "GET /repos/lab/net/issues" in lab.asked(asked)
    assert len(lab.rows("SELECT * FROM issue")) == 41 + ISSUES + 5


def test_once_a_week_a_quiet_repository_is_glanced_at_and_nothing_else(lab: Bench) -> None:
    lab.look()
    lab.at(TODAY + timedelta(days=8))
    asked = len(lab.server.log)
    assert not lab.look().misses
    readme = [
        "GET /repos/lab/net/readme"
    ]  # asked with its validator, which costs nothing when it still holds
    queries = ["POST /graphql"] * 3  # the counters, the glance, what is pinned
    assert sorted(lab.asked(asked)) == readme + queries
    assert [r.status for r in lab.server.log[asked:] if r.path.endswith("/readme")] == [304]


def test_a_readme_that_changed_is_read_and_one_that_did_not_is_not(lab: Bench) -> None:
    lab.look()
    net = lab.world["lab/net"]
    net.commit(TODAY)
    asked = len(lab.server.log)
    lab.look()
    assert "GET /repos/lab/net/readme" not in lab.asked(asked)
    net.commit(noon() - timedelta(hours=1))
    net.write_readme(noon() - timedelta(hours=1), "# Net\nThis project is no longer maintained.\n")
    lab.look()
    assert [row.declares for row in lab.store.notices.of([1_000])] == ["end-of-life"]


def test_a_readme_that_is_gone_is_looked_for(lab: Bench) -> None:
    lab.world["lab/net"].write_readme(TODAY - timedelta(days=3), "This project is no longer maintained.\n")
    lab.look()
    lab.world["lab/net"].commit(noon() - timedelta(hours=1))
    lab.world["lab/net"].write_readme(noon() - timedelta(hours=1), None)
    lab.look()
    assert [row.withdrawn_at for row in lab.store.notices.of([1_000])] != [None]


@pytest.mark.slow
@pytest.mark.parametrize(
    "kind", ["502", "504", "resource_limits", "something_went_wrong", "timeout_on_validation"]
)
def test_where_a_glance_is_too_much_it_is_taken_in_parts(kind: str, engine: Engine, tmp_path: Path) -> None:
    world = SyntheticWorld.many(20, TODAY, days=60)
    limits = Limits(graphql_capacity=25, over_capacity=kind)
    with bench(engine, tmp_path, world, limits=limits) as lab:
        lab.follow(*(r.full_name for r in world.repositories()))
        lab.look(only=("counters", "issues"))
        limits.graphql_capacity = 6
        for repository in world.repositories():
            world[repository.full_name].open_issue(TODAY)
        asked, before = len(lab.server.log), len(lab.rows("SELECT * FROM issue"))
        assert not lab.look(only=("issues",)).misses
        assert len(lab.rows("SELECT * FROM issue")) == before + 20
        assert set(lab.asked(asked)) == {"POST /graphql"}


def test_a_glance_that_github_no_longer_understands_costs_each_repository_its_own_request(
    lab: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    lab.look()
    lab.world["lab/net"].open_issue(TODAY)
    monkeypatch.setitem(glances.ROWS, "Who", "fragment Who on Actor { __typename nickname }")
    asked = len(lab.server.log)
    assert not lab.look(only=("issues",)).misses
    assert lab.asked(asked) == ["POST /graphql"] * 2 + ["GET /repos/lab/net/issues"]
    assert len(lab.rows("SELECT * FROM issue")) == 42


def test_without_a_token_there_is_no_glance(lab: Bench) -> None:
    lab.look()
    lab.token = None
    lab.world["lab/net"].open_issue(TODAY)
    asked = len(lab.server.log)
    lab.look()
    assert "POST /graphql" not in lab.asked(asked)
    assert len(lab.rows("SELECT * FROM issue")) == 42
    assert TOKEN not in repr(lab.rows("SELECT * FROM cursor"))
