"""The quota: one budget per bucket, learned from answers; a reserve, a pace, and one pause for everybody."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock

from tracker.github.protocol import LONGEST_WAIT, RateLimited, whole_number

RESERVE_SHARE, RESERVE_LEAST = 0.10, 50  # so that the person's own tools still work
ANONYMOUS = "anonymous "  # begins the names of the buckets that requests without our token draw from
GRAPHQL_SECONDS = 45.0  # of answering time in a minute; GitHub's own limit is 60
Clock = Callable[[], float]
Sleep = Callable[[float], None]


@dataclass
class RateWindow:
    """What is known of one window: its size, what is left of it, when it begins anew (Unix seconds)."""

    limit: int | None = None
    remaining: int | None = None
    reset: float = 0.0

    def spendable(self, reserve: bool) -> int | None:
        """What may be spent now; None while nothing is known."""
        if self.remaining is None:
            return None
        kept = max(RESERVE_LEAST, int((self.limit or 0) * RESERVE_SHARE)) if reserve else 0
        return self.remaining - kept


@dataclass
class Spent:
    """What was used: requests that cost quota, free ones, GraphQL points, bytes received."""

    requests: int = 0
    not_modified: int = 0
    points: int = 0
    bytes: int = 0


@dataclass
class Budget:
    """Shared by all workers of one identity. `rate` is requests a second (None: as fast as it goes).

    A pause holds every bucket, but for the anonymous ones: requests without our token (for owners who
    refuse it) have a limit of their own, without reserve, and their end is not the run's.

    `take` waits for its turn; it never sleeps longer than `max_wait` seconds at a time and raises
    RateLimited instead, so that the caller can keep its position and end.
    """

    authorised: bool = False
    rate: float | None = 10.0
    max_wait: float = 900.0
    now: Clock = time.time
    sleep: Sleep = time.sleep
    buckets: dict[str, RateWindow] = field(default_factory=dict)
    spent: Spent = field(default_factory=Spent)
    _pauses: dict[str, float] = field(default_factory=dict)
    _next_turn: float = 0.0
    _graphql: deque[tuple[float, float]] = field(default_factory=deque)
    _lock: Lock = field(default_factory=Lock)

    def take(self, bucket: str) -> None:
        """Wait until one more request may be sent. Raises RateLimited when that is too far away."""
        while True:
            with self._lock:
                moment = self._free_at(bucket)
                if moment <= self.now():
                    self._reserve_turn(bucket)
                    return
            self._wait_until(moment, bucket)

    def _free_at(self, name: str) -> float:
        """When the next request of a bucket may go out (now or earlier: at once)."""
        paused = max(self._pauses.get("", 0.0), self._pauses.get(name, 0.0))
        moment = max(paused, self._next_turn if self.rate else 0.0)
        bucket = self.buckets.get(name)
        if bucket is not None and bucket.reset > self.now():
            left = bucket.spendable(self._keeps_some(name))
            if left is not None and left <= 0:
                moment = max(moment, bucket.reset + 1)
        return max(moment, self._graphql_free_at()) if name == "graphql" else moment

    def _keeps_some(self, name: str) -> bool:
        return self.authorised and not name.startswith(ANONYMOUS)

    def _reserve_turn(self, name: str) -> None:
        if self.rate:
            self._next_turn = max(self._next_turn, self.now()) + 1 / self.rate
        bucket = self.buckets.get(name)
        if bucket is not None and bucket.remaining is not None:
            bucket.remaining -= 1  # until the answer says better: requests in flight count

    def _graphql_free_at(self) -> float:
        while self._graphql and self._graphql[0][0] < self.now() - 60:
            self._graphql.popleft()
        if sum(seconds for _, seconds in self._graphql) < GRAPHQL_SECONDS:
            return 0.0
        return self._graphql[0][0] + 60

    def learn(self, bucket: str, headers: Mapping[str, str], *, free: bool, seconds: float = 0.0) -> None:
        """Take in what an answer says about its window; `free` for a 304 that cost nothing."""
        with self._lock:
            if free:
                self.spent.not_modified += 1
            else:
                self.spent.requests += 1
            if bucket == "graphql":
                self._graphql.append((self.now(), seconds))
            left = whole_number(headers.get("x-ratelimit-remaining"))
            reset = self._within_a_day(whole_number(headers.get("x-ratelimit-reset")))
            if left is not None and reset is not None:
                known = self.buckets.setdefault(bucket, RateWindow())
                same_window = known.reset == reset and known.remaining is not None
                # Answers overtake one another: within a window the smaller number is the newer one.
                known.remaining = min(known.remaining or 0, left) if same_window else left
                known.limit, known.reset = whole_number(headers.get("x-ratelimit-limit")), reset

    def _within_a_day(self, reset: float | None) -> float | None:
        """The end of a window; one that is further away is nobody's hour, and would be waited for."""
        return None if reset is None else min(float(reset), self.now() + LONGEST_WAIT)

    def count(self, *, points: int = 0, received: int = 0) -> None:
        """Add to what was spent: GraphQL points, bytes received."""
        with self._lock:
            self.spent.points += points
            self.spent.bytes += received

    def pause(self, seconds: float, bucket: str) -> None:
        """Hold all workers for a while: one was refused. Raises RateLimited when it is too long."""
        held = bucket if bucket.startswith(ANONYMOUS) else ""
        with self._lock:
            until = self._pauses[held] = max(self._pauses.get(held, 0.0), self.now() + seconds)
        self._wait_until(until, bucket)

    def _wait_until(self, moment: float, bucket: str) -> None:
        seconds = moment - self.now()
        if seconds > self.max_wait:
            raise RateLimited(datetime.fromtimestamp(moment, UTC), bucket)
        if seconds > 0:
            self.sleep(seconds)

    def know(self, bucket: str, limit: int, remaining: int, reset: float) -> None:
        """Take in what `/rate_limit` says about a window."""
        with self._lock:
            self.buckets[bucket] = RateWindow(limit, remaining, self._within_a_day(reset) or 0.0)

    def knows(self, bucket: str) -> bool:
        """Whether the window that runs now is known."""
        with self._lock:
            return bucket in self.buckets and self.buckets[bucket].reset > self.now()

    def room(self, bucket: str) -> tuple[int | None, int | None, datetime | None]:
        """(what may be spent before its window ends, what a whole window offers, when it ends).

        What may be spent is None when no limit is known, or one so near its end that it would be waited for.
        """
        with self._lock:
            known = self.buckets.get(bucket)
            if known is None or known.limit is None:
                return None, None, None
            keeps = self._keeps_some(bucket)
            whole = RateWindow(known.limit, known.limit).spendable(keeps)
            if known.reset - self.now() <= self.max_wait:
                return None, whole, None
            return max(0, known.spendable(keeps) or 0), whole, datetime.fromtimestamp(known.reset, UTC)

    def left(self, bucket: str) -> int | None:
        """How many requests of a bucket may still be spent; None while nothing is known."""
        with self._lock:
            known = self.buckets.get(bucket)
            return None if known is None else known.spendable(self._keeps_some(bucket))
