"""What goes wrong on the way: single faults on demand, and random ones at a given rate."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from tracker.replay.replies import (
    Reply,
    Request,
    answer,
    bad_credentials,
    refusal,
    secondary_limit,
    secondary_text,
)

SERVER_ERRORS = {"500": 500, "502": 502, "503": 503, "504": 504}
PASSING = (
    "500",
    "502",
    "503",
    "504",
    "html",
    "truncated",
    "reset",
    "slow",
    "secondary_403",
    "secondary_429",
    "429",
)
KINDS = (*PASSING, "202", "empty", "401", "schema")


@dataclass(slots=True)
class Planned:
    """A fault that waits for its turn."""

    kind: str
    path: str | None
    retry_after: int | None


@dataclass(slots=True)
class Faults:
    """Random faults: each request fails with probability `rate`, by one of `kinds` (see KINDS).

    The default kinds pass by themselves: a client that tries again gets the true answer. `retry_after`
    is what limits ask to wait, in seconds; None leaves the header out.
    """

    rate: float = 0.0
    seed: int = 1
    kinds: Sequence[str] = PASSING
    retry_after: int | None = 1
    slow_seconds: float = 0.2
    in_a_row: int = 2  # at most so many on the same address, so that retries can win
    twist: Callable[[Request, Reply], Reply] | None = None  # what every answer is made of before it is sent
    _random: random.Random = field(init=False)
    _planned: list[Planned] = field(default_factory=list)
    _streaks: dict[str, int] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        for kind in self.kinds:
            _known(kind)
        self._random = random.Random(self.seed)  # noqa: S311 - faults need no secrecy

    def plan(
        self, kind: str, times: int = 1, path: str | None = None, retry_after: int | None = None
    ) -> None:
        """The next `times` requests whose address contains `path` (all, without one) fail this way."""
        _known(kind)
        with self._lock:
            self._planned += [Planned(kind, path, retry_after) for _ in range(times)]

    def strike(self, request: Request) -> Planned | None:
        """The fault that hits this request, if any."""
        with self._lock:
            for planned in self._planned:
                if planned.path is None or planned.path in request.path:
                    self._planned.remove(planned)
                    return planned
            return self._by_chance(f"{request.method} {request.path} {sorted(request.query.items())}")

    def _by_chance(self, address: str) -> Planned | None:
        streak = self._streaks.get(address, 0)
        if self._random.random() >= self.rate or streak >= self.in_a_row:
            self._streaks[address] = 0
            return None
        self._streaks[address] = streak + 1
        return Planned(self._random.choice(list(self.kinds)), None, self.retry_after)


def _known(kind: str) -> None:
    if kind not in KINDS:
        raise ValueError(f"unknown fault {kind!r}; known are {', '.join(KINDS)}")


def instead(planned: Planned, request: Request) -> Reply | None:
    """The answer given in place of the true one; None for faults of the true answer's delivery."""
    kind = planned.kind
    if kind in SERVER_ERRORS:
        page = b"<html><head><title>Server Error</title></head><body>Unicorn!</body></html>"
        if kind == "502":
            return answer({"message": "Server Error"}, 502)
        return Reply(SERVER_ERRORS[kind], page, {"content-type": "text/html"}, points=0)
    if kind == "html":
        body = b"<!DOCTYPE html><html><body>This page is taking too long to load.</body></html>"
        return Reply(200, body, {"content-type": "text/html; charset=utf-8"}, points=0)
    if kind in ("secondary_403", "secondary_429", "429"):
        return _limit(planned, request)
    if kind == "202":
        return answer({}, 202)
    if kind == "empty":
        return Reply(200, b"", {"content-type": "application/json; charset=utf-8"}, points=0)
    return bad_credentials() if kind == "401" else None


def _limit(planned: Planned, request: Request) -> Reply:
    if planned.kind == "429":
        reply = refusal(429, "Too many requests")
        reply.headers["retry-after"] = str(1 if planned.retry_after is None else planned.retry_after)
        return reply
    if request.path == "/graphql" and planned.kind == "secondary_429":
        reply = answer({"errors": [{"message": secondary_text()}]})
        if planned.retry_after is not None:
            reply.headers["retry-after"] = str(planned.retry_after)
        return reply
    return secondary_limit(403 if planned.kind == "secondary_403" else 429, planned.retry_after)


def renamed(reply: Reply) -> Reply:
    """The true answer under a changed schema: every known key has got another name."""
    if "json" not in reply.headers.get("content-type", "") or not reply.body:
        return reply
    changed = json.dumps(_rename(json.loads(reply.body))).encode()
    return Reply(reply.status, changed, reply.headers, reply.points, reply.resource)


def _rename(value: Any) -> Any:
    if isinstance(value, dict):
        return {key if key == "data" else f"{key}_v2": _rename(inside) for key, inside in value.items()}
    return [_rename(inside) for inside in value] if isinstance(value, list) else value
