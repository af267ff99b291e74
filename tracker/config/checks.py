"""The checks of single values; each error names the variable, which `load` turns into the value's origin."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tracker.config.addresses import without_secrets
from tracker.config.errors import SettingsError

if TYPE_CHECKING:
    from tracker.config.settings import Settings

SHORTEST = 16  # characters of a secret
HOST = re.compile(r"\*|(\*\.)?[A-Za-z0-9_.-]*|\[?[0-9A-Fa-f:.]+\]?", re.ASCII)


def parse_clock(text: str) -> datetime:
    """'2018-04-28' or '2018-04-28T12:00:00Z' as an aware time; a bare date means its noon."""
    try:
        if len(text) == 10:
            return datetime.fromisoformat(text).replace(hour=12, tzinfo=UTC)
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise wrong("clock", f"is {text!r}: give a date like 2018-04-28") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def port(value: Any) -> int:
    """A port from what was written. Raises SettingsError."""
    try:
        number = -1 if isinstance(value, (bool, float)) else int(value)
    except (TypeError, ValueError):
        number = -1
    if not 0 <= number <= 65535:
        raise wrong("port", f"is {value!r}: give a number from 0 to 65535")
    return number


def check(settings: Settings) -> None:
    """Raise SettingsError for the first value that nothing could work with."""
    if settings.clock:
        parse_clock(settings.clock)
    if settings.acts not in ("local", "everywhere", "never"):
        raise wrong("acts", f"is {settings.acts!r}: give local, everywhere or never")
    if settings.acts_secret is not None and len(settings.acts_secret) < SHORTEST:
        raise wrong("acts_secret", f"is too short: give at least {SHORTEST} characters that nobody can guess")
    if bad := [name for name in settings.allowed_hosts.split(",") if not HOST.fullmatch(name.strip())]:
        raise wrong(
            "allowed_hosts", f"names {bad[0].strip()!r}: give names like tracker.example.org, no ports"
        )
    if not is_address(settings.github_api_url, "http", "https"):
        raise wrong(
            "github_api_url",
            f"is {without_secrets(settings.github_api_url)!r}: give https:// and a host",
        )
    if not is_address(settings.git_url, "http", "https", "file"):
        raise wrong(
            "git_url", f"is {without_secrets(settings.git_url)!r}: give https:// and a host, or file://"
        )
    if settings.pypistats_url != "off" and not is_address(settings.pypistats_url, "http", "https"):
        raise wrong("pypistats_url", f"is {without_secrets(settings.pypistats_url)!r}: give https://… or off")
    if settings.pool and not re.match(r"^(tcp|tls)://[^/]+:\d+$", settings.pool):
        raise wrong(
            "pool", f"is {settings.pool!r}: give a Dask scheduler as tcp://HOST:PORT or tls://HOST:PORT"
        )
    url = settings.database_url
    if url and not re.match(r"^(sqlite:///|postgresql(\+psycopg)?://)", url):
        raise wrong(
            "database_url", "must start with sqlite:/// or postgresql+psycopg:// (got another scheme)"
        )


def is_address(text: str, *schemes: str) -> bool:
    """Whether this is one scheme of these, a host that can be looked up (but for files), and no odd sign."""
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    odd = any(sign.isspace() or not sign.isprintable() for sign in text)
    return parts.scheme in schemes and not odd and (parts.scheme == "file" or bool(host))


def wrong(name: str, problem: str) -> SettingsError:
    """The error for one value, by the variable that sets it."""
    return SettingsError(f"TRACKER_{name.upper()} {problem}", key=name)
