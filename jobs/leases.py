"""The right to run a job: held by one process at a time, renewed while it works, free again when it dies."""

from __future__ import annotations

import logging
import os
import threading
from datetime import timedelta
from types import TracebackType

from tracker import processes
from tracker.store.store import Store

log = logging.getLogger(__name__)
TTL = timedelta(seconds=60)


class Busy(Exception):
    """Another living process holds the lease; the message names it."""


class Lease:
    """Context manager around a run. Time is the database's, not a replay's: a lease must run out."""

    def __init__(self, store: Store, name: str, lost: threading.Event) -> None:
        self._store, self._name, self._lost, self._ttl = store, name, lost, TTL
        self.holder = processes.holder()
        self._done = threading.Event()
        self._keeper = threading.Thread(target=self._keep, name=f"lease of {name}", daemon=True)

    def __enter__(self) -> Lease:
        """Take the lease. Raises Busy when another process holds it and lives."""
        if not self._take():
            holder = self._store.runs.holder(self._name)
            if holder and is_dead(holder):
                log.info("the lease of %s was held by a process that is gone (%s)", self._name, holder)
                self._store.runs.release(self._name, holder, self._store.runs.clock())
            if not self._take():
                raise Busy(
                    f"{self._name} is being run by another process ({describe(holder)}). "
                    f"Wait for it; a process that died is forgotten after {self._ttl.seconds} s"
                )
        self._keeper.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        self._keeper.join()
        self._store.runs.release(self._name, self.holder, self._store.runs.clock())

    def _take(self) -> bool:
        runs = self._store.runs
        return runs.lease(self._name, self.holder, runs.clock(), self._ttl) is not None

    def _keep(self) -> None:
        while not self._done.wait(self._ttl.total_seconds() / 4):
            if not self._take():
                log.error("the lease of %s was taken over by another process; stopping", self._name)
                self._lost.set()
                return


def is_dead(holder: str) -> bool:
    """Whether the holder certainly is gone: a process of this machine that no longer exists, or was us."""
    if processes.pid_here(holder) == os.getpid():
        return not any(t.name.startswith("lease of ") for t in threading.enumerate())
    return processes.holder_is_gone(holder)


def describe(holder: str | None) -> str:
    """A holder for people."""
    host, _, rest = (holder or "").partition(":")
    return f"process {rest.split(':')[0]} on {host}" if host else "unknown"
