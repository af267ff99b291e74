"""Faults: one by one on demand, and at random in a way that patience overcomes."""

from __future__ import annotations

import httpx
import pytest

from tests.tracker.replay.conftest import AGENT, TODAY, TOKEN
from tracker.replay.faults import PASSING, Faults
from tracker.replay.server import ReplayServer
from tracker.replay.synthetic import SyntheticWorld

ROCKET = "/repos/acme/rocket"


@pytest.mark.parametrize(
    ("kind", "status"),
    [("500", 500), ("502", 502), ("503", 503), ("504", 504), ("202", 202), ("401", 401), ("429", 429),
     ("secondary_403", 403), ("secondary_429", 429)],
)  # fmt: skip
def test_a_planned_fault_hits_the_next_request_and_then_no_more(
    server: ReplayServer, client: httpx.Client, kind: str, status: int
) -> None:
    server.fail_next(kind)
    assert [client.get(ROCKET).status_code for _ in range(2)] == [status, 200]
    assert [r.fault for r in server.log] == [kind, None]


def test_a_fault_waits_for_the_path_it_was_planned_for(server: ReplayServer, client: httpx.Client) -> None:
    server.fail_next("503", times=2, path="/issues")
    assert client.get(ROCKET).status_code == 200
    assert [client.get(f"{ROCKET}/issues").status_code for _ in range(3)] == [503, 503, 200]


def test_limits_ask_to_wait_only_when_told_to(server: ReplayServer, client: httpx.Client) -> None:
    server.fail_next("secondary_403")
    server.fail_next("secondary_403", retry_after=7)
    quiet, polite = client.get(ROCKET), client.get(ROCKET)
    assert "retry-after" not in quiet.headers
    assert int(quiet.headers["x-ratelimit-remaining"]) > 0
    assert "secondary rate limit" in quiet.json()["message"]
    assert polite.headers["retry-after"] == "7"


def test_graphql_speaks_of_the_secondary_limit_inside_a_200(
    server: ReplayServer, client: httpx.Client
) -> None:
    server.fail_next("secondary_429", retry_after=3)
    answer = client.post("/graphql", json={"query": "{ rateLimit { cost } }"})
    assert (answer.status_code, answer.headers["retry-after"]) == (200, "3")
    assert "secondary rate limit" in answer.json()["errors"][0]["message"]


def test_a_page_of_html_can_come_with_status_200(server: ReplayServer, client: httpx.Client) -> None:
    server.fail_next("html")
    answer = client.get(ROCKET)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")


def test_json_can_end_half_way(server: ReplayServer, client: httpx.Client) -> None:
    server.fail_next("truncated")
    answer = client.get(ROCKET)
    assert answer.status_code == 200
    with pytest.raises(ValueError, match=r"Unterminated|Expecting"):
        answer.json()


def test_a_connection_can_break_in_the_middle_of_a_body(server: ReplayServer, client: httpx.Client) -> None:
    server.fail_next("reset")
    with pytest.raises(httpx.TransportError):
        client.get(ROCKET)
    assert client.get(ROCKET).status_code == 200


def test_a_slow_answer_is_whole_in_the_end(world: SyntheticWorld) -> None:
    with ReplayServer(TODAY, repositories=world, faults=Faults(slow_seconds=0.05)) as server:
        server.fail_next("slow")
        assert httpx.get(server.url + ROCKET, headers=AGENT).json()["full_name"] == "acme/rocket"


def test_an_answer_can_be_empty_or_under_a_changed_schema(server: ReplayServer, client: httpx.Client) -> None:
    server.fail_next("empty")
    assert client.get(ROCKET).content == b""
    server.fail_next("schema")
    body = client.get(ROCKET).json()
    assert "stargazers_count" not in body
    assert body["stargazers_count_v2"] == 7
    server.fail_next("schema")
    changed = client.post("/graphql", json={"query": "{ rateLimit { limit } }"}).json()
    assert changed == {"data": {"rateLimit_v2": {"limit_v2": 5000}}}


def test_an_unknown_fault_is_refused_when_planned() -> None:
    with pytest.raises(ValueError, match="unknown fault 'gremlins'"):
        Faults().plan("gremlins")
    with pytest.raises(ValueError, match="unknown fault 'gremlins'"):
        Faults(kinds=["gremlins"])


@pytest.mark.slow
def test_random_faults_come_at_their_rate_and_the_same_way_for_the_same_seed(world: SyntheticWorld) -> None:
    def run(seed: int) -> list[str | None]:
        kinds = ("500", "502", "html", "429")
        faults = Faults(rate=0.2, seed=seed, kinds=kinds)
        with ReplayServer(TODAY, repositories=world, faults=faults, token=TOKEN) as server:
            headers = AGENT | {"authorization": f"Bearer {TOKEN}"}
            with httpx.Client(base_url=server.url, headers=headers) as client:
                for n in range(400):
                    client.get(f"{ROCKET}/commits?page={n}")
            return [r.fault for r in server.log]

    first = run(7)
    assert 50 <= sum(f is not None for f in first) <= 110
    assert first == run(7)
    assert first != run(8)


def test_trying_again_wins_over_random_faults(world: SyntheticWorld) -> None:
    faults = Faults(rate=0.9, kinds=[k for k in PASSING if k not in ("slow", "reset")])
    with ReplayServer(TODAY, repositories=world, faults=faults) as server:
        bodies = [httpx.get(server.url + ROCKET, headers=AGENT) for _ in range(3)]
    assert any(b.status_code == 200 and b.text.endswith('"subscribers_count":0}') for b in bodies)
