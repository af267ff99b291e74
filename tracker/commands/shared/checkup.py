"""The doctor's looks at this machine: each gives one line that is ok, a warning or a problem."""

from __future__ import annotations

import shutil
import subprocess
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.config.addresses import without_secrets

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from tracker.config import Settings

OK, WARNING, PROBLEM = "ok", "warning", "problem"
ROOM = 500 * 1024 * 1024  # bytes: clones and database of about a hundred repositories


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One finding: about what, how bad, what was seen, what to do about it."""

    about: str
    state: str
    seen: str
    do: str | None = None


def settings(found: Settings) -> CheckLine:
    """Where the settings lead."""
    clock = f", clock fixed at {found.clock}" if found.clock else ""
    api, git = without_secrets(found.github_api_url), without_secrets(found.git_url)
    return CheckLine("settings", OK, f"home {found.home}, API {api}, git {git}{clock}")


def database(found: Settings) -> Iterator[CheckLine]:
    """Whether the database can be reached, fits this program, and can be written."""
    from tracker.series.opening import reading_url
    from tracker.store.session import StoreError, check_version, connect, file_of, head, shown_url

    url, _ = reading_url(found)
    path = file_of(url)
    if path is not None and not path.exists():
        yield CheckLine(
            "database", WARNING, f"there is none yet ({path})", "tracker demo, or tracker watch add …"
        )
        return
    try:
        engine = connect(url)
        state = check_version(engine)
    except StoreError as error:
        yield CheckLine("database", PROBLEM, str(error))
        return
    shown = shown_url(engine)
    if state:
        yield CheckLine(
            "database", PROBLEM, f"{shown} is {state}; this program is at {head()}", "tracker db upgrade"
        )
    else:
        yield CheckLine("database", OK, f"{shown} is at version {head()}{_chunked(engine)}")
        yield _writable(engine)


def _chunked(engine: Engine) -> str:
    """What to add where the series are a hypertable, or the tables lie on a cluster."""
    from tracker.store import distribution, hypertable

    table, cluster = hypertable.found(engine), distribution.found(engine)
    told = ""
    if table is not None:
        told += f", TimescaleDB {table.version}: {table.chunks} chunks, {table.compressed} compressed"
    if cluster is not None:
        told += f", Citus {cluster.version}: {cluster.distributed} tables over {len(cluster.nodes)} nodes"
    return told


def _writable(engine: Engine) -> CheckLine:
    """Try to write, and take it back."""
    from sqlalchemy.exc import DBAPIError

    from tracker.store.session import StoreError
    from tracker.store.store import Store

    store = Store(engine)
    try:
        with store.transaction() as connection:
            store.meta.set(f"doctor {uuid.uuid4().hex[:8]}", "can this be written?")
            connection.rollback()
    except (DBAPIError, StoreError) as error:
        cause = str(getattr(error, "orig", error)).strip().splitlines()[0]
        return CheckLine(
            "writing", PROBLEM, f"the database cannot be written ({cause})", "check rights and disk"
        )
    return CheckLine("writing", OK, "the database can be written")


def git() -> CheckLine:
    """Whether git is there; commits are counted from treeless clones."""
    program = shutil.which("git")
    if program is None:
        return CheckLine("git", PROBLEM, "git is not installed", "install git 2.30 or newer")
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    version = said.stdout.strip().removeprefix("git version ")
    numbers = [int(part) for part in version.split(".")[:2] if part.isdigit()]
    if numbers < [2, 30]:
        return CheckLine("git", WARNING, f"git {version} is old", "install git 2.30 or newer")
    return CheckLine("git", OK, f"git {version}")


def disk(found: Settings) -> CheckLine:
    """Whether there is room for clones and database."""
    folder = found.home
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    text = f"{free / 1e9:.1f} GB free in {folder}"
    if free < ROOM:
        return CheckLine(
            "disk", PROBLEM, text, f"make room: at least {ROOM / 1e6:.0f} MB, or set TRACKER_HOME"
        )
    return CheckLine("disk", OK, text)
