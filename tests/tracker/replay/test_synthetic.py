"""Synthetic worlds: large ones quickly, and mistakes in a test's story told at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime

import httpx
import numpy as np
import pytest

from tests.tracker.replay.conftest import AGENT, TODAY
from tracker.replay.commit_log import by_numbered_authors
from tracker.replay.server import ReplayServer
from tracker.replay.synthetic import SyntheticWorld


def test_many_repositories_are_different_and_the_same_for_the_same_seed() -> None:
    one, same, other = (SyntheticWorld.many(20, TODAY, seed=s) for s in (1, 1, 2))
    now = datetime(2026, 3, 10, 12).astimezone()
    stars = [[r.total("stars", now) for r in w] for w in (one, same, other)]
    assert stars[0] == stars[1] != stars[2]
    assert len(set(stars[0])) > 10


def test_the_inactive_part_fell_silent_half_way() -> None:
    world = SyntheticWorld.many(10, TODAY, days=400, active_share=0.5)
    last = [int(r.commits.times[-1]) for r in world]
    assert max(last[5:]) < min(last[:5])


def test_a_large_world_is_listed_by_search() -> None:
    world = SyntheticWorld.many(120, TODAY, days=60)
    with ReplayServer(TODAY, repositories=world) as server:
        query = {"q": "topic:deep-learning", "per_page": "100"}
        answer = httpx.get(f"{server.url}/search/repositories", params=query, headers=AGENT)
        rest = httpx.get(answer.links["next"]["url"], headers=AGENT)
    assert len(answer.json()["items"]) + len(rest.json()["items"]) == 120


def test_commits_cannot_go_back_in_time() -> None:
    repository = SyntheticWorld().add("a/b")
    repository.commit(date(2026, 1, 2))
    with pytest.raises(ValueError, match="cannot follow a later one"):
        repository.commit(date(2026, 1, 1))


def test_names_and_numbers_are_taken_once() -> None:
    world = SyntheticWorld()
    world.add("a/b", github_id=5)
    with pytest.raises(ValueError, match="already"):
        world.add("A/B")
    with pytest.raises(ValueError, match="already"):
        world.add("c/d", github_id=5)
    world.add("c/d")
    with pytest.raises(ValueError, match="c/d is taken"):
        world.rename("a/b", "c/d")


def test_words_that_an_issue_has_not_are_refused() -> None:
    repository = SyntheticWorld().add("a/b")
    with pytest.raises(TypeError, match="no 'colour'"):
        repository.open_issue(date(2026, 1, 1), "x", colour="red")


def test_an_unknown_reason_for_blocking_is_refused() -> None:
    world = SyntheticWorld()
    world.add("a/b")
    with pytest.raises(ValueError, match="neither 'dmca' nor 'tos'"):
        world.block("a/b", "mood")


def test_a_repository_nobody_added_is_an_error() -> None:
    with pytest.raises(KeyError):
        SyntheticWorld()["a/b"]


def test_a_filled_repository_has_very_many_rows_and_answers_at_once() -> None:
    world = SyntheticWorld()
    giant = world.add("big/one", created=date(2015, 1, 1))
    giant.fill(date(2015, 1, 1), TODAY, commits=20_000, issues=50_000)
    with ReplayServer(TODAY, repositories=world) as server:
        body = httpx.get(f"{server.url}/repos/big/one", headers=AGENT).json()
        page = httpx.get(f"{server.url}/repos/big/one/issues?state=closed&per_page=100", headers=AGENT)
        assert server.tip(giant) == giant.commits.oid(19_999)
    assert 16_667 <= body["open_issues_count"] <= 16_680
    assert len(page.json()) == 100
    with pytest.raises(ValueError, match="no further commits"):
        giant.commit(TODAY)


@pytest.mark.slow
def test_many_callers_at_once_are_told_the_same_head() -> None:
    world = SyntheticWorld()
    world.add("big/one", created=date(2015, 1, 1)).fill(date(2015, 1, 1), TODAY, commits=30_000)
    with ReplayServer(TODAY, repositories=world) as server, ThreadPoolExecutor(8) as pool:
        url = f"{server.url}/repos/big/one/commits?per_page=1"
        answers = list(
            pool.map(lambda _: httpx.get(url, headers=AGENT, timeout=30).json()[0]["sha"], range(16))
        )
    alone = by_numbered_authors(world["big/one"].commits.times, np.arange(30_000) % 50 + 1)
    assert set(answers) == {alone.oid(29_999)}
