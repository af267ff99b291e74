"""Primary rate limits of the replay: one budget a caller and bucket, in the replay's own time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock

from tracker.replay.replies import DOCS, Reply, answer, refusal
from tracker.replay.world import seconds


@dataclass(slots=True)
class Limits:
    """Budgets a window (an hour; a minute for search), and how large a GraphQL query may be.

    `graphql_capacity`: queries that touch more repositories fail with `over_capacity`, one of '502', '504',
    'resource_limits', 'something_went_wrong', 'timeout_on_validation'. None: no such limit.
    """

    core: int = 5_000
    core_anonymous: int = 60
    graphql: int = 5_000
    search: int = 30
    search_anonymous: int = 10
    status: int = 403  # of a refused REST request; GitHub uses 429 as well
    graphql_capacity: int | None = None
    over_capacity: str = "502"
    charge_counts: bool = True  # count-only connections cost as documented; observed answers are cheaper

    def size(self, resource: str, token: str | None) -> int:
        """The budget of a bucket for a caller."""
        if resource == "graphql":
            return self.graphql if token else 0
        if resource == "search":
            return self.search if token else self.search_anonymous
        return self.core if token else self.core_anonymous


@dataclass(slots=True)
class Window:
    """What a caller has used of one bucket, and until when that counts (Unix seconds)."""

    reset: int
    used: int = 0


@dataclass(slots=True)
class Accounts:
    """Every caller's windows."""

    limits: Limits
    _windows: dict[tuple[str, str], Window] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def window(self, resource: str, token: str | None, now: datetime) -> Window:
        """The running window; a new one when the last has ended."""
        length = 60 if resource == "search" else 3_600
        key = (token or "", resource)
        with self._lock:
            window = self._windows.get(key)
            if window is None or window.reset <= seconds(now):
                window = self._windows[key] = Window(seconds(now) + length)
            return window

    def exhausted(self, resource: str, token: str | None, now: datetime) -> bool:
        """Whether nothing is left."""
        return self.window(resource, token, now).used >= self.limits.size(resource, token)

    def charge(self, resource: str, token: str | None, now: datetime, points: int) -> dict[str, str]:
        """Take points and return the headers that say so."""
        window = self.window(resource, token, now)
        with self._lock:
            window.used += points
        limit = self.limits.size(resource, token)
        return {
            "x-ratelimit-limit": str(limit),
            "x-ratelimit-remaining": str(max(limit - window.used, 0)),
            "x-ratelimit-used": str(min(window.used, limit)),
            "x-ratelimit-reset": str(window.reset),
            "x-ratelimit-resource": resource,
        }

    def spend_all(self, resource: str, token: str | None, now: datetime) -> None:
        """Leave nothing in a bucket, as when the user's other tools have used it up."""
        self.window(resource, token, now).used = self.limits.size(resource, token)

    def overview(self, token: str | None, now: datetime, version: str) -> Reply:
        """The answer of /rate_limit; the old version has the core bucket twice."""
        resources = {name: self._row(name, token, now) for name in ("core", "search", "graphql")}
        body: dict[str, object] = {"resources": resources}
        if version == "2022-11-28":
            body["rate"] = resources["core"]
        reply = answer(body)
        reply.points = 0
        return reply

    def _row(self, resource: str, token: str | None, now: datetime) -> dict[str, object]:
        window, limit = self.window(resource, token, now), self.limits.size(resource, token)
        used = min(window.used, limit)
        left = limit - used
        return {"limit": limit, "used": used, "remaining": left, "reset": window.reset, "resource": resource}

    def refusal(self, resource: str, token: str | None) -> Reply:
        """The answer to a caller with nothing left; GraphQL says it inside a 200."""
        if resource == "graphql":
            message = "API rate limit already exceeded for user ID 1."
            error = {"type": "RATE_LIMIT", "code": "graphql_rate_limit", "message": message}
            reply = answer({"errors": [error]})
        else:
            who = "user ID 1." if token else "127.0.0.1."
            text = f"API rate limit exceeded for {who} If you reach out to GitHub Support for help, please "
            text += "include the request ID 0000:REPLAY:1."
            where = f"{DOCS}/using-the-rest-api/rate-limits-for-the-rest-api"
            reply = refusal(self.limits.status, text, where)
        reply.points, reply.resource = 0, resource
        return reply
