"""What a job is, what it is handed, and what it hands back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any, Protocol
from zlib import crc32

from sqlalchemy import Engine

from tracker.config import Settings
from tracker.store.database import HeldLease
from tracker.store.runs import Missed
from tracker.store.session import StoreError, connect, sqlite_url, upgrade
from tracker.store.store import Store

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


class Stopped(Exception):
    """The process was asked to end, or lost its lease."""

    def __str__(self) -> str:
        return "stopped as asked; everything written so far is kept, and the next run goes on from there"


@dataclass(frozen=True, slots=True)
class Job:
    """One line of the schedule: what runs, how often, and after which other jobs it runs again."""

    name: str
    title: str
    every: timedelta
    module: str  # has `run(workspace, wanted) -> JobResult`; imported only when it runs
    offset: timedelta = timedelta(0)  # past the round hour or midnight, when everybody else asks
    after: tuple[str, ...] = ()

    def slot(self, now: datetime) -> str:
        """The period `now` lies in, by its start; a slot is never done twice."""
        return self._start(now).strftime("%Y-%m-%dT%H:%M")

    def next_due(self, now: datetime) -> datetime:
        """The start of the next period."""
        return self._start(now) + self.every

    def _start(self, now: datetime) -> datetime:
        return EPOCH + self.offset + (now - EPOCH - self.offset) // self.every * self.every


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of the watch list: of `of` parts the `number`-th, from 0; a followed name is in one of them."""

    number: int
    of: int

    def __str__(self) -> str:
        return f"{self.number + 1:02}/{self.of:02}"

    def holds(self, full_name: str) -> bool:
        """Whether a name, as it was asked for, is in this part."""
        return crc32(full_name.lower().encode()) % self.of == self.number


@dataclass(frozen=True, slots=True)
class Selection:
    """What a person asked for when running a job by hand; empty means everything."""

    repositories: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    full: bool = False
    slice: Slice | None = None  # of the watch list, where collectors share it

    @property
    def restricted(self) -> bool:
        """Whether this is less than the whole job, so that the schedule must not take it for done."""
        return bool(self.repositories or self.only)


@dataclass(frozen=True, slots=True)
class JobResult:
    """What a job did: 'done', 'partial' (see `missed`) or 'limited' (go on at `retry_at`)."""

    outcome: str = "done"
    message: str | None = None
    requests: int = 0
    points: int = 0
    observations: int = 0
    missed: Sequence[Missed] = ()
    retry_at: datetime | None = None


@dataclass
class Workspace:
    """Where jobs work: settings, the open database, the order to stop, and whom to tell of progress."""

    settings: Settings
    engine: Engine
    stopping: Event = field(default_factory=Event)
    clones: Path | None = None  # git clones, a cache; None: in the home
    lost: Event = field(default_factory=Event)  # this run's lease was taken over
    on_progress: Callable[..., Any] | None = None
    store: Store = field(init=False)

    def __post_init__(self) -> None:
        self.store = Store(self.engine)

    def for_run(self) -> Workspace:
        """The same workspace with a lease of its own to lose."""
        own = copy(self)
        own.lost = Event()
        return own

    def holding(self, held: HeldLease, part: Slice | None) -> Workspace:
        """The same workspace, writing while it holds a lease, and (with `part`) about one slice alone."""
        own = copy(self)
        own.store = Store(self.engine, part.number if part else None, held)
        return own

    def now(self) -> datetime:
        """The present, or the fixed clock of a replay."""
        return self.settings.now()

    def sleep(self, seconds: float) -> None:
        """Wait, but no longer than until the process is asked to end. Raises Stopped then."""
        if self.stopping.wait(seconds) or self.lost.is_set():
            raise Stopped

    def breathe(self) -> None:
        """Called between pages: raises Stopped when the process was asked to end."""
        if self.stopping.is_set() or self.lost.is_set():
            raise Stopped


class Work(Protocol):
    """The `run` of a job's module."""

    def __call__(self, workspace: Workspace, wanted: Selection) -> JobResult: ...


def open_live(settings: Settings) -> Workspace:
    """The live database, made or brought up to date. Raises StoreError for a demo's."""
    url = settings.database_url or sqlite_url(settings.live_database)
    engine = connect(url)
    upgrade(engine)
    workspace = Workspace(settings, engine)
    kind = workspace.store.meta.all().get("kind")
    if kind == "demo":
        raise StoreError(
            "this database is the demo's, played back from public figures; live readings are never mixed "
            "into it. Point TRACKER_DATABASE_URL at another database, or unset it"
        )
    if kind is None:
        workspace.store.meta.set("kind", "live")
    return workspace
