"""The [alerts] and [channels] tables of tracker.toml, checked, with defaults that need no editing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tracker.alerts.calendar import Quiet
from tracker.alerts.conditions import CONDITIONS
from tracker.alerts.rules import Rule, closest, read_rules, wrong
from tracker.channels import CHANNELS, kind
from tracker.channels.base import Option, web_address
from tracker.config import SettingsError, secret, section

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
    zone: ZoneInfo = ZoneInfo("UTC")
    digest_at: time = time(8)
    digest_weekday: int = 0
    base_url: str = ""
    forbid_private: bool = False
    timeout: float = 10.0

    def channels_of(self, rule: Rule) -> tuple[str, ...]:
        """The names of the channels that hear of a rule."""
        return rule.channels or self.default_channels


def load_alerts(directory: Path | None = None) -> AlertSettings:
    """Read tracker.toml. Raises SettingsError naming what is wrong and what to do."""
    return parse(section("alerts", directory), section("channels", directory))


def parse(alerts: Mapping[str, Any], channels: Mapping[str, Any]) -> AlertSettings:
    """Check the two tables. Without channels, alerts go to a feed file in the tracker's home."""
    for key in alerts:
        if key not in KNOWN:
            raise wrong("[alerts]", key, f"there is no such setting; {closest(key, KNOWN)}")
    quiet = _quiet("[alerts]", alerts.get("quiet_hours", ""))
    found = tuple(
        _channel(name, row, quiet)
        for name, row in (channels or {"feed": {"kind": "atom"}}).items()
        if _table(name, row).get("enabled", True)
    )
    names = tuple(channel.name for channel in found)
    rows = alerts.get("rules", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise wrong("[alerts]", "rules", "write each rule under [[alerts.rules]]")
    rules = read_rules(rows, defaults=_flag(alerts, "default_rules", True), kinds=list(CONDITIONS))
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
        zone=_zone(alerts.get("timezone", "UTC")),
        digest_at=_clock("[alerts]", "digest_at", alerts.get("digest_at", "08:00")),
        digest_weekday=WEEKDAYS.index(day),
        base_url=base,
        forbid_private=_flag(alerts, "forbid_private_addresses", False),
        timeout=_number("[alerts]", "timeout", alerts.get("timeout", 10), 1, 60),
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
            _check_option(where, key, value, known[key])
        elif key not in OF_CHANNEL:
            raise wrong(where, key, f"there is no such setting; {closest(key, [*known, *OF_CHANNEL])}")
    for key, option in known.items():
        if option.required and not row.get(key):
            raise wrong(where, key, f"is missing: {option.help}")
    digest = row.get("digest", "none")
    if digest not in DIGESTS:
        raise wrong(where, "digest", f"{digest!r} is none of {', '.join(DIGESTS)}")
    own = _quiet(where, row["quiet_hours"]) if "quiet_hours" in row else quiet
    limit = int(_number(where, "per_hour", row.get("per_hour", 30), 1, 10_000))
    return Channel(name, sort, {k: row[k] for k in known if k in row}, digest, own, limit)


def _check_option(where: str, key: str, value: Any, option: Option) -> None:
    if option.secret and not str(value).startswith(("env:", "file:")):
        raise wrong(where, key, "give a reference, env:NAME or file:PATH; secrets do not belong in this file")
    expected: type = list if isinstance(option.default, tuple) else type(option.default)
    if not isinstance(value, expected) or isinstance(value, bool):
        raise wrong(where, key, f"give a {'list of texts' if expected is list else expected.__name__}")
    if expected is list and not all(isinstance(item, str) and item.isprintable() for item in value):
        raise wrong(where, key, "give a list of texts")
    if isinstance(value, str) and not value.isprintable():
        raise wrong(where, key, "holds control characters")
    if key == "security" and value not in ("starttls", "tls", "plain"):
        raise wrong(where, key, f"{value!r} is none of starttls, tls, plain")


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


def _zone(name: Any) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, TypeError, OSError):
        raise wrong(
            "[alerts]", "timezone", f"{name!r} is no time zone; give one like Europe/Berlin"
        ) from None


def _clock(where: str, key: str, value: Any) -> time:
    try:
        if isinstance(value, str) and len(value) == 5:
            return time.fromisoformat(value)
    except ValueError:
        pass  # told below, in the same words as for what is no text at all
    raise wrong(where, key, f"{value!r} is no time of day; give one like 08:00")


def _quiet(where: str, value: Any) -> Quiet | None:
    if value == "":
        return None
    start, dash, end = value.partition("-") if isinstance(value, str) else ("", "", "")
    if not dash:
        raise wrong(where, "quiet_hours", f"{value!r} is no span; give one like 22:00-07:00, or nothing")
    return Quiet(_clock(where, "quiet_hours", start.strip()), _clock(where, "quiet_hours", end.strip()))


def _flag(table: Mapping[str, Any], key: str, default: bool) -> bool:
    value = table.get(key, default)
    if not isinstance(value, bool):
        raise wrong("[alerts]", key, f"{value!r} is not true or false")
    return value


def _number(where: str, key: str, value: Any, low: float, high: float) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
        raise wrong(where, key, f"{value!r} is no number between {low:g} and {high:g}")
    return float(value)


__all__ = ["AlertSettings", "Channel", "SettingsError", "load_alerts", "parse"]
