"""What the Alerts page says of the settings: rules that will never speak, tables in error."""

from __future__ import annotations

from collections.abc import Callable

from tracker.alerts.astray import astray
from tracker.alerts.settings import alerts_of
from tracker.config import Settings, SettingsError
from tracker.store.store import Store


def warner(settings: Settings | None) -> Callable[[Store], list[str]]:
    """Sentences about the alert rules in force, held against the lists of the database of the moment."""
    if settings is None:
        return lambda store: []
    try:
        rules = alerts_of(settings).rules
    except SettingsError as error:
        said = f"{error}. Until that is mended no alert is evaluated or sent"
        return lambda store: [said]
    return lambda store: astray(rules, store)
