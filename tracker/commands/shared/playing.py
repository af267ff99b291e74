"""Making the demo's database: the replay server as upstream, the real collectors, the declared gaps.

Its made-up world (see `example`) is kept in a database of its own and made here as well.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from threading import Event
from typing import TYPE_CHECKING

from tracker.commands.shared.upstream import TOKEN, upstream

if TYPE_CHECKING:
    from jobs.base import Workspace
    from jobs.runner import RunReport
    from tracker.config import Settings


class WrongDatabase(Exception):
    """The database is not a demo's, or a demo's of another day; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Played:
    """A demo's database that is complete, and what making it took (None: it was complete already)."""

    workspace: Workspace
    report: RunReport | None


Tell = Callable[[str], None]


def demo_url(settings: Settings, day: date, usual: date, *, made_up: bool = False) -> str:
    """Where the demo of a day is kept: in the database asked for, else in a file of its own in the home."""
    from tracker.store.session import sqlite_url

    if settings.database_url:
        return settings.database_url
    which = [part for part, wanted in (("-made-up", made_up), (f"-{day}", day != usual)) if wanted]
    return sqlite_url(settings.demo_database.with_name(f"demo{''.join(which)}.db"))


def play(
    settings: Settings,
    day: date,
    stopping: Event,
    tell: Tell,
    on_progress: Callable[..., None] | None,
    *,
    made_up: bool = False,
) -> Played:
    """The demo's database as of a day; built, brought forward, or taken as it is. Raises WrongDatabase."""
    from jobs.base import Workspace
    from tracker.commands.shared.example import collect_example
    from tracker.replay.figures import version
    from tracker.store.meta import MADE_UP
    from tracker.store.session import connect, upgrade

    figures, collect = (MADE_UP, collect_example) if made_up else (version(), _collect)
    engine = connect(settings.database_url)
    upgrade(engine)
    workspace = Workspace(
        settings.with_options(clock=day.isoformat()), engine, stopping, on_progress=on_progress
    )
    workspace.clones = settings.home / "demo-git"  # never among the live ones: same identities, other commits
    meta = workspace.store.meta.all()
    _refuse_others(workspace, meta, day, figures)
    if meta.get("complete") == _done(figures, day):
        _play_alerts(workspace, day, tell)
        _keep(workspace, tell)
        return Played(workspace, None)
    for key, value in (("kind", "demo"), ("clock", day.isoformat()), ("figures", figures)):
        workspace.store.meta.set(key, value)
    report = collect(workspace, day, tell)
    if report.outcome in ("done", "partial"):
        _play_alerts(workspace, day, tell)
        _keep(workspace, tell)
        workspace.store.meta.set("complete", _done(figures, day))
    return Played(workspace, report)


def _keep(workspace: Workspace, tell: Tell) -> None:
    """What the pages show of the present, built before they are asked for it."""

    from tracker.forecasts.keeping import keep_forecasts
    from tracker.readmodel.keeping import refresh
    from tracker.readmodel.reading import present
    from tracker.series import open_history

    history = open_history(workspace.settings, engine=workspace.engine)

    def step(done: int, of: int) -> None:
        tell(f"verdicts and numbers {done}/{of}")

    refresh(history, workspace.settings.health, step, workspace.breathe)
    keep_forecasts(
        history, present(workspace.store, history.tracked(), ()).verdicts, workspace.now(), workspace.breathe
    )


def _play_alerts(workspace: Workspace, day: date, tell: Tell) -> None:
    """The demo's past as alerts: recorded, and delivered to a feed of its own, month by month."""

    from tracker.alerts.past import live_through
    from tracker.series import open_history

    if workspace.store.alerts.reached(day):
        return
    tell("alerts, month by month from 2015")
    history = open_history(workspace.settings, engine=workspace.engine)
    live_through(
        workspace.store, history, workspace.settings.home, day, workspace.settings.health, workspace.breathe
    )


def _done(version: str, day: date) -> str:
    return f"figures {version} until {day}"


def _refuse_others(workspace: Workspace, meta: dict[str, str], day: date, version: str) -> None:
    kind = meta.get("kind") or ("live" if workspace.store.watches.all() else None)
    if kind == "live":
        raise WrongDatabase(
            "this database holds live readings, and played-back figures are never mixed into them. "
            "Point TRACKER_DATABASE_URL at another database, or unset it"
        )
    if meta.get("clock", "") > day.isoformat():
        raise WrongDatabase(
            f"this demo's database was played until {meta['clock']} and cannot go back to {day}. "
            "Point TRACKER_DATABASE_URL at an empty one, or unset it"
        )
    if meta.get("figures", version) != version:
        raise WrongDatabase(
            "this demo's database was made from other figures than this version carries. "
            "Remove it, or point TRACKER_DATABASE_URL at an empty one"
        )


def _collect(workspace: Workspace, day: date, tell: Tell) -> RunReport:
    """Everything through the front door: HTTP and git, the real client and collectors."""
    from jobs.runner import run_by_hand
    from jobs.schedule import find
    from tracker.replay.demo import demo_repositories

    job = find("collect")
    assert job is not None

    def history(name: str, done: int, of: int) -> None:
        tell(f"git history {done}/{of}: {name}")
        workspace.breathe()

    with upstream(day, workspace.settings.home / "replay-git", history) as (api, git):
        _follow(workspace, demo_repositories())
        workspace.settings = workspace.settings.with_options(github_api_url=api, git_url=git, token=TOKEN)
        report = run_by_hand(job, workspace)
    if report.outcome in ("done", "partial"):
        _declare_gaps(workspace, day)
    return report


def _follow(workspace: Workspace, names: tuple[str, ...]) -> None:
    from tracker.catalog import catalog

    with workspace.store.transaction():
        for name in names:
            entry = catalog().get(name)
            workspace.store.watches.add(name, entry.category if entry else None, "demo", workspace.now())


def _declare_gaps(workspace: Workspace, day: date) -> None:
    """Say which days nobody recorded: they are unknown, whatever the replay had to answer."""
    from tracker.replay.gaps import gaps

    with workspace.store.transaction():
        for row in workspace.store.watches.all():
            if row["github_id"] is not None:
                for gap in gaps(row["full_name"], day):
                    workspace.store.gaps.save(row["github_id"], gap)
