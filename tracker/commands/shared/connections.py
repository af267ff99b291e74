"""How long a connection may say nothing, how many there may be, who makes room when all are taken."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

MOST = 256  # connections
SPARE = 32  # file descriptors for everything else: the database, files, what the system accepts ahead
SILENT = 10.0  # seconds until a whole request must have come
STALLED = 30.0  # seconds in which a reader must take something of what it asked for


def most_connections() -> int:
    """As many as the limit of file descriptors leaves room for, and at most MOST."""
    try:
        import resource
    except ImportError:  # not POSIX: no such limit to ask for
        return MOST
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MOST if soft < 0 else max(8, min(MOST, soft // 2 - SPARE))


class BoundedProtocol(H11Protocol):
    """Uvicorn's HTTP/1.1, with deadlines for the silent and the stalled, and a bound on their number."""

    most = most_connections()
    silent = SILENT
    stalled = STALLED

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._until: asyncio.TimerHandle | None = None
        self._idle_since = monotonic()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A new one; when there are too many, the one that has been idle for longest goes, else this one."""
        super().connection_made(transport)
        self._await(self.silent)
        if len(self.connections) > self.most:
            idle = [one for one in self.connections if isinstance(one, BoundedProtocol) and one.is_idle()]
            min(idle, key=lambda one: one._idle_since, default=self)._abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """It is over."""
        self._forget()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """A whole request ends the waiting; a part of one does not."""
        super().data_received(data)
        if not self.is_idle():
            self._forget()

    def on_response_complete(self) -> None:
        """The next request has its own time."""
        self._await(self.silent)
        super().on_response_complete()
        if not self.is_idle():  # the next one was here already
            self._forget()

    def pause_writing(self) -> None:
        """The other end does not read."""
        super().pause_writing()
        self._await(self.stalled)

    def resume_writing(self) -> None:
        """It reads again."""
        super().resume_writing()
        self._forget()

    def is_idle(self) -> bool:
        """Whether no request is being answered."""
        return self.cycle is None or self.cycle.response_complete

    def _await(self, seconds: float) -> None:
        self._forget()
        self._idle_since = monotonic()
        self._until = self.loop.call_later(seconds, self._abort)

    def _forget(self) -> None:
        if self._until is not None:
            self._until.cancel()
            self._until = None

    def _abort(self) -> None:
        self.connections.discard(self)  # at once: many may come before the loop turns
        if self.transport is not None:
            self.transport.abort()
