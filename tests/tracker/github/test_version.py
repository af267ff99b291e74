"""An Enterprise Server that knows only the older version of the API: spoken to in that, and its gap named."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from tracker.github.budget import Budget
from tracker.github.client import GitHubClient
from tracker.github.protocol import API_VERSION, AnswerKind
from tracker.replay.replies import Reply, Request, refusal
from tracker.replay.server import ReplayServer
from tracker.replay.synthetic import SyntheticWorld

TODAY = date(2026, 3, 10)
OLDER = "2022-11-28"
TOKEN = "ghp_" + "t" * 36


def enterprise(request: Request, reply: Reply) -> Reply:
    """What a server answers that knows the older version alone."""
    if request.headers.get("x-github-api-version") not in (None, OLDER):
        return refusal(400, f'"{request.version}" is not a supported version.')
    if request.path.endswith("/rate_limit"):
        return refusal(404, "Rate limiting is not enabled.")
    if "/stargazers/history" in request.path:
        return refusal(404, "Not Found")
    return reply


@pytest.fixture
def server() -> Iterator[ReplayServer]:
    world = SyntheticWorld()
    world.add("acme/rocket", created=date(2025, 1, 1)).star(date(2025, 2, 1), 3)
    with ReplayServer(TODAY, repositories=world) as made:
        made.faults.twist = enterprise
        yield made


@pytest.fixture
def client(server: ReplayServer) -> Iterator[GitHubClient]:
    made = GitHubClient(server.url, TOKEN, Budget(authorised=True, rate=None, sleep=lambda s: None))
    yield made
    made.close()


def test_the_older_version_is_agreed_on_and_remembered(server: ReplayServer, client: GitHubClient) -> None:
    assert client.version.missing is None
    for _ in range(2):
        assert client.get("/repos/acme/rocket", expect=dict).outcome is AnswerKind.OK
    assert client.version.current == OLDER
    assert client.version.missing == "the star history"


def test_another_refusal_changes_no_version(server: ReplayServer, client: GitHubClient) -> None:
    server.faults.twist = lambda request, reply: refusal(400, "Problems parsing JSON")
    assert client.get("/repos/acme/rocket", expect=dict).status == 400
    assert client.version.current == API_VERSION
