"""The only sender: GitHub over HTTP, with limits obeyed, faults survived, redirects followed by hand."""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx

from tracker.github.budget import Budget
from tracker.github.protocol import (
    API_VERSION,
    BadToken,
    Outcome,
    Unreachable,
    classify,
    next_link,
    redact,
    wait_seconds,
)

USER_AGENT = "framework-tracker (+https://github.com/framework-tracker/framework-tracker)"
JSON = "application/vnd.github+json"
RAW = "application/vnd.github.raw+json"
TRIES = 5
LIMIT_TRIES = 6
REPLAY_HEADER = "x-tracker-replay"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the outcome, the decoded body (or text), and what a caller may want to keep."""

    outcome: Outcome
    status: int
    body: Any = None
    text: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    url: str = ""
    moved: bool = False

    @property
    def etag(self) -> str | None:
        return self.headers.get("etag")

    @property
    def next(self) -> str | None:
        return next_link(self.headers.get("link"))


class GitHubClient:
    """Asks GitHub. Safe for several threads; all share one budget and one identity."""

    def __init__(
        self,
        api_url: str,
        token: str | None,
        budget: Budget | None = None,
        *,
        transport: httpx.BaseTransport | None = None,
        timeout: float = 15.0,
    ) -> None:
        self.api_url = api_url.rstrip("/")
        self.budget = budget or Budget(authorised=token is not None)
        self.provenance = "github"
        self.proven = False  # the token was accepted once: a later 401 may be a hiccup
        self._token = token
        self._refused_owners: set[str] = set()
        self._lock = threading.Lock()
        self._http = httpx.Client(timeout=timeout, transport=transport, follow_redirects=False)

    def __repr__(self) -> str:
        return f"GitHubClient({self.api_url}, {'with' if self._token else 'without'} token)"

    @property
    def authorised(self) -> bool:
        """Whether there is a token; GraphQL needs one."""
        return self._token is not None

    def close(self) -> None:
        """Give the connections back."""
        self._http.close()

    def get(
        self,
        path: str,
        params: Mapping[str, Any] | None = None,
        *,
        etag: str | None = None,
        accept: str = JSON,
        expect: type | None = None,
        owner: str | None = None,
    ) -> Answer:
        """GET a path or a URL of this API. `expect` is the type of a good body; others are tried again.

        Raises BadToken, RateLimited, Unreachable. Every other outcome is returned.
        """
        url = path if path.startswith("http") else f"{self.api_url}{path}"
        headers = {"Accept": accept, **({"If-None-Match": etag} if etag else {})}
        answer = self._ask("GET", url, headers, params=params, expect=expect, owner=owner)
        for _ in range(3):
            if answer.outcome is not Outcome.MOVED:
                return answer
            target = urljoin(answer.url, answer.headers.get("location", ""))
            again = self._ask("GET", target, headers, expect=expect, owner=owner)
            answer = Answer(
                again.outcome, again.status, again.body, again.text, again.headers, again.url, True
            )
        raise Unreachable(f"GitHub sends {urlsplit(url).path} around in circles")

    def post_graphql(self, query: str, variables: Mapping[str, Any]) -> Answer:
        """One GraphQL request, without retry of what is too heavy: the batcher makes it lighter."""
        if self._token is None:
            raise BadToken("GraphQL needs a token: set TRACKER_TOKEN")
        body = json.dumps({"query": query, "variables": dict(variables)})
        url = self.api_url.removesuffix("/v3") + "/graphql"
        answer = self._ask("POST", url, {"Accept": JSON}, content=body, bucket="graphql")
        self.budget.spent.points += _cost(answer.body)
        return answer

    def _ask(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        *,
        params: Mapping[str, Any] | None = None,
        content: str | None = None,
        bucket: str = "core",
        expect: type | None = None,
        owner: str | None = None,
    ) -> Answer:
        bucket = "search" if "/search/" in url else bucket
        tries, limited = 0, 0
        problem = "no answer"
        while tries < TRIES:
            with_token = self._may_show_token(url, owner)
            name = bucket if with_token or not self._token else f"anonymous {bucket}"
            try:
                answer = self._send(method, url, headers, params, content, name, with_token)
            except (httpx.TransportError, httpx.DecodingError) as error:
                problem = f"{type(error).__name__}: {error}"
                tries = self._back_off(tries)
                continue
            outcome = answer.outcome
            if outcome in (Outcome.PRIMARY, Outcome.SECONDARY):
                limited += 1
                wait = wait_seconds(answer.headers, self.budget.now(), limited - 1)
                self.budget.pause(wait if limited < LIMIT_TRIES else max(wait, 3600.0), bucket)
            elif outcome is Outcome.POLICY and with_token and owner:
                with self._lock:
                    self._refused_owners.add(owner.lower())
            elif outcome is Outcome.BAD_TOKEN and (not self.proven or tries >= 2):
                raise BadToken(self._bad_token(answer))
            elif (outcome is Outcome.TRANSIENT and bucket == "graphql") or self._good(answer, expect):
                return answer
            else:
                problem = f"status {answer.status}"
                tries = self._back_off(tries)
        raise Unreachable(self._unreachable(url, problem))

    def _send(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        params: Mapping[str, Any] | None,
        content: str | None,
        bucket: str,
        with_token: bool,
    ) -> Answer:
        sent = {**headers, "User-Agent": USER_AGENT, "X-GitHub-Api-Version": API_VERSION}
        if with_token:
            sent["Authorization"] = f"Bearer {self._token}"
        self.budget.take(bucket)
        began = time.monotonic()
        response = self._http.request(method, url, params=params, content=content, headers=sent)
        got = {name.lower(): value for name, value in response.headers.items()}
        free = response.status_code == 304 and with_token
        free = free or urlsplit(url).path.endswith("/rate_limit")
        self.budget.learn(bucket, got, free=free, seconds=time.monotonic() - began)
        self.budget.spent.bytes += len(response.content)
        if REPLAY_HEADER in got:
            self.provenance = "replay"
        body = _decode(response)
        outcome = (
            _graphql_outcome(body, got)
            if bucket.endswith("graphql") and response.status_code == 200
            else None
        )
        outcome = outcome or classify(response.status_code, got, body)
        if outcome in (Outcome.OK, Outcome.NOT_MODIFIED) and with_token:
            self.proven = True
        return Answer(outcome, response.status_code, body, response.text if body is None else "", got, url)

    def _good(self, answer: Answer, expect: type | None) -> bool:
        """Whether an answer can be handed on: not a fault, not HTML in place of JSON, not half a body."""
        if answer.outcome in (Outcome.TRANSIENT, Outcome.PENDING, Outcome.BAD_TOKEN, Outcome.POLICY):
            return answer.outcome is Outcome.POLICY
        if answer.outcome is not Outcome.OK:
            return True
        if expect is str:
            return not answer.headers.get("content-type", "").startswith("text/html")
        return isinstance(answer.body, expect or (dict, list))

    def _may_show_token(self, url: str, owner: str | None) -> bool:
        """The token goes to the API's own host only, and not to owners who refuse it."""
        same_host = urlsplit(url)[:2] == urlsplit(self.api_url)[:2]
        return self._token is not None and same_host and (owner or "").lower() not in self._refused_owners

    def _back_off(self, tries: int) -> int:
        self.budget.sleep(min(2**tries, 8) * (0.5 + random.random() / 2))  # noqa: S311 - jitter
        return tries + 1

    def _bad_token(self, answer: Answer) -> str:
        if self._token is None:
            return "GitHub wants a token for this: set TRACKER_TOKEN"
        return "GitHub refuses the token (it is wrong or has expired): renew TRACKER_TOKEN, or unset it"

    def _unreachable(self, url: str, problem: str) -> str:
        host = urlsplit(url).netloc
        return redact(f"{host} cannot be asked ({problem}). Check the network and TRACKER_GITHUB_API_URL")


def _decode(response: httpx.Response) -> Any:
    """The JSON body, or None for anything else."""
    if "json" not in response.headers.get("content-type", "") or "raw" in response.headers.get(
        "content-type", ""
    ):
        return None
    try:
        return response.json()
    except ValueError:
        return None


def _cost(body: Any) -> int:
    """The points a query cost, as its own rateLimit field says."""
    data = body.get("data") if isinstance(body, dict) else None
    rate = data.get("rateLimit") if isinstance(data, dict) else None
    return int(rate.get("cost") or 0) if isinstance(rate, dict) else 0


def _graphql_outcome(body: Any, headers: Mapping[str, str]) -> Outcome | None:
    """GraphQL says 'limit' inside a 200; other errors are the batcher's to read."""
    if not isinstance(body, dict):
        return Outcome.TRANSIENT
    kinds = {str(e.get("type", "")) for e in body.get("errors") or [] if isinstance(e, dict)}
    if kinds & {"RATE_LIMIT", "RATE_LIMITED"}:
        return Outcome.PRIMARY if headers.get("x-ratelimit-remaining") == "0" else Outcome.SECONDARY
    texts = " ".join(str(e.get("message", "")) for e in body.get("errors") or [] if isinstance(e, dict))
    if "secondary rate limit" in f"{texts} {body.get('message', '')}":
        return Outcome.SECONDARY
    return None
