"""Releases and tags: the newest are read as far as they are known, all of them once a month."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.tracker.collectors.bench import BORN, TODAY, Bench, noon

DAY = timedelta(days=1)


@pytest.fixture
def many(lab: Bench) -> Bench:
    """250 releases and 150 bare tags, all read."""
    net = lab.world["lab/net"]
    for n in range(250):
        net.release(f"v0.{n}", noon(BORN + n * DAY) + timedelta(minutes=1))
    for n in range(150):
        net.tag(f"t0.{n}", noon(BORN + n * DAY) + timedelta(minutes=2))
    lab.look()
    return lab


def count(lab: Bench) -> int:
    return int(lab.rows("SELECT count(*) FROM release")[0][0])


def test_one_new_release_is_seen_in_a_glance(many: Bench) -> None:
    before, asked = count(many), len(many.server.log)
    many.world["lab/net"].release("v1.0.1", noon() - timedelta(hours=1))
    many.look(only=("releases",))
    assert many.asked(asked) == ["POST /graphql"] * 2
    assert count(many) == before + 1


def test_more_new_releases_than_a_glance_holds_cost_one_page(many: Bench) -> None:
    before, asked = count(many), len(many.server.log)
    for n in range(40):
        many.world["lab/net"].release(f"v1.0.{n}", noon() - timedelta(hours=1, minutes=n))
    many.look(only=("releases",))
    assert many.asked(asked) == ["POST /graphql"] * 2 + ["GET /repos/lab/net/releases", "POST /graphql"]
    assert count(many) == before + 40


def test_a_tag_put_on_an_old_commit_is_found_all_the_same(many: Bench) -> None:
    before = count(many)
    many.world["lab/net"].tag("v0.0.9", noon(BORN + 20 * DAY))
    many.look(only=("releases",))
    assert count(many) == before + 1
    assert many.rows("SELECT is_tag_only FROM release WHERE tag = 'v0.0.9'") == [(True,)]


def test_the_first_release_of_a_repository_is_seen_in_a_glance(lab: Bench) -> None:
    lab.world.add("lab/young", BORN).commit(BORN)
    lab.follow("lab/young")
    lab.look()
    lab.world["lab/young"].release("v0.1", noon() - timedelta(hours=1))
    asked = len(lab.server.log)
    lab.look(only=("releases",))
    assert lab.asked(asked) == ["POST /graphql"] * 2
    assert lab.rows("SELECT tag FROM release WHERE repository_id = 1001") == [("v0.1",)]


def test_without_releases_their_list_is_never_asked_for(lab: Bench) -> None:
    lab.world.add("lab/young", BORN).commit(BORN)
    lab.follow("lab/young")
    lab.look()
    assert "GET /repos/lab/young/releases" not in lab.asked()


def test_once_a_month_all_are_read_again(many: Bench) -> None:
    many.at(TODAY + 31 * DAY)
    asked = len(many.server.log)
    many.look(only=("releases",))
    assert sum(path.endswith("/releases") for path in many.asked(asked)) == 3
