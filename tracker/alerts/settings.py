"""The [alerts] and [channels] tables of tracker.toml, checked, with defaults that need no editing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import Any
from zoneinfo import ZoneInfo

from tracker.alerts.calendar import Quiet
from tracker.alerts.checks import check_option, clock, flag, number, quiet_hours, zone
from tracker.alerts.conditions import CONDITIONS
from tracker.alerts.rules import Rule, closest, read_rules, wrong
from tracker.channels import CHANNELS, kind
from tracker.channels.base import web_address
from tracker.config import Settings, SettingsError, secret

UTC = ZoneInfo("UTC")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DIGESTS = ("none", "daily", "weekly")
KNOWN = (
    "timezone", "quiet_hours", "digest_at", "digest_day", "base_url", "forbid_private_addresses",
    "default_rules", "channels", "timeout", "rules",
)  # fmt: skip
OF_CHANNEL = ("kind", "digest", "quiet_hours", "per_hour", "enabled")


@dataclass(frozen=True, slots=True)
class Channel:
    """One receiver: a kind with its options. `digest`: everything waits for the daily or weekly digest."""

    name: str
    kind: str
    options: Mapping[str, Any] = field(default_factory=dict, repr=False)
    digest: str = "none"
    quiet: Quiet | None = None
    per_hour: int = 30

    def resolved(self) -> dict[str, Any]:
        """The options with secrets looked up. Raises SettingsError when one is missing."""
        known = kind(self.kind).options
        return {
            key: secret(value) if known[key].secret and value else value
            for key, value in self.options.items()
        }


@dataclass(frozen=True, slots=True)
class AlertSettings:
    """Everything about alerts that people can set."""

    rules: tuple[Rule, ...]
    channels: tuple[Channel, ...]
    default_channels: tuple[str, ...]
    zone: ZoneInfo = UTC
    digest_at: time = time(8)
    digest_weekday: int = 0
    base_url: str = ""
    forbid_private: bool = False
    timeout: float = 10.0

    def channels_of(self, rule: Rule) -> tuple[str, ...]:
        """The names of the channels that hear of a rule."""
        return rule.channels or self.default_channels


def alerts_of(settings: Settings) -> AlertSettings:
    """The [alerts] and [channels] of the settings. Raises SettingsError naming file, table and key."""
    try:
        return parse(settings.tables.get("alerts", {}), settings.tables.get("channels", {}))
    except SettingsError as error:
        raise settings.located(error) from None


def parse(alerts: Mapping[str, Any], channels: Mapping[str, Any]) -> AlertSettings:
    """Check the two tables. Without channels, alerts go to a feed file in the tracker's home."""
    for key in alerts:
        if key not in KNOWN:
            raise wrong("[alerts]", key, f"there is no such setting; {closest(key, KNOWN)}")
    tables: Mapping[str, Any] = channels or {"feed": {"kind": "atom"}}
    quiet = quiet_hours("[alerts]", alerts.get("quiet_hours", ""))
    found = tuple(
        _channel(name, row, quiet) for name, row in tables.items() if _table(name, row).get("enabled", True)
    )
    names = tuple(channel.name for channel in found)
    rows = alerts.get("rules", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise wrong("[alerts]", "rules", "write each rule under [[alerts.rules]]")
    rules = read_rules(rows, defaults=flag(alerts, "default_rules", True), kinds=list(CONDITIONS))
    wanted = _names("[alerts]", alerts.get("channels", list(names)), names)
    for rule in rules:
        _names(f"rule {rule.name!r}", list(rule.channels), names)
    day = alerts.get("digest_day", "monday")
    if day not in WEEKDAYS:
        raise wrong("[alerts]", "digest_day", f"{day!r} is none of {', '.join(WEEKDAYS)}")
    base = alerts.get("base_url", "")
    if base and web_address(base) is None:
        raise wrong(
            "[alerts]", "base_url", "give the address of the dashboards, like https://tracker.example.org"
        )
    return AlertSettings(
        rules, found, wanted,
        zone=zone(alerts.get("timezone", "UTC")),
        digest_at=clock("[alerts]", "digest_at", alerts.get("digest_at", "08:00")),
        digest_weekday=WEEKDAYS.index(day),
        base_url=base,
        forbid_private=flag(alerts, "forbid_private_addresses", False),
        timeout=number("[alerts]", "timeout", alerts.get("timeout", 10), 1, 60),
    )  # fmt: skip


def _channel(name: str, row: Mapping[str, Any], quiet: Quiet | None) -> Channel:
    where = f"[channels.{name}]"
    if not name or len(name) > 60 or not name.isprintable():
        raise wrong("[channels]", repr(name), "a channel's name has up to 60 letters")
    sort = row.get("kind")
    if sort not in CHANNELS:
        raise wrong(where, "kind", f"{sort!r} is none of {', '.join(CHANNELS)}")
    known = kind(sort).options
    for key, value in row.items():
        if key in known:
            check_option(where, key, value, known[key])
        elif key not in OF_CHANNEL:
            raise wrong(where, key, f"there is no such setting; {closest(key, [*known, *OF_CHANNEL])}")
    for key, option in known.items():
        if option.required and not row.get(key):
            raise wrong(where, key, f"is missing: {option.help}")
    digest = row.get("digest", "none")
    if digest not in DIGESTS:
        raise wrong(where, "digest", f"{digest!r} is none of {', '.join(DIGESTS)}")
    own = quiet_hours(where, row["quiet_hours"]) if "quiet_hours" in row else quiet
    limit = int(number(where, "per_hour", row.get("per_hour", 30), 1, 10_000))
    return Channel(name, sort, {k: row[k] for k in known if k in row}, digest, own, limit)


def _table(name: str, row: Any) -> Mapping[str, Any]:
    if not isinstance(row, dict):
        raise wrong("[channels]", name, f"write each channel under [channels.{name}]")
    if not isinstance(row.get("enabled", True), bool):
        raise wrong(f"[channels.{name}]", "enabled", "give true or false")
    return row


def _names(where: str, wanted: Any, known: tuple[str, ...]) -> tuple[str, ...]:
    if not isinstance(wanted, list):
        raise wrong(where, "channels", "give a list of channel names")
    for name in wanted:
        if name not in known:
            raise wrong(
                where, "channels", f"there is no channel {name!r}; there are {', '.join(known) or 'none'}"
            )
    return tuple(wanted)
