"""First responses on the wire: who counts, what is asked, and what is not asked twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.tracker.collectors.bench import BORN, TODAY, Bench, bench
from tracker.github.responses import responses
from tracker.replay.faults import Faults
from tracker.replay.limits import Limits
from tracker.replay.synthetic import SyntheticRepository, SyntheticWorld

DAY = timedelta(days=1)


@pytest.fixture
def forum(engine: Engine, tmp_path: Path) -> Iterator[Bench]:
    world = SyntheticWorld()
    world.add("lab/net", BORN).commit(BORN)
    with bench(engine, tmp_path, world) as made:
        made.follow("lab/net")
        yield made


def net(lab: Bench) -> SyntheticRepository:
    return lab.world["lab/net"]


def answered(lab: Bench) -> dict[int, tuple[Any, Any]]:
    """{number: (days until the first answer, until a maintainer's)}."""
    rows = lab.rows("SELECT number, created_at, first_response_at, first_maintainer_response_at FROM issue")
    return {
        number: (_days(created, first), _days(created, theirs)) for number, created, first, theirs in rows
    }


def _days(start: Any, end: Any) -> int | None:
    start, end = (datetime.fromisoformat(v) if isinstance(v, str) else v for v in (start, end))
    return None if end is None else (end - start).days


def asked(lab: Bench, since: int = 0) -> int:
    """Queries for answers."""
    return sum(r.operation == "Answers" for r in lab.server.log[since:])


def test_the_opener_and_robots_do_not_answer_and_a_maintainer_is_told_apart(forum: Bench) -> None:
    plain = net(forum).open_issue(BORN)
    for days, association, who in (
        (1, "NONE", "opener"), (2, "NONE", "robot"), (3, "CONTRIBUTOR", "helper"), (5, "MEMBER", "helper"),
    ):  # fmt: skip
        net(forum).answer(plain, BORN + days * DAY, association, who)
    alone = net(forum).open_issue(BORN)
    net(forum).answer(alone, BORN + DAY, "NONE", "opener")
    robots = net(forum).open_issue(BORN)
    net(forum).answer(robots, BORN + DAY, "MEMBER", "robot")
    left = net(forum).open_issue(BORN)
    net(forum).answer(left, BORN + 4 * DAY, "NONE", "ghost")
    silent = net(forum).open_issue(BORN)
    assert not forum.look().misses
    assert answered(forum) == {
        plain: (3, 5), alone: (None, None), robots: (None, None), left: (4, None), silent: (None, None),
    }  # fmt: skip
    assert asked(forum) == 1


def test_a_review_answers_a_pull_request(forum: Bench) -> None:
    number = net(forum).open_pull(BORN)
    net(forum).answer(number, BORN + 9 * DAY, "NONE", "helper")
    net(forum).answer(number, BORN + 2 * DAY, "COLLABORATOR", "helper", review=True)
    forum.look()
    assert answered(forum) == {number: (2, 2)}


def test_fifty_are_asked_for_a_point_and_nothing_at_all_where_nobody_commented(forum: Bench) -> None:
    for n in range(120):
        number = net(forum).open_issue(BORN + n * DAY)
        if n % 2:
            net(forum).answer(number, BORN + (n + 1) * DAY, "OWNER")
    summary = forum.look()
    assert asked(forum) == 2
    assert summary.points <= 2 + 2 + 2  # the counters, the answers, the README and what is pinned
    assert sum(first == 1 for first, _ in answered(forum).values()) == 60


def test_an_answer_deep_among_the_openers_own_is_looked_for(forum: Bench) -> None:
    number = net(forum).open_issue(BORN)
    for n in range(1, 30):
        net(forum).answer(number, BORN + n * DAY, "NONE", "opener")
    net(forum).answer(number, BORN + 30 * DAY, "MEMBER")
    forum.look()
    assert answered(forum) == {number: (30, 30)}
    assert asked(forum) == 2


def test_only_what_changed_is_asked_again(forum: Bench) -> None:
    first, second = net(forum).open_issue(BORN), net(forum).open_issue(BORN)
    net(forum).answer(first, BORN + DAY, "NONE")
    net(forum).answer(second, BORN + DAY, "OWNER")
    forum.look()
    since = len(forum.server.log)
    forum.look()
    assert asked(forum, since) == 0
    forum.at(TODAY + 8 * DAY)
    net(forum).answer(first, TODAY + 7 * DAY, "MEMBER")
    net(forum).answer(second, TODAY + 7 * DAY, "MEMBER")
    since = len(forum.server.log)
    forum.look()
    assert asked(forum, since) == 1  # the second has a maintainer's answer already
    assert answered(forum)[first] == (1, (TODAY + 7 * DAY - BORN).days)


def test_many_repositories_share_a_query(engine: Engine, tmp_path: Path) -> None:
    world = SyntheticWorld()
    for n in range(40):
        made = world.add(f"lab/r{n}", BORN)
        made.answer(made.open_issue(BORN), BORN + DAY, "OWNER")
    with bench(engine, tmp_path, world) as lab:
        lab.follow(*(r.full_name for r in world.repositories()))
        assert not lab.look(only=("issues", "responses")).misses
        assert lab.asked().count("POST /graphql") == 2 + 1
        assert len(lab.rows("SELECT * FROM issue WHERE first_response_at IS NOT NULL")) == 40


def test_without_a_token_nothing_is_asked_nor_missed_unless_wanted_by_name(forum: Bench) -> None:
    forum.token = None
    net(forum).answer(net(forum).open_issue(BORN), BORN + DAY)
    summary = forum.look()
    assert not summary.misses
    assert "responses" not in summary.steps
    wanted = forum.look(only=("responses",))
    assert ["wants a token" in miss.reason for miss in wanted.misses] == [True]


def test_a_deleted_issue_is_passed_over(forum: Bench) -> None:
    gone, here = net(forum).open_issue(BORN), net(forum).open_issue(BORN)
    for number in (gone, here):
        net(forum).answer(number, BORN + DAY, "OWNER")
    forum.look(only=("issues",))
    net(forum).issues.delete(gone)
    assert not forum.look(only=("responses",)).misses
    assert answered(forum) == {gone: (None, None), here: (1, 1)}


@pytest.mark.parametrize(
    "kind", ["502", "504", "resource_limits", "something_went_wrong", "timeout_on_validation"]
)
def test_what_is_too_much_at_once_is_asked_in_parts(kind: str, engine: Engine, tmp_path: Path) -> None:
    world = SyntheticWorld()
    made = world.add("lab/net", BORN)
    for n in range(30):
        made.answer(made.open_issue(BORN + n * DAY), BORN + (n + 1) * DAY, "OWNER")
    limits = Limits(graphql_capacity=7, over_capacity=kind)
    with bench(engine, tmp_path, world, limits=limits) as lab:
        lab.follow("lab/net")
        assert not lab.look(only=("issues", "responses")).misses
        assert len(lab.rows("SELECT * FROM issue WHERE first_maintainer_response_at IS NOT NULL")) == 30


@pytest.mark.parametrize("seed", range(2))
def test_faults_change_nothing_of_the_answers(seed: int, engine: Engine, tmp_path: Path) -> None:
    world = SyntheticWorld()
    made = world.add("lab/net", BORN)
    for n in range(130):
        made.answer(made.open_issue(BORN + n * DAY), BORN + (n + 2) * DAY)
    faults = Faults(rate=0.2, kinds=("500", "502", "html", "truncated", "reset"), seed=seed)
    with bench(engine, tmp_path, world, faults=faults) as lab:
        lab.follow("lab/net")
        for _ in range(4):
            if not lab.look(only=("issues", "responses")).misses:
                break
        assert {first for first, _ in answered(lab).values()} == {2}


def test_nobody_is_told_apart_from_a_deleted_account() -> None:
    when = {"createdAt": "2026-01-02T00:00:00Z", "authorAssociation": "OWNER", "author": None}
    node = {"author": None, "comments": {"totalCount": 1, "nodes": [when]}}
    assert responses(node).first is None
    assert responses({**node, "author": {"__typename": "User", "databaseId": 1}}).first == datetime(
        2026, 1, 2, tzinfo=UTC
    )


def test_the_waits_of_which_the_metric_is_made_are_there_once_answers_are_known(forum: Bench) -> None:
    for n in range(12):
        number = net(forum).open_issue(TODAY - (40 - n) * DAY)
        net(forum).answer(number, TODAY - (37 - n) * DAY, "MEMBER")
    forum.look()
    waits = forum.store.issues.waits([1_000])
    assert len(waits) == 12
    assert all(row[4] is not None for row in waits)
