"""Fair shares: so many requests a minute for each client, told in headers; more are asked to wait."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import ceil
from threading import Lock
from time import monotonic

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboards.api.problems import problem

REMEMBERED = 10_000  # clients; the one not seen for longest is forgotten first


@dataclass
class Bucket:
    """What a client has left, and as of when."""

    left: float
    at: float


class Shares:
    """A bucket a client: it fills evenly, and holds one minute's share."""

    def __init__(self, a_minute: int, clock: Callable[[], float] = monotonic) -> None:
        self.a_minute, self._clock = a_minute, clock
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()
        self._lock = Lock()

    def take(self, client: str) -> tuple[int, float]:
        """(requests left, seconds to wait): 0 seconds when this one may pass."""
        now = self._clock()
        with self._lock:
            bucket = self._buckets.setdefault(client, Bucket(self.a_minute, now))
            self._buckets.move_to_end(client)
            if len(self._buckets) > REMEMBERED:
                self._buckets.popitem(last=False)
            rate = self.a_minute / 60
            bucket.left = min(self.a_minute, bucket.left + (now - bucket.at) * rate)
            bucket.at = now
            if bucket.left < 1:
                return 0, (1 - bucket.left) / rate
            bucket.left -= 1
            return int(bucket.left), 0.0


class Limiter:
    """Middleware: counts by the client's address. `a_minute` 0 means no limit."""

    def __init__(self, app: ASGIApp, a_minute: int) -> None:
        self.app, self.shares = app, Shares(a_minute) if a_minute else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or self.shares is None:
            await self.app(scope, receive, send)
            return
        client = scope.get("client")
        left, wait = self.shares.take(client[0] if client else "")
        policy = {"RateLimit-Limit": str(self.shares.a_minute), "RateLimit-Remaining": str(left)}
        if wait:
            seconds = str(ceil(wait))
            detail = f"At most {self.shares.a_minute} requests a minute. Go on in {seconds} s."
            headers = {**policy, "Retry-After": seconds}
            await self.refusal(Request(scope), detail, headers)(scope, receive, send)
            return

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in policy.items():
                    headers[name] = value
            await send(message)

        await self.app(scope, receive, told)

    def refusal(self, request: Request, detail: str, headers: Mapping[str, str]) -> Response:
        """What is answered to more than the share."""
        return problem(request, 429, detail, headers=headers)
