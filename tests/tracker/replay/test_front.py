"""The replay is as strict as GitHub with every request."""

from __future__ import annotations

import socket
from datetime import datetime, timedelta

import httpx
import pytest

from tests.tracker.replay.conftest import AGENT, TOKEN
from tracker.replay.limits import Limits
from tracker.replay.server import ReplayServer
from tracker.replay.synthetic import SyntheticWorld


def test_a_program_without_a_name_is_turned_away(server: ReplayServer) -> None:
    host, port = server.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as raw:
        raw.sendall(b"GET /repos/acme/rocket HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        answer = raw.makefile("rb").read()
    assert answer.startswith(b"HTTP/1.1 403 ")
    assert b"User-Agent" in answer


def test_an_unsupported_version_is_gone_and_a_missing_one_is_the_oldest(server: ReplayServer) -> None:
    assert (
        httpx.get(f"{server.url}/versions", headers={"x-github-api-version": "2021-01-01"}).status_code == 410
    )
    answer = httpx.get(f"{server.url}/rate_limit")
    assert answer.headers["x-github-api-version-selected"] == "2022-11-28"
    assert server.log[-1].version is None
    assert "rate" in answer.json()


def test_the_new_version_has_no_top_level_rate_and_asking_is_free(client: httpx.Client) -> None:
    for _ in range(3):
        body = client.get("/rate_limit").json()
    assert set(body) == {"resources"}
    assert body["resources"]["core"] == {
        "limit": 5000, "used": 0, "remaining": 5000, "reset": body["resources"]["core"]["reset"],
        "resource": "core",
    }  # fmt: skip


def test_a_bad_token_is_told_so_and_a_revoked_one_too(server: ReplayServer, client: httpx.Client) -> None:
    assert client.get("/repos/acme/rocket").status_code == 200
    server.token = "another"
    answer = client.get("/repos/acme/rocket")
    assert (answer.status_code, answer.json()["message"]) == (401, "Bad credentials")


def test_graphql_needs_a_token(anonymous: httpx.Client) -> None:
    answer = anonymous.post("/graphql", json={"query": "{ rateLimit { cost } }"})
    assert answer.status_code == 401
    assert "requires you to be authenticated" in answer.json()["message"]


def test_every_answer_tells_what_is_left(client: httpx.Client, anonymous: httpx.Client) -> None:
    left = [int(client.get(p).headers["x-ratelimit-remaining"]) for p in ("/repos/acme/rocket", "/repos/x/y")]
    assert left == [4999, 4998]
    headers = anonymous.get("/repos/acme/rocket").headers
    assert (headers["x-ratelimit-limit"], headers["x-ratelimit-remaining"]) == ("60", "59")
    assert headers["x-ratelimit-resource"] == "core"
    assert headers["date"] == "Tue, 10 Mar 2026 12:00:00 GMT"


@pytest.mark.parametrize("status", [403, 429])
def test_without_a_token_the_sixty_first_request_is_refused_until_the_hour_is_over(status: int) -> None:
    world = SyntheticWorld()
    world.add("a/b")
    limits = Limits(status=status)
    with (
        ReplayServer(datetime(2026, 1, 1), repositories=world, limits=limits) as server,
        httpx.Client(base_url=server.url, headers=AGENT) as client,
    ):
        assert {client.get("/repos/a/b").status_code for _ in range(60)} == {200}
        refused = client.get("/repos/a/b")
        assert refused.status_code == status
        assert refused.headers["x-ratelimit-remaining"] == "0"
        assert refused.json()["message"].startswith("API rate limit exceeded for 127.0.0.1.")
        assert client.get("/rate_limit").status_code == 200
        server.clock = server.clock + timedelta(hours=1)
        assert client.get("/repos/a/b").status_code == 200


def test_an_exhausted_graphql_budget_is_an_error_inside_a_200(
    server: ReplayServer, client: httpx.Client
) -> None:
    server.exhaust("graphql", TOKEN)
    answer = client.post("/graphql", json={"query": "{ rateLimit { cost } }"})
    assert answer.status_code == 200
    assert answer.headers["x-ratelimit-remaining"] == "0"
    assert answer.json()["errors"][0]["type"] == "RATE_LIMIT"
    assert "data" not in answer.json()
    assert client.get("/repos/acme/rocket").status_code == 200


def test_an_unchanged_answer_is_free_with_a_token_only(
    server: ReplayServer, client: httpx.Client, anonymous: httpx.Client
) -> None:
    for caller, price in ((client, 0), (anonymous, 1)):
        etag = caller.get("/repos/acme/rocket").headers["etag"]
        before = server.spent("core")
        answer = caller.get("/repos/acme/rocket", headers={"if-none-match": etag})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == etag
        assert server.spent("core") - before == price


def test_the_validator_depends_on_the_token_and_changes_with_the_data(
    world: SyntheticWorld, client: httpx.Client, anonymous: httpx.Client
) -> None:
    mine, other = (c.get("/repos/acme/rocket").headers["etag"] for c in (client, anonymous))
    assert mine != other
    world["acme/rocket"].attributes.description = "Faster"
    answer = client.get("/repos/acme/rocket", headers={"if-none-match": mine})
    assert answer.status_code == 200
    assert answer.headers["etag"] != mine


def test_only_the_demos_world_labels_its_answers(client: httpx.Client) -> None:
    assert "x-tracker-replay" not in client.get("/repos/acme/rocket").headers
    with ReplayServer() as demo:
        headers = httpx.get(f"{demo.url}/repos/nobody/nothing").headers
    assert headers["x-tracker-replay"] == "spread from quarterly figures"


def test_the_log_tells_what_each_request_cost(server: ReplayServer, client: httpx.Client) -> None:
    client.get("/repos/acme/rocket/issues", params={"state": "all"}, headers={"if-none-match": "x"})
    record = server.log[-1]
    assert (record.method, record.path, record.status) == ("GET", "/repos/acme/rocket/issues?state=all", 200)
    assert (record.authorised, record.points, record.conditional, record.version) == (
        True,
        1,
        True,
        "2026-03-10",
    )
    assert record.sent > 100


def test_the_clock_runs_at_the_speed_it_was_given(world: SyntheticWorld) -> None:
    with ReplayServer(datetime(2026, 1, 1), repositories=world, ticking=86_400.0) as server:
        start = server.clock
        while server.clock == start:
            httpx.get(f"{server.url}/versions")
        assert server.clock > start
        server.clock = datetime(2020, 1, 1)
        assert server.clock.year == 2020
