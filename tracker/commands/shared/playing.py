"""Making the demo's database: the replay server as upstream, the real collectors, the declared gaps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from threading import Event
from typing import TYPE_CHECKING

from tracker.commands.shared.upstream import TOKEN, upstream

if TYPE_CHECKING:
    from jobs.base import Shop
    from jobs.runner import Report
    from tracker.config import Settings


class WrongDatabase(Exception):
    """The database is not a demo's, or a demo's of another day; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Played:
    """A demo's database that is complete, and what making it took (None: it was complete already)."""

    shop: Shop
    report: Report | None


Tell = Callable[[str], None]


def demo_url(settings: Settings, day: date, usual: date) -> str:
    """Where the demo of a day is kept: in the database asked for, else in a file of its own in the home."""
    from tracker.store.session import sqlite_url

    if settings.database_url:
        return settings.database_url
    path = settings.demo_database
    return sqlite_url(path if day == usual else path.with_name(f"demo-{day}.db"))


def play(
    settings: Settings, day: date, stopping: Event, tell: Tell, on_progress: Callable[..., None] | None
) -> Played:
    """The demo's database as of a day; built, brought forward, or taken as it is. Raises WrongDatabase."""
    from jobs.base import Shop
    from tracker.replay.figures import version
    from tracker.store.session import connect, upgrade

    engine = connect(settings.database_url)
    upgrade(engine)
    shop = Shop(settings.with_options(clock=day.isoformat()), engine, stopping, on_progress=on_progress)
    shop.clones = settings.home / "demo-git"  # never among the live ones: same identities, other commits
    meta = shop.store.meta.all()
    _refuse_others(shop, meta, day, version())
    if meta.get("complete") == _done(version(), day):
        _play_alerts(shop, day, tell)
        _keep(shop, tell)
        return Played(shop, None)
    for key, value in (("kind", "demo"), ("clock", day.isoformat()), ("figures", version())):
        shop.store.meta.set(key, value)
    report = _collect(shop, day, tell)
    if report.outcome in ("done", "partial"):
        _declare_gaps(shop, day)
        _play_alerts(shop, day, tell)
        _keep(shop, tell)
        shop.store.meta.set("complete", _done(version(), day))
    return Played(shop, report)


def _keep(shop: Shop, tell: Tell) -> None:
    """What the pages show of the present, built before they are asked for it."""

    from tracker.forecasts.keeping import keep_forecasts
    from tracker.readmodel.keeping import refresh
    from tracker.readmodel.reading import present
    from tracker.series import open_history

    history = open_history(shop.settings, engine=shop.engine)

    def step(done: int, of: int) -> None:
        tell(f"verdicts and numbers {done}/{of}")

    refresh(history, shop.settings.health, step, shop.breathe)
    keep_forecasts(history, present(shop.store, history.tracked(), ()).verdicts, shop.now(), shop.breathe)


def _play_alerts(shop: Shop, day: date, tell: Tell) -> None:
    """The demo's past as alerts: recorded, and delivered to a feed of its own, month by month."""

    from tracker.alerts.past import live_through
    from tracker.series import open_history

    if shop.store.alerts.reached(day):
        return
    tell("alerts, month by month from 2015")
    history = open_history(shop.settings, engine=shop.engine)
    live_through(shop.store, history, shop.settings.home, day, shop.settings.health, shop.breathe)


def _done(version: str, day: date) -> str:
    return f"figures {version} until {day}"


def _refuse_others(shop: Shop, meta: dict[str, str], day: date, version: str) -> None:
    kind = meta.get("kind") or ("live" if shop.store.watches.all() else None)
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


def _collect(shop: Shop, day: date, tell: Tell) -> Report:
    """Everything through the front door: HTTP and git, the real client and collectors."""
    from jobs.runner import run_by_hand
    from jobs.schedule import find
    from tracker.replay.demo import demo_repositories

    job = find("collect")
    assert job is not None

    def history(name: str, done: int, of: int) -> None:
        tell(f"git history {done}/{of}: {name}")
        shop.breathe()

    with upstream(day, shop.settings.home / "replay-git", history) as (api, git):
        _follow(shop, demo_repositories())
        shop.settings = shop.settings.with_options(github_api_url=api, git_url=git, token=TOKEN)
        return run_by_hand(job, shop)


def _follow(shop: Shop, names: tuple[str, ...]) -> None:
    from tracker.catalog import catalog

    with shop.store.transaction():
        for name in names:
            entry = catalog().get(name)
            shop.store.watches.add(name, entry.category if entry else None, "demo", shop.now())


def _declare_gaps(shop: Shop, day: date) -> None:
    """Say which days nobody recorded: they are unknown, whatever the replay had to answer."""
    from tracker.replay.gaps import gaps

    with shop.store.transaction():
        for row in shop.store.watches.all():
            if row["github_id"] is not None:
                for gap in gaps(row["full_name"], day):
                    shop.store.gaps.save(row["github_id"], gap)
