"""What the commands about alerts share: the settings, the desks, one way to write a moment."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import click

from tracker.commands.shared.application import Application

if TYPE_CHECKING:
    from tracker.alerts.settings import AlertSettings, Channel
    from tracker.store.store import Store


def alert_settings(application: Application) -> AlertSettings:
    """The [alerts] and [channels] of the settings."""
    from tracker.alerts.settings import alerts_of

    return alerts_of(application.settings)


def chosen_channels(settings: AlertSettings, name: str | None) -> list[Channel]:
    """The channel of a name, or all of them. Refuses a name that nobody has."""
    found = [c for c in settings.channels if name in (None, c.name)]
    if not found:
        known = ", ".join(c.name for c in settings.channels) or "none"
        raise click.BadParameter(f"there is no channel {name!r}; there are {known}.", param_hint="CHANNEL")
    return found


def alerts_store(application: Application) -> Store:
    """For reading: the demo's database too."""

    return application.history().store


def alert_writer(application: Application) -> Store:
    """For writing: the live database only, which must be there."""

    return application.written().store


def iso(moment: date | datetime | None) -> str | None:
    """A day or a moment in ISO; None for none."""
    if isinstance(moment, datetime):
        return moment.isoformat(timespec="seconds")
    return moment.isoformat() if moment else None
