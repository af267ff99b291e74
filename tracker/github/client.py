"""The only sender: GitHub over HTTP, with limits obeyed, faults survived, redirects followed by hand."""

from __future__ import annotations

import json
import logging
import random
import threading
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx

from tracker.github.answers import Answer, decode, graphql_outcome, is_good, points
from tracker.github.budget import ANONYMOUS, Budget
from tracker.github.protocol import (
    API_VERSION,
    AnswerKind,
    BadToken,
    Malformed,
    Offline,
    OwnerRefuses,
    RateLimited,
    Unreachable,
    classify,
    reading,
    redact,
    sent_at,
    wait_seconds,
)
from tracker.github.version import Version
from tracker.network.bounds import TooLarge, whole
from tracker.network.deadline import deadline
from tracker.network.transport import ProxyFailed, Transport, received, without_user

USER_AGENT = "framework-tracker (+https://github.com/framework-tracker/framework-tracker)"
JSON = "application/vnd.github+json"
RAW = "application/vnd.github.raw+json"
TRIES = 5
LIMIT_TRIES = 6
SILENCES = 3  # requests in a row without any answer, after which nobody is there
GRAPHQL_AT_ONCE = 2
BUCKETS = ("core", "graphql", "search")
LONGEST, LARGEST = 60.0, 24 << 20  # seconds and bytes of one body, however slowly it drips
REPLAY_HEADER = "x-tracker-replay"
log = logging.getLogger(__name__)


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
        self.api_url, self._password = without_user(api_url.rstrip("/"))
        self.budget = budget or Budget(authorised=token is not None)
        self.provenance = "github"
        self.proven = False  # the token was accepted once: a later 401 may be a hiccup
        self._token = token
        self._refused_owners: set[str] = set()
        self._silences = SILENCES - 1  # until the first answer, one silence says that nobody is there
        self._warned = False
        self._lock = threading.Lock()
        self._graphql = threading.BoundedSemaphore(GRAPHQL_AT_ONCE)
        self.version = Version()
        self.date: datetime | None = None  # GitHub's own clock, as its last answer says
        self.ahead: timedelta | None = None  # by how much the budget's clock was ahead of it then
        self._http = httpx.Client(
            timeout=timeout, transport=transport or Transport(), follow_redirects=False, trust_env=False
        )

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

        Raises BadToken, RateLimited, Unreachable (Offline when nobody answers at all) and OwnerRefuses.
        Every other outcome is returned. With `owner`, one who refuses the token is asked without it.
        """
        url = path if path.startswith("http") else f"{self.api_url}{path}"
        headers = {"Accept": accept, **({"If-None-Match": etag} if etag else {})}
        answer = self._ask("GET", url, headers, params=params, expect=expect, owner=owner)
        for _ in range(3):
            if answer.outcome is not AnswerKind.MOVED:
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
        with self._graphql:
            answer = self._ask("POST", url, {"Accept": JSON}, content=body, bucket="graphql")
        self.budget.count(points=points(answer.body))
        return answer

    def learn_limits(self) -> None:
        """Ask how much may still be spent, which costs nothing. Servers without limits say nothing."""
        body = self.get("/rate_limit", expect=dict).body
        with reading("the rate limits"):
            for name, row in (body.get("resources") or {}).items():
                if name in BUCKETS:
                    self.budget.know(name, int(row["limit"]), int(row["remaining"]), float(row["reset"]))

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
        problem, oversized = "no answer", False
        while tries < TRIES:
            with_token, version = self._may_show_token(url, owner), self.version.current
            name = bucket if with_token or not self._token else f"{ANONYMOUS}{bucket}"
            try:
                answer = self._send(method, url, headers, params, content, name, with_token, version)
            except (httpx.TransportError, httpx.DecodingError) as error:
                problem = str(error) if isinstance(error, ProxyFailed) else f"{type(error).__name__}: {error}"
                tries = self._back_off(tries)
                continue
            except (httpx.InvalidURL, UnicodeError):
                raise Malformed(f"GitHub leads to what is no address, at {urlsplit(url).path}") from None
            except TooLarge as error:
                if oversized:
                    raise Malformed(f"GitHub's answer at {urlsplit(url).path}: {error}") from None
                oversized, tries = True, self._back_off(tries)
                continue
            except RateLimited as limit:
                raise self._limited(limit, name, owner) from None
            self._heard(answer)
            if self.version.refused(answer, version):
                continue
            outcome = answer.outcome
            if outcome in (AnswerKind.PRIMARY, AnswerKind.SECONDARY):
                limited += 1
                self._pause(answer, limited, name, owner)
            elif outcome is AnswerKind.POLICY and with_token and owner:
                with self._lock:
                    self._refused_owners.add(owner.lower())
            elif outcome is AnswerKind.BAD_TOKEN and (not self.proven or tries >= 2):
                raise BadToken(self._bad_token())
            elif (outcome is AnswerKind.TRANSIENT and bucket == "graphql") or is_good(answer, expect):
                return answer
            else:
                problem = f"status {answer.status}"
                tries = self._back_off(tries)
        raise self._unreachable(url, problem)

    def _send(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        params: Mapping[str, Any] | None,
        content: str | None,
        bucket: str,
        with_token: bool,
        version: str,
    ) -> Answer:
        sent = {**headers, "User-Agent": USER_AGENT, "X-GitHub-Api-Version": version}
        if with_token:
            sent["Authorization"] = f"Bearer {self._token}"
        elif self._password and self._is_ours(url):
            sent["Authorization"] = f"Basic {self._password}"
        self.budget.take(bucket)
        began = time.monotonic()
        stream = self._http.stream(method, url, params=params, content=content, headers=sent)
        with deadline(LONGEST), stream as response:
            raw = whole(_timely(response, began + LONGEST), LARGEST)
        got = {name.lower(): value for name, value in response.headers.items()}
        free = response.status_code == 304 and with_token
        free = free or urlsplit(url).path.endswith("/rate_limit")
        self.budget.learn(bucket, got, free=free, seconds=time.monotonic() - began)
        self.budget.count(received=received(response))
        body = decode(raw, got.get("content-type", ""))
        inside = response.status_code == 200 and bucket.endswith("graphql")
        outcome = graphql_outcome(body, got) if inside else None
        outcome = outcome or classify(response.status_code, got, body)
        if outcome in (AnswerKind.OK, AnswerKind.NOT_MODIFIED) and with_token:
            self.proven = True
        text = raw.decode(errors="replace") if body is None else ""
        return Answer(outcome, response.status_code, body, text, got, url)

    def _heard(self, answer: Answer) -> None:
        """Somebody is there. Says loudly when this version of the API is about to go."""
        path, request = urlsplit(answer.url).path, answer.headers.get("x-github-request-id", "-")
        log.debug("%s %s %s %s", answer.status, answer.outcome.value, path, request)
        with self._lock:
            self._silences = 0
            self._compare_clocks(answer)
            if REPLAY_HEADER in answer.headers:
                self.provenance = "replay"
            ending = answer.headers.get("sunset") or answer.headers.get("deprecation")
            warn, self._warned = bool(ending) and not self._warned, self._warned or bool(ending)
        if warn:
            log.warning("GitHub ends version %s of its API (%s): update the tracker", API_VERSION, ending)

    def _compare_clocks(self, answer: Answer) -> None:
        said = None if "age" in answer.headers else sent_at(answer.headers)  # a cache's answer is an old one
        if said is not None:
            self.date = said
            self.ahead = datetime.fromtimestamp(self.budget.now(), UTC) - said

    def _pause(self, answer: Answer, limited: int, bucket: str, owner: str | None) -> None:
        wait = wait_seconds(answer.headers, self.budget.now(), limited - 1)
        try:
            self.budget.pause(wait if limited < LIMIT_TRIES else max(wait, 3600.0), bucket)
        except RateLimited as limit:
            raise self._limited(limit, bucket, owner) from None

    def _limited(self, limit: RateLimited, bucket: str, owner: str | None) -> RateLimited | OwnerRefuses:
        """The end of our own quota ends the run; that of asking without the token, only one owner's turn."""
        if not bucket.startswith(ANONYMOUS):
            return limit
        when = f"{limit.until:%Y-%m-%d %H:%M} UTC"
        return OwnerRefuses(f"{owner} refuses this token; without one it can be asked again after {when}")

    def _may_show_token(self, url: str, owner: str | None) -> bool:
        """The token goes to the API's own host only, and not to owners who refuse it."""
        refuses = (owner or "").lower() in self._refused_owners
        return self._token is not None and self._is_ours(url) and not refuses

    def _is_ours(self, url: str) -> bool:
        return urlsplit(url)[:2] == urlsplit(self.api_url)[:2]

    def _back_off(self, tries: int) -> int:
        self.budget.sleep(min(2**tries, 8) * (0.5 + random.random() / 2))  # noqa: S311 - jitter
        return tries + 1

    def _bad_token(self) -> str:
        if self._token is None:
            return "GitHub wants a token for this: set TRACKER_TOKEN"
        return "GitHub refuses the token (it is wrong or has expired): renew TRACKER_TOKEN, or unset it"

    def _unreachable(self, url: str, problem: str) -> Unreachable:
        told = redact(f"{urlsplit(url).netloc} cannot be asked ({problem}).")
        told += "" if problem.startswith("the proxy") else " Check the network and TRACKER_GITHUB_API_URL"
        with self._lock:
            self._silences += 1
            return Offline(told) if self._silences >= SILENCES else Unreachable(told)


def _timely(response: httpx.Response, ends: float) -> Iterator[bytes]:
    """The pieces of a body. Raises what a broken connection raises, too, when it does not end in time."""
    for piece in response.iter_bytes():
        if time.monotonic() > ends:
            raise httpx.ReadTimeout("the answer does not end")
        yield piece
