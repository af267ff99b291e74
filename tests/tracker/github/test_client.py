"""The one sender: what it shows to whom, what it tries again, and when it gives up."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Lock, Thread
from time import sleep

import httpx
import pytest

from tracker.github.budget import Budget
from tracker.github.client import GRAPHQL_AT_ONCE, TRIES, GitHubClient
from tracker.github.protocol import (
    API_VERSION,
    AnswerKind,
    BadToken,
    Offline,
    OwnerRefuses,
    RateLimited,
    Unreachable,
)

API = "https://api.github.test"
TOKEN = "ghp_" + "s" * 36
LEFT = {"x-ratelimit-limit": "5000", "x-ratelimit-remaining": "4000", "x-ratelimit-reset": "2000"}
POLICY = {"message": "The 'lab' organization forbids access via a fine-grained personal access tokens"}
Handler = Callable[[httpx.Request], httpx.Response]


@dataclass
class Wire:
    """A made-up GitHub: answers in turn, the last one for ever; remembers requests and naps."""

    answers: list[httpx.Response | Exception | Handler]
    requests: list[httpx.Request] = field(default_factory=list)
    naps: list[float] = field(default_factory=list)
    at: float = 1_000.0

    def handle(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        if callable(answer):
            return answer(request)
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)

    def nap(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.at += seconds

    def client(self, token: str | None = TOKEN, max_wait: float = 900.0) -> GitHubClient:
        budget = Budget(
            authorised=token is not None, rate=None, max_wait=max_wait, now=lambda: self.at, sleep=self.nap
        )
        return GitHubClient(API, token, budget, transport=httpx.MockTransport(self.handle))


def ok(body: object = None, **headers: str) -> httpx.Response:
    return httpx.Response(200, json={"id": 1} if body is None else body, headers=headers)


def refused(status: int, body: object, **headers: str) -> httpx.Response:
    return httpx.Response(status, json=body, headers={k.replace("_", "-"): v for k, v in headers.items()})


def test_every_request_says_who_asks_and_in_which_version() -> None:
    wire = Wire([ok()])
    wire.client().get("/repos/a/b", {"page": 2}, etag='W/"1"')
    sent = wire.requests[0]
    assert str(sent.url) == f"{API}/repos/a/b?page=2"
    assert sent.headers["x-github-api-version"] == API_VERSION
    assert sent.headers["accept"] == "application/vnd.github+json"
    assert sent.headers["if-none-match"] == 'W/"1"'
    assert sent.headers["authorization"] == f"Bearer {TOKEN}"
    assert "framework-tracker" in sent.headers["user-agent"]


def test_without_a_token_none_is_sent() -> None:
    wire = Wire([ok()])
    wire.client(None).get("/repos/a/b")
    assert "authorization" not in wire.requests[0].headers


def test_a_redirect_is_followed_and_said() -> None:
    wire = Wire([httpx.Response(301, headers={"location": "/repositories/7"}), ok()])
    answer = wire.client().get("/repos/old/name")
    assert answer.moved
    assert str(wire.requests[1].url) == f"{API}/repositories/7"
    assert "authorization" in wire.requests[1].headers


@pytest.mark.parametrize(
    "where", ["https://evil.test/x", "http://api.github.test/x", "https://api.github.test.evil/x"]
)
def test_the_token_is_never_shown_to_another_host(where: str) -> None:
    wire = Wire([httpx.Response(302, headers={"location": where}), ok()])
    wire.client().get("/repos/a/b")
    assert "authorization" not in wire.requests[1].headers
    wire.client().get(where)  # as a Link header might say
    assert "authorization" not in wire.requests[2].headers


def test_a_redirect_in_circles_ends() -> None:
    wire = Wire([httpx.Response(301, headers={"location": "/again"})])
    with pytest.raises(Unreachable, match="circles"):
        wire.client().get("/repos/a/b")
    assert len(wire.requests) == 4


@pytest.mark.parametrize(
    "fault",
    [
        httpx.Response(500),
        httpx.Response(502, json={"message": "Server Error"}),
        httpx.Response(503),
        httpx.Response(504),
        httpx.Response(202, json={}),
        httpx.Response(200, html="<!DOCTYPE html>"),
        httpx.Response(200, content=b'{"id": 1', headers={"content-type": "application/json"}),
        httpx.Response(200, content=b"", headers={"content-type": "application/json"}),
        httpx.Response(200, json=[]),
        httpx.ConnectError("refused"),
        httpx.ReadTimeout("slow"),
        httpx.RemoteProtocolError("peer closed connection"),
    ],
)
def test_what_may_pass_by_itself_is_tried_again(fault: httpx.Response | Exception) -> None:
    wire = Wire([fault, fault, ok()])
    wire.answers.insert(0, ok())  # somebody has answered before
    client = wire.client()
    client.get("/rate_limit")
    assert client.get("/repos/a/b", expect=dict).body == {"id": 1}
    assert len(wire.naps) == 2
    assert wire.naps[0] <= 1.0 < 2.0 >= wire.naps[1]


def test_what_does_not_pass_is_given_up_with_a_word_on_what_to_do() -> None:
    wire = Wire([ok(), httpx.Response(502)])
    client = wire.client()
    client.get("/rate_limit")
    with pytest.raises(
        Unreachable, match=r"api\.github\.test cannot be asked \(status 502\)\. Check"
    ) as caught:
        client.get("/repos/a/b")
    assert not isinstance(caught.value, Offline)  # somebody is there, though not well
    assert len(wire.requests) == 1 + TRIES


def test_nobody_at_the_first_request_means_offline() -> None:
    with pytest.raises(Offline, match="TRACKER_GITHUB_API_URL"):
        Wire([httpx.ConnectError("no route")]).client().get("/repos/a/b")


def test_later_only_several_silences_in_a_row_mean_offline() -> None:
    wire = Wire([ok(), httpx.ConnectError("no route")])
    client = wire.client()
    client.get("/repos/a/b")
    kinds = []
    for _ in range(3):
        with pytest.raises(Unreachable) as caught:
            client.get("/repos/a/b")
        kinds.append(type(caught.value))
    assert kinds == [Unreachable, Unreachable, Offline]


def test_an_answer_that_drips_for_ever_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.github.client.LONGEST", 0.02)

    def drip() -> Iterator[bytes]:
        while True:
            sleep(0.005)
            yield b" "

    wire = Wire([lambda _r: httpx.Response(200, content=drip()), ok()])
    assert wire.client().get("/repos/a/b", expect=dict).body == {"id": 1}


def test_an_answer_without_end_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.github.client.LARGEST", 10_000)
    flood = (b" " * 1_000 for _ in range(10**9))
    wire = Wire([lambda _r: httpx.Response(200, content=flood), ok()])
    assert wire.client().get("/repos/a/b", expect=dict).body == {"id": 1}


def test_retry_after_is_obeyed_to_the_second() -> None:
    wire = Wire([refused(403, {"message": "secondary rate limit"}, retry_after="30"), ok()])
    wire.client().get("/repos/a/b")
    assert wire.naps == [31.0]


def test_without_a_word_on_waiting_the_waits_double_from_a_minute() -> None:
    slow_down = refused(429, {"message": "You have exceeded a secondary rate limit."})
    wire = Wire([slow_down, slow_down, slow_down, ok()])
    wire.client().get("/repos/a/b")
    assert wire.naps == [60.0, 120.0, 240.0]


def test_a_primary_limit_too_far_away_is_told_and_not_slept() -> None:
    gone = {"x_ratelimit_remaining": "0", "x_ratelimit_reset": "4000", "x_ratelimit_limit": "5000"}
    wire = Wire([refused(403, {"message": "API rate limit exceeded"}, **gone)])
    with pytest.raises(RateLimited) as caught:
        wire.client().get("/repos/a/b")
    assert caught.value.until.timestamp() == 4_001
    assert wire.naps == []


@pytest.mark.parametrize("kind", ["RATE_LIMIT", "RATE_LIMITED"])
def test_graphql_says_limit_inside_a_200(kind: str) -> None:
    gone = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1010", "x-ratelimit-limit": "5000"}
    limited = httpx.Response(200, json={"errors": [{"type": kind, "message": "exceeded"}]}, headers=gone)
    data = {"data": {"rateLimit": {"cost": 3}}}
    wire = Wire([limited, ok(data, **LEFT)])
    client = wire.client()
    assert client.post_graphql("query", {}).body == data
    assert wire.at >= 1_011
    assert client.budget.spent.points == 3


def test_graphql_without_a_token_is_not_even_tried() -> None:
    wire = Wire([ok()])
    with pytest.raises(BadToken, match="TRACKER_TOKEN"):
        wire.client(None).post_graphql("query", {})
    assert wire.requests == []


def test_no_more_than_two_queries_are_out_at_once() -> None:
    lock, now, most = Lock(), [0], [0]

    def handle(_request: httpx.Request) -> httpx.Response:
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        sleep(0.02)
        with lock:
            now[0] -= 1
        return ok({"data": {}})

    client = Wire([handle]).client()
    threads = [Thread(target=client.post_graphql, args=("query", {})) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most[0] == GRAPHQL_AT_ONCE


def test_a_bad_token_is_not_tried_twice_and_never_shown(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    wire = Wire([refused(401, {"message": f"Bad credentials {TOKEN}"})])
    client = wire.client()
    with pytest.raises(BadToken, match="renew TRACKER_TOKEN") as caught:
        client.get("/repos/a/b")
    assert len(wire.requests) == 1
    assert TOKEN not in f"{caught.value!r}{client!r}{client.budget!r}{caplog.text}"


def test_a_401_after_good_answers_is_a_hiccup_until_it_stays() -> None:
    bad = refused(401, {"message": "Bad credentials"})
    wire = Wire([ok(), bad, ok(), bad])
    client = wire.client()
    client.get("/repos/a/b")
    assert client.get("/repos/a/b").outcome is AnswerKind.OK
    with pytest.raises(BadToken):
        client.get("/repos/a/b")


def test_an_owner_who_refuses_the_token_is_asked_without_it_from_then_on() -> None:
    wire = Wire([refused(403, POLICY, x_ratelimit_remaining="4000"), ok()])
    client = wire.client()
    assert client.get("/repos/lab/net", owner="lab").outcome is AnswerKind.OK
    client.get("/repos/Lab/other", owner="Lab")
    client.get("/repos/free/net", owner="free")
    assert ["authorization" in r.headers for r in wire.requests] == [True, False, False, True]


def test_the_end_of_asking_without_the_token_is_that_owners_alone() -> None:
    gone = {"x_ratelimit_remaining": "0", "x_ratelimit_reset": "4000", "x_ratelimit_limit": "60"}

    def handle(request: httpx.Request) -> httpx.Response:
        if "lab" not in request.url.path:
            return ok(**LEFT)
        if "authorization" in request.headers:
            return refused(403, POLICY, x_ratelimit_remaining="4000")
        return refused(403, {"message": "API rate limit exceeded for 1.2.3.4."}, **gone)

    wire = Wire([handle])
    client = wire.client()
    for _ in range(2):
        with pytest.raises(OwnerRefuses, match=r"lab refuses this token.* after 1970-01-01 01:06 UTC"):
            client.get("/repos/lab/net", owner="lab")
    assert len(wire.requests) == 2  # the second time nothing was asked
    assert client.get("/repos/free/net", owner="free").outcome is AnswerKind.OK
    assert wire.naps == []


def test_the_sixty_anonymous_requests_are_used_without_reserve() -> None:
    seen = iter(range(59, -1, -1))

    def handle(request: httpx.Request) -> httpx.Response:
        if "authorization" in request.headers:
            return refused(403, POLICY, x_ratelimit_remaining="4000")
        left = {
            "x-ratelimit-limit": "60",
            "x-ratelimit-remaining": str(next(seen)),
            "x-ratelimit-reset": "4000",
        }
        return ok(**left)

    client = Wire([handle]).client()
    for _ in range(60):
        assert client.get("/repos/lab/net", owner="lab").outcome is AnswerKind.OK
    with pytest.raises(OwnerRefuses):
        client.get("/repos/lab/net", owner="lab")


def test_a_304_with_a_token_is_free_and_without_one_is_not() -> None:
    for token, expected in ((TOKEN, (0, 1)), (None, (1, 0))):
        client = Wire([httpx.Response(304)]).client(token)
        assert client.get("/repos/a/b", etag='"1"').outcome is AnswerKind.NOT_MODIFIED
        assert (client.budget.spent.requests, client.budget.spent.not_modified) == expected


def test_what_a_replay_answers_is_known_to_be_a_replay() -> None:
    client = Wire([ok(**{"x-tracker-replay": "1"})]).client()
    assert client.provenance == "github"
    client.get("/repos/a/b")
    assert client.provenance == "replay"


def test_a_version_that_is_about_to_end_is_announced_once(caplog: pytest.LogCaptureFixture) -> None:
    client = Wire([ok(sunset="Fri, 10 Mar 2028 00:00:00 GMT")]).client()
    client.get("/repos/a/b")
    client.get("/repos/a/b")
    assert [r.levelname for r in caplog.records] == ["WARNING"]
    assert "10 Mar 2028" in caplog.text


def test_logs_hold_the_path_and_the_requests_id_but_no_headers(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "tracker")
    Wire([ok(**{"x-github-request-id": "AB:12"})]).client().get("/repos/a/b", {"page": 1})
    ours = [r.getMessage() for r in caplog.records if r.name.startswith("tracker")]
    assert ours == ["200 ok /repos/a/b AB:12"]
