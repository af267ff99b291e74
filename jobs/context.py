"""From settings to what collectors work with: client, budget, clones, key, and what to look for in texts."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError

from jobs.base import Stopped, Workspace
from jobs.clocks import refuse_wrong
from tracker.catalog import catalog
from tracker.collectors import Context
from tracker.config import Settings, package_index
from tracker.github.budget import Budget
from tracker.github.client import GitHubClient
from tracker.processes import is_gone
from tracker.signals.phrases import Project, asks_if_alive, find_notice
from tracker.store.database import Superseded
from tracker.store.session import StoreError

PACE = 10.0  # requests a second at most; GitHub's secondary limits begin at about 15
LONGEST_WAIT = 120.0  # seconds for a limit to end; beyond it the run ends with its position kept


@contextmanager
def collecting(workspace: Workspace, *, full: bool) -> Iterator[Context]:
    """A context for one run; its connections are given back at the end."""
    settings = workspace.settings
    budget = Budget(
        authorised=settings.token is not None,
        rate=None if _is_here(settings.github_api_url) else PACE,
        max_wait=LONGEST_WAIT,
        now=_running_clock(workspace),
        sleep=workspace.sleep,
    )
    clones = workspace.clones or settings.home / "git"
    _sweep(clones)
    client = GitHubClient(settings.github_api_url, settings.token, budget)

    def breathe() -> None:
        workspace.breathe()
        refuse_wrong(client, workspace)

    try:
        yield Context(
            client=client,
            store=workspace.store,
            now=workspace.now,
            key=author_key(settings.home / "author.key"),
            git_home=clones,
            git_url=settings.git_url.rstrip("/"),
            find_notice=lambda text, whose: find_notice(text, _project(whose)),
            asks_if_alive=asks_if_alive,
            index=None if _is_played(settings) else package_index,
            downloads=_pypistats(settings),
            sleep=workspace.sleep,
            breathe=breathe,
            ends_run=concerns_all,
            full=full,
        )
    finally:
        client.close()


def _project(full_name: str) -> Project:
    """Whose text it is, by every name that the catalog knows."""
    entry = catalog().get(full_name)
    if entry is None:
        return Project(full_name)
    former = tuple(n for n in (entry.repository, *entry.former_names) if n.lower() != full_name.lower())
    return Project(full_name, former, entry.packages)


def concerns_all(error: Exception) -> bool:
    """Whether an error is more than one repository's: the order to stop, another process
    that took the run over, or a database that is not there.

    A value that the database refuses is that repository's own.
    """
    if isinstance(error, DBAPIError):
        return not isinstance(error, (DataError, IntegrityError))
    return isinstance(error, (Stopped, Superseded, StoreError))


def _sweep(clones: Path) -> None:
    """Remove clones that were half made when their process was killed (NAME.git.PID.tmp)."""
    for half in clones.glob("*.tmp"):
        pid = half.name.split(".")[-2]
        if pid.isascii() and pid.isdigit() and is_gone(int(pid)):
            shutil.rmtree(half, ignore_errors=True)


def _is_here(url: str) -> bool:
    """Whether the API is a replay on this machine, which need not be spared."""
    return urlsplit(url).hostname in ("127.0.0.1", "::1", "localhost")


def _is_played(settings: Settings) -> bool:
    """Whether GitHub or the clock is a made-up one: today's package index knows nothing of either."""
    return bool(settings.clock) or _is_here(settings.github_api_url)


def _pypistats(settings: Settings) -> str | None:
    """Where downloads are asked for: nowhere when told so, and beside a replay only a replay of it."""
    url = settings.pypistats_url
    if url == "off" or (_is_played(settings) and not _is_here(url)):
        return None
    return url


def _running_clock(workspace: Workspace) -> Callable[[], float]:
    """Unix seconds from the workspace's present on: limits need a time that moves, even in a replay."""
    began = workspace.now().timestamp() - time.monotonic()
    return lambda: began + time.monotonic()


def author_key(path: Path) -> bytes:
    """The secret with which authors become numbers; made once, readable by its owner only.

    Losing it makes later authors strangers to the earlier ones; it cannot be made again.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".author.")  # 0600 from the start
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(secrets.token_bytes(32))
                file.flush()
                os.fsync(file.fileno())
            _link_if_first(Path(name), path)
        finally:
            Path(name).unlink()
    return path.read_bytes()


def _link_if_first(made: Path, path: Path) -> None:
    """Two processes may begin at once; the first one's key is everybody's."""
    try:
        os.link(made, path)
    except FileExistsError:
        return
