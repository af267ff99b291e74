"""What the commands about alerts share: the settings, the desks, one way to write a moment."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import click

from tracker.commands.shared.door import Door

if TYPE_CHECKING:
    from tracker.alerts.settings import AlertSettings, Channel
    from tracker.store.store import Store


def alert_settings(door: Door) -> AlertSettings:
    """The [alerts] and [channels] of the settings."""
    from tracker.alerts.settings import alerts_of

    return alerts_of(door.settings)


def chosen_channels(settings: AlertSettings, name: str | None) -> list[Channel]:
    """The channel of a name, or all of them. Refuses a name that nobody has."""
    found = [c for c in settings.channels if name in (None, c.name)]
    if not found:
        known = ", ".join(c.name for c in settings.channels) or "none"
        raise click.BadParameter(f"there is no channel {name!r}; there are {known}.", param_hint="CHANNEL")
    return found


def alerts_store(door: Door) -> Store:
    """For reading: the demo's database too."""

    return door.history().store


def alert_writer(door: Door) -> Store:
    """For writing: the live database only, which must be there."""

    return door.written().store


def iso(moment: date | datetime | None) -> str | None:
    """A day or a moment in ISO; None for none."""
    if isinstance(moment, datetime):
        return moment.isoformat(timespec="seconds")
    return moment.isoformat() if moment else None
