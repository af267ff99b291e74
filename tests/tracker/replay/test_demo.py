"""The demo's world tells the recorded figures, on any day, and marks what it says."""

from __future__ import annotations

from datetime import date
from typing import Any

import httpx
import pytest

from tests.tracker.replay.conftest import AGENT
from tracker.catalog import catalog
from tracker.replay.demo import DEMO_END, DemoWorld, demo_repositories
from tracker.replay.figures import quarters, tags, version
from tracker.replay.server import ReplayServer
from tracker.replay.world import node_id

RAW = AGENT | {"accept": "application/vnd.github.raw+json"}


def facts(day: date, name: str) -> dict[str, Any]:
    with ReplayServer(day, repositories=DemoWorld([name])) as server:
        body: dict[str, Any] = httpx.get(f"{server.url}/repos/{name}", headers=AGENT).json()
        return body


def test_there_are_twenty_nine_repositories_each_with_its_own_number() -> None:
    numbers = [r.github_id for r in DemoWorld()]
    assert len(demo_repositories()) == len(numbers) == len(set(numbers)) == 29
    assert max(numbers) < 2**31


def test_real_numbers_are_used_where_they_are_known() -> None:
    for entry in catalog().entries:
        found = DemoWorld().find(entry.repository)
        if found is not None:
            assert (entry.github_id or found[0].github_id) == found[0].github_id
            assert (found[0].github_id >= 2_000_000_000) == (entry.github_id is None)


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("tensorflow/tensorflow", 96_500, 98_500),
        ("keras-team/keras", 28_000, 29_200),
        ("microsoft/CNTK", 13_900, 14_500),
        ("Theano/Theano", 7_500, 8_300),
        ("deeplearning4j/deeplearning4j", 8_700, 8_900),
    ],
)
def test_stars_of_april_2018_are_what_they_were(name: str, low: int, high: int) -> None:
    assert low <= facts(date(2018, 4, 28), name)["stargazers_count"] <= high


def test_a_recorded_day_has_the_recorded_total() -> None:
    body = facts(date(2025, 9, 30), "pytorch/pytorch")
    row = next(q for q in quarters()["pytorch/pytorch"] if q.end == date(2025, 9, 30))
    assert (body["stargazers_count"], body["forks_count"], body["open_issues_count"]) == (
        row.stars,
        row.forks,
        row.open_issues,
    )


def test_a_repository_is_missing_before_its_creation() -> None:
    with ReplayServer(date(2015, 11, 6), repositories=DemoWorld()) as server:
        assert httpx.get(f"{server.url}/repos/tensorflow/tensorflow", headers=AGENT).status_code == 404
        assert httpx.get(f"{server.url}/repos/BVLC/caffe", headers=AGENT).status_code == 200


def test_notices_stand_in_the_readme_from_their_day_on() -> None:
    with ReplayServer(date(2017, 10, 5), repositories=DemoWorld(["Theano/Theano"])) as server:
        url = f"{server.url}/repos/Theano/Theano/readme"
        assert "stop developing" not in httpx.get(url, headers=RAW).text
        server.clock = date(2017, 10, 6)
        assert "MILA will stop developing Theano" in httpx.get(url, headers=RAW).text


def test_of_a_readme_only_what_is_quoted_is_known() -> None:
    with ReplayServer(repositories=DemoWorld(["torch/torch7"])) as server:
        text = httpx.get(f"{server.url}/repos/torch/torch7/readme", headers=RAW).text
        rows = httpx.get(f"{server.url}/repos/torch/torch7/commits?path=README.md", headers=AGENT).json()
    assert text == "## Status\n\nTorch is not in active developement\n\n## About torch7\n"
    assert [r["commit"]["committer"]["date"][:10] for r in rows] == ["2018-07-02", "2012-01-25"]


def test_mxnet_is_archived_from_november_2023_on() -> None:
    assert [facts(day, "apache/mxnet")["archived"] for day in (date(2023, 11, 16), DEMO_END)] == [False, True]


def test_old_names_lead_on() -> None:
    with ReplayServer() as server:
        answer = httpx.get(f"{server.url}/repos/google/jax", headers=AGENT)
        assert answer.status_code == 301
        assert httpx.get(answer.headers["location"], headers=AGENT).json()["full_name"] == "jax-ml/jax"


def test_named_tags_are_real_and_counted_ones_say_what_they_are() -> None:
    world = DemoWorld(["Theano/Theano", "dmlc/dgl"])
    theano, dgl = world.repositories()
    assert {r.tag for r in theano.releases()} == {tag for tag, _ in tags()["Theano/Theano"]}
    assert all(r.tag.startswith("tag-") and r.tag_only for r in dgl.releases())
    for row in quarters()["dmlc/dgl"]:
        inside = [r for r in dgl.releases() if row.start <= r.when.date() <= row.end]
        assert len(inside) == (row.tags or 0)


def test_a_whole_batch_of_the_demo_is_answered_at_once() -> None:
    world = DemoWorld()
    ids = [node_id(r.github_id) for r in world]
    query = "query($ids: [ID!]!) { nodes(ids: $ids) { ... on Repository { nameWithOwner stargazerCount } } }"
    with ReplayServer(repositories=world) as server:
        headers = AGENT | {"authorization": "Bearer anything"}
        body = httpx.post(
            f"{server.url}/graphql", json={"query": query, "variables": {"ids": ids}}, headers=headers
        ).json()
    assert [n["nameWithOwner"] for n in body["data"]["nodes"]] == list(demo_repositories())
    unknown = {n["nameWithOwner"] for n in body["data"]["nodes"] if n["stargazerCount"] == 0}
    assert unknown == {"caffe2/caffe2", "pymc-devs/pytensor", "aesara-devs/aesara"}


def test_the_version_of_the_figures_is_stable_within_a_process() -> None:
    assert version() == version()
    assert len(version()) == 16
