"""The settings as rows to show: name, value and origin; whatever could be a secret is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from tracker.config.addresses import SET, without_secrets
from tracker.config.settings import NOT_SET_BY_NAME, Settings

# Of a channel only this is shown: the rest are addresses, of which many let anybody write.
OPEN = frozenset({"kind", "digest", "quiet_hours", "per_hour", "enabled", "port", "security"})


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One setting: its name as the file writes it, what is in force, and who said so."""

    name: str
    value: Any
    origin: str


def rows(settings: Settings) -> list[SettingRow]:
    """All of them: the single values, then the sections."""
    return [
        *_single(settings),
        *_sections(settings),
        *_audit(settings),
        *_alerts(settings),
        *_channels(settings),
    ]


def _single(settings: Settings) -> Iterator[SettingRow]:
    for field in fields(settings):
        if field.name == "token":
            yield SettingRow("token", SET if settings.token else None, _token_origin(settings))
        elif field.name not in NOT_SET_BY_NAME:
            yield SettingRow(field.name, _value(getattr(settings, field.name)), settings.origin(field.name))


def _token_origin(settings: Settings) -> str:
    source = settings.token_source
    if settings.token is None:
        return "default"
    return source if " " in source else f"variable {source}"


def _sections(settings: Settings) -> Iterator[SettingRow]:
    for section in ("health", "api"):
        values = getattr(settings, section)
        for field in fields(values):
            name = f"{section}.{field.name}"
            yield SettingRow(name, _value(getattr(values, field.name)), settings.origin(name))
    for kind, days in settings.retention.days.items():
        yield SettingRow(f"retention.{kind}", days, settings.origin(f"retention.{kind}"))
    lost = "retention.even_what_is_lost"
    yield SettingRow(lost, settings.retention.even_what_is_lost, settings.origin(lost))


def _audit(settings: Settings) -> Iterator[SettingRow]:
    for key, value in settings.tables.get("audit", {}).items():
        shown = [row["package"] for row in value] if key == "ignore" else _value(value)
        yield SettingRow(f"audit.{key}", shown, settings.origin(f"audit.{key}"))


def _alerts(settings: Settings) -> Iterator[SettingRow]:
    for key, value in settings.tables.get("alerts", {}).items():
        origin = settings.origin(f"alerts.{key}")
        if key == "rules" and isinstance(value, list):
            yield SettingRow("alerts.rules", [rule["name"] for rule in value], origin)
        else:
            yield SettingRow(f"alerts.{key}", _value(value), origin)


def _channels(settings: Settings) -> Iterator[SettingRow]:
    for name, table in settings.tables.get("channels", {}).items():
        origin = settings.origin(f"channels.{name}")
        for key, value in (table if isinstance(table, Mapping) else {}).items():
            yield SettingRow(f"channels.{name}.{key}", value if key in OPEN else _reference(value), origin)


def _reference(value: Any) -> str:
    """'env:NAME' and 'file:PATH' say where a secret is, and hold none."""
    return str(value) if re.fullmatch(r"env:\w+|file:[^\s]+", str(value)) else SET


def _value(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_value(item) for item in value]
    return value if isinstance(value, (bool, int, float)) or value is None else without_secrets(str(value))
