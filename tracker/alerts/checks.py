"""Checks of single settings of tracker.toml; each error names the table, the key and what to write."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import time
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tracker.alerts.calendar import Quiet
from tracker.alerts.rules import wrong
from tracker.channels.base import Option


def check_option(where: str, key: str, value: Any, option: Option) -> None:
    """One option of a channel: its type, and that a secret is a reference."""
    if option.secret and not str(value).startswith(("env:", "file:")):
        raise wrong(where, key, "give a reference, env:NAME or file:PATH; secrets do not belong in this file")
    expected: type = list if isinstance(option.default, tuple) else type(option.default)
    if not isinstance(value, expected) or isinstance(value, bool):
        raise wrong(where, key, f"give a {'list of texts' if expected is list else expected.__name__}")
    if isinstance(value, list) and not all(isinstance(item, str) and item.isprintable() for item in value):
        raise wrong(where, key, "give a list of texts")
    if isinstance(value, str) and not value.isprintable():
        raise wrong(where, key, "holds control characters")
    if key == "security" and value not in ("starttls", "tls", "plain"):
        raise wrong(where, key, f"{value!r} is none of starttls, tls, plain")


def zone(name: Any) -> ZoneInfo:
    """A time zone by its name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, TypeError, OSError):
        raise wrong(
            "[alerts]", "timezone", f"{name!r} is no time zone; give one like Europe/Berlin"
        ) from None


def clock(where: str, key: str, value: Any) -> time:
    """A time of day, HH:MM."""
    if not isinstance(value, str) or not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
        raise wrong(where, key, f"{value!r} is no time of day; give one like 08:00")
    return time.fromisoformat(value)


def quiet_hours(where: str, value: Any) -> Quiet | None:
    """A span of the day, HH:MM-HH:MM; an empty text for none."""
    if value == "":
        return None
    start, dash, end = value.partition("-") if isinstance(value, str) else ("", "", "")
    if not dash:
        raise wrong(where, "quiet_hours", f"{value!r} is no span; give one like 22:00-07:00, or nothing")
    return Quiet(clock(where, "quiet_hours", start.strip()), clock(where, "quiet_hours", end.strip()))


def flag(table: Mapping[str, Any], key: str, default: bool) -> bool:
    """True or false, under [alerts]."""
    value = table.get(key, default)
    if not isinstance(value, bool):
        raise wrong("[alerts]", key, f"{value!r} is not true or false")
    return value


def number(where: str, key: str, value: Any, low: float, high: float) -> float:
    """A number within its bounds."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
        raise wrong(where, key, f"{value!r} is no number between {low:g} and {high:g}")
    return float(value)
