"""The replay server: GitHub on loopback, at any moment, with its limits and its moods."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from threading import Lock, RLock, Thread
from types import TracebackType
from typing import Self

from tracker.replay.clock import Clock
from tracker.replay.demo import DEMO_END, DemoWorld
from tracker.replay.faults import Faults
from tracker.replay.front import Front, Record
from tracker.replay.git_home import GitHome
from tracker.replay.gql import GraphQL
from tracker.replay.limits import Accounts, Limits
from tracker.replay.rest import Rest
from tracker.replay.wire import Listener
from tracker.replay.world import Registry, ReplayRepository, World, seconds

Progress = Callable[[str, int, int], None]


class ReplayServer:
    """GitHub played back. Use as a context manager; `url` and `git_url` are what the tracker is pointed at.

    clock: a date (its noon, UTC) or a time; assign `server.clock` to move it. ticking: how many seconds of
    replay pass in a real one (0: stands still). token: the only good one; None: every token is good.
    git_home: folder for the bare repositories, kept and used again; None: a temporary one.
    """

    def __init__(
        self,
        clock: date | datetime = DEMO_END,
        token: str | None = None,
        repositories: World | None = None,
        faults: Faults | None = None,
        limits: Limits | None = None,
        git_home: Path | None = None,
        *,
        ticking: float = 0.0,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        self.world: World = repositories if repositories is not None else DemoWorld()
        self.faults = faults or Faults()
        self.limits = limits or Limits()
        self.log: list[Record] = []
        self._clock = Clock(clock, ticking)
        self._accounts = Accounts(self.limits)
        self._temporary: tempfile.TemporaryDirectory[str] | None = None
        self._git_folder = git_home
        self._git: GitHome | None = GitHome(git_home.resolve()) if git_home else None
        self._git_lock = RLock()
        self._tips: dict[int, tuple[str, str | None]] = {}  # number -> (name, tip) last written
        rest, graphql = Rest(self.world, self._accounts), GraphQL(self.world, self._accounts, self.tip)
        self._front = Front(self.world, self._accounts, rest, graphql, self.faults, token, self.log, Lock())
        self._listener = Listener(host, port, self._front.handle, self._clock.now)
        self._listener.slow_seconds = self.faults.slow_seconds
        self._thread = Thread(target=self._listener.serve_forever, args=(0.05,), daemon=True, name="replay")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop answering, end all connections, remove a temporary git folder."""
        if self._thread.is_alive():
            self._listener.shutdown()
            self._thread.join()
        self._listener.server_close()
        self._listener.hang_up()
        if self._temporary is not None:
            self._temporary.cleanup()

    @property
    def url(self) -> str:
        """The address of the REST API; GraphQL is at /graphql below it."""
        return self._listener.address

    @property
    def git_url(self) -> str:
        """A file:// folder that holds OWNER/NAME.git for what `ensure_git` or a look at a branch has made."""
        return self._git_home().folder.as_uri()

    @property
    def clock(self) -> datetime:
        """The replay's present, aware UTC."""
        return self._clock.now()

    @clock.setter
    def clock(self, when: date | datetime) -> None:
        self._clock.set(when)

    @property
    def token(self) -> str | None:
        """The only good token; None: every token is good. Assign another to revoke the first."""
        return self._front.token

    @token.setter
    def token(self, token: str | None) -> None:
        self._front.token = token

    def fail_next(
        self, kind: str, times: int = 1, *, path: str | None = None, retry_after: int | None = None
    ) -> None:
        """The next requests (whose path contains `path`) fail: see `faults.KINDS`."""
        self.faults.plan(kind, times, path, retry_after)

    def exhaust(self, resource: str = "core", token: str | None = None) -> None:
        """Leave a caller nothing of a bucket until its window ends."""
        self._accounts.spend_all(resource, token, self.clock)

    def spent(self, resource: str | None = None) -> int:
        """Points taken so far, in all buckets or in one."""
        return sum(r.points for r in self.log if resource in (None, r.resource))

    def tip(self, repository: ReplayRepository) -> str | None:
        """The head of the default branch; with git in use, the repository on disk follows it."""
        now = seconds(self._clock.now())
        with self._git_lock:
            if self._git is not None:
                self._follow(self._git, repository, now)
            return repository.commits.tip(now)

    def ensure_git(
        self, repositories: Iterable[str] | None = None, on_progress: Progress | None = None
    ) -> None:
        """Make the bare repositories (all of the world, or those named) hold their commits up to the clock.

        on_progress(name, done, of) is called after each. KeyError: no such repository.
        """
        chosen = [self._known(n) for n in repositories] if repositories is not None else self._all()
        git, now = self._git_home(), seconds(self._clock.now())
        for done, repository in enumerate(chosen, start=1):
            with self._git_lock:
                self._follow(git, repository, now)
            if on_progress is not None:
                on_progress(repository.full_name, done, len(chosen))

    def _all(self) -> list[ReplayRepository]:
        return [r for r in self.world.repositories() if r.presence == "here"]

    def _known(self, full_name: str) -> ReplayRepository:
        found = self.world.find(full_name)
        if found is None:
            raise KeyError(full_name)
        return found[0]

    def _git_home(self) -> GitHome:
        with self._git_lock:
            if self._git is None:
                self._temporary = tempfile.TemporaryDirectory(prefix="replay-git-")
                self._git = GitHome(Path(self._temporary.name).resolve())
            return self._git

    def _follow(self, git: GitHome, repository: ReplayRepository, now: int) -> None:
        """Write what is new to disk, unless the branch stands where it was last written."""
        if repository.github_id not in self._tips:
            git.recall(repository)
        state = (repository.full_name, repository.commits.tip(now))
        if self._tips.get(repository.github_id) != state:
            former = self.world.former_names(repository) if isinstance(self.world, Registry) else []
            git.ensure(repository, [repository.full_name, *former], now)
            self._tips[repository.github_id] = state
