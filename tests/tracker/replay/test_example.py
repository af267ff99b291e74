"""The made-up world is the same for the same day, and its stargazers leave on the days it is read."""

from __future__ import annotations

from datetime import date, timedelta

import httpx

from tests.tracker.replay.conftest import AGENT
from tracker.replay.clock import as_moment
from tracker.replay.example import LIVES, ExampleWorld, read_days
from tracker.replay.server import ReplayServer

TODAY = date(2026, 6, 30)


def test_who_takes_a_star_back_is_missing_from_the_day_of_arrival_and_from_the_count() -> None:
    for repository in ExampleWorld(TODAY):
        first, last = read_days(TODAY)[0], TODAY
        counts = [repository.total("stars", as_moment(day)) for day in (first, last)]
        before, after = (repository.star_arrivals(day)[1] for day in (first, last))
        assert (before.sum(), after.sum()) == tuple(counts)
        left = int((before - after[: len(before)]).sum())
        assert left > 5
        assert (after >= 0).all()
        assert counts[1] - counts[0] == int(after[len(before) :].sum()) - left


def test_the_same_day_gives_the_same_world_and_nobody_else_is_in_it() -> None:
    one, same = (
        [(r.full_name, r.github_id, r.total("stars", as_moment(TODAY)), len(r.commits)) for r in world]
        for world in (ExampleWorld(TODAY), ExampleWorld(TODAY))
    )
    assert one == same
    assert [name for name, *_ in one] == [life.full_name for life in LIVES]
    assert all(name.startswith("example/") for name, *_ in one)


def test_every_answer_says_that_it_is_made_up() -> None:
    with ReplayServer(TODAY, repositories=ExampleWorld(TODAY)) as server:
        reply = httpx.get(f"{server.url}/repos/{LIVES[0].full_name}", headers=AGENT)
    assert "made up" in reply.headers.values()
    assert "Made-up example" in reply.json()["description"]


def test_waiting_grows_where_the_description_says_so() -> None:
    soon, late = ExampleWorld(TODAY)
    year_ago = as_moment(TODAY - timedelta(days=365)).timestamp()
    for repository, grows in ((soon, False), (late, True)):
        log = repository.issues
        waits: dict[bool, list[float]] = {True: [], False: []}
        for at, text in log.texts.items():
            waits[log.created[at] > year_ago].append(text.replies[0][0] - log.created[at])
        before, after = (sum(w) / len(w) for w in (waits[False], waits[True]))
        assert (after > 2 * before) is grows
