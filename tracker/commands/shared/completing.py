"""What the shell offers when Tab is pressed: followed repositories, metrics, lists, jobs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import click

from tracker.commands.shared.application import Application

if TYPE_CHECKING:
    from tracker.series import History

Complete = Callable[[click.Context, click.Parameter, str], list[str]]


def repositories(context: click.Context, parameter: click.Parameter, begun: str) -> list[str]:
    """Followed repositories whose name begins so; by the short name where the full one does not."""
    history = _history(context)
    names = [one.full_name for one in history.tracked()] if history else []
    full = _beginning(names, begun)
    others = (name.split("/")[1] for name in names if name not in full)
    chosen = set(context.params.get(parameter.name or "") or ())
    return [name for name in full + (_beginning(others, begun) if begun else []) if name not in chosen]


def metrics(context: click.Context, parameter: click.Parameter, begun: str) -> list[str]:
    """Metrics; the last of several with commas between them."""
    from tracker.metrics import METRICS

    return _listed(METRICS, begun)


def foretold(context: click.Context, parameter: click.Parameter, begun: str) -> list[str]:
    """The metrics that are foretold."""
    from tracker.forecasts import FORECAST

    return _beginning(FORECAST, begun)


def collectors(context: click.Context, parameter: click.Parameter, begun: str) -> list[str]:
    """Collectors; the last of several with commas between them."""
    from tracker.collectors import NAMES

    return _listed(NAMES, begun)


def jobs(context: click.Context, parameter: click.Parameter, begun: str) -> list[str]:
    """The scheduled jobs."""
    from jobs.schedule import JOBS

    return _beginning((job.name for job in JOBS), begun)


def lists(context: click.Context, parameter: click.Parameter, begun: str) -> list[str]:
    """The lists that somebody has made."""
    history = _history(context)
    return _beginning((row.name for row in history.store.lists.all()), begun) if history else []


def groups(context: click.Context, parameter: click.Parameter, begun: str) -> list[str]:
    """The categories of what is followed."""
    history = _history(context)
    return _beginning({r.category for r in history.tracked() if r.category}, begun) if history else []


def _history(context: click.Context) -> History | None:
    """What a command would read; None where it would have to complain: Tab is no place for that."""
    from sqlalchemy.exc import DBAPIError

    from tracker.config import SettingsError
    from tracker.series.opening import open_history
    from tracker.store.failures import StoreError

    root = context.find_root()
    given = {name: root.params.get(name) for name in ("database_url", "home")}
    try:
        return open_history(Application(given).settings)
    except (SettingsError, StoreError, DBAPIError, click.ClickException):
        return None


def _listed(names: Iterable[str], begun: str) -> list[str]:
    """Names that go on a list such as 'stars,fo', each with what stands before it."""
    before, comma, last = begun.rpartition(",")
    return [before + comma + name for name in _beginning(names, last) if name not in before.split(",")]


def _beginning(names: Iterable[str], begun: str) -> list[str]:
    return sorted({name for name in names if name.lower().startswith(begun.lower())}, key=str.lower)
