"""pypistats.org played back on loopback, as strict as the real one: names, limits, 180 days, refusals."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from threading import Lock, Thread
from types import TracebackType
from typing import Any

from tracker.replay.faults import Faults, Planned, instead, renamed
from tracker.replay.replies import Reply, Request, answer
from tracker.replay.wire import Listener

SERVED = 180  # days
LIMITS = ((5, 1.0), (30, 60.0))  # (requests, seconds) of one address
FRESH = 1  # o'clock UTC: from then on yesterday's numbers are there
PERIODS = {"day": 1, "week": 7, "month": 30}
OTHERS = {"python_major": "3", "python_minor": "3.12", "system": "Linux"}
PATH = re.compile(r"/api/packages/([^/]+)/(recent|overall|python_major|python_minor|system)")
Downloads = dict[date, int]


@dataclass
class Pypistats:
    """A server over made-up downloads: {package: {day: without mirrors}}; mirrors add `mirrored` a day.

    `clock` is its present; `seconds()` is what its limits are counted by. Faults are GitHub's replay's.
    """

    clock: datetime
    packages: Mapping[str, Downloads] = field(default_factory=dict)
    mirrored: int = 7
    faults: Faults = field(default_factory=Faults)
    seconds: Any = None  # Callable[[], float]; None: the clock of the machine
    log: list[tuple[str, int]] = field(default_factory=list)  # (path with its query, status)

    def __post_init__(self) -> None:
        self._recent: dict[int, deque[float]] = defaultdict(deque)
        self._lock = Lock()
        self._listener = Listener("127.0.0.1", 0, self._answer, lambda: datetime.now(UTC))
        self._thread = Thread(target=self._listener.serve_forever, args=(0.05,), daemon=True)

    @property
    def url(self) -> str:
        """Where it listens."""
        return self._listener.address

    def __enter__(self) -> Pypistats:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.shutdown()
        self._listener.hang_up()
        self._listener.server_close()
        self._thread.join()

    def _answer(self, request: Request) -> tuple[Reply, Planned | None]:
        fault = self.faults.strike(request)
        reply = instead(fault, request) if fault else None
        if reply is None:
            reply = self._limited(request)
            if fault and fault.kind == "schema":
                reply = renamed(reply)
        query = "&".join(f"{k}={v}" for k, v in request.query.items())
        with self._lock:
            self.log.append((f"{request.path}?{query}" if query else request.path, reply.status))
        return reply, fault

    def _limited(self, request: Request) -> Reply:
        now = self.seconds() if self.seconds else _monotonic()
        with self._lock:
            for number, (many, seconds) in enumerate(LIMITS):
                recent = self._recent[number]
                while recent and recent[0] <= now - seconds:
                    recent.popleft()
                if len(recent) >= many:
                    return Reply(429, b"RATE LIMIT EXCEEDED", {"content-type": "text/html; charset=utf-8"})
            for number in range(len(LIMITS)):
                self._recent[number].append(now)
        return self._found(request)

    def _found(self, request: Request) -> Reply:
        match = PATH.fullmatch(request.path)
        if match is None or request.method != "GET":
            return _missing()
        name, what = match[1].replace(".", "-").replace("_", "-"), match[2]
        served = self._served(name)
        if what == "recent":
            return _missing() if served is None else self._sums(name, served, request.query.get("period"))
        if what == "overall":
            return _missing() if served is None else self._overall(name, served, request.query)
        rows = [{"category": OTHERS[what], "date": d.isoformat(), "downloads": n}
                for d, n in sorted((served or {}).items()) if n]  # fmt: skip
        return answer({"data": rows, "package": name, "type": f"{what}_downloads"})

    def _served(self, name: str) -> Downloads | None:
        """The days that are there now; letters are not lowered, so 'Theano' is unknown."""
        if name not in self.packages:
            return None
        late = 1 if self.clock.hour >= FRESH else 2
        last = self.clock.date() - timedelta(days=late)
        first = last - timedelta(days=SERVED - 1)
        return {day: many for day, many in self.packages[name].items() if first <= day <= last}

    def _sums(self, name: str, served: Downloads, period: str | None) -> Reply:
        if period is not None and period not in PERIODS:
            return _missing()
        last = max(served, default=self.clock.date())
        sums = {
            f"last_{word}": sum(many for day, many in served.items() if (last - day).days < days)
            for word, days in PERIODS.items()
            if period in (None, word)
        }
        return answer({"data": sums, "package": name, "type": "recent_downloads"})

    def _overall(self, name: str, served: Downloads, query: Mapping[str, str]) -> Reply:
        """By category, then by day; a day without downloads has no row. A wrong `mirrors` is ignored."""
        wanted = {"true": ("with_mirrors",), "false": ("without_mirrors",)}.get(
            query.get("mirrors", ""), ("with_mirrors", "without_mirrors")
        )
        more = {"with_mirrors": self.mirrored, "without_mirrors": 0}
        rows = [
            {"category": category, "date": day.isoformat(), "downloads": many + more[category]}
            for category in wanted
            for day, many in sorted(served.items())
            if many
        ]
        return answer({"data": rows, "package": name, "type": "overall_downloads"})


def _missing() -> Reply:
    return Reply(404, b"404 - Not Found", {"content-type": "text/html; charset=utf-8"})


def _monotonic() -> float:
    import time

    return time.monotonic()
