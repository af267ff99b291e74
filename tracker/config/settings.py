"""Settings: what the tracker needs to know of its surroundings, one value each, with its origin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tracker.config.checks import check, parse_clock
from tracker.config.errors import SettingsError
from tracker.config.file import SettingsFile
from tracker.config.health import Rules
from tracker.config.sections import ApiSettings, Retention

DEFAULT_API_URL = "https://api.github.com"
DEFAULT_GIT_URL = "https://github.com"
DEFAULT_PYPISTATS_URL = "https://pypistats.org"
# Fields that say where settings were found, or hold tables: no variable and no line of the file sets them.
NOT_SET_BY_NAME = frozenset(
    [
        "token",
        "token_source",
        "acts_secret",
        "health",
        "api",
        "retention",
        "tables",
        "source",
        "folder",
        "looked_for",
        "origins",
    ]
)


@dataclass(frozen=True, slots=True)
class Settings:
    """Read once at a door by `tracker.config.load` and handed down; nobody below asks again."""

    home: Path
    database_url: str = ""  # empty: an SQLite file in `home`
    github_api_url: str = DEFAULT_API_URL
    git_url: str = DEFAULT_GIT_URL
    pypistats_url: str = DEFAULT_PYPISTATS_URL  # who counts downloads; "off": nobody is asked
    pool: str = ""  # tcp://HOST:PORT of a Dask scheduler whose workers judge; empty: this machine's cores
    clock: str = ""  # a fixed "now" for replays and tests: a date or an ISO time
    token: str | None = None
    token_source: str = "none"  # noqa: S105 - where it was found, not what it is
    host: str = "127.0.0.1"
    port: int = 8765
    allowed_hosts: str = ""  # names, divided by commas, by which others may ask; loopback always may
    acts: str = "local"  # who may act from the Alerts page: local, everywhere or never
    acts_secret: str | None = (
        None  # what a request from elsewhere must show to act, by TRACKER_ACTS_SECRET alone
    )
    log_level: str = "WARNING"
    log_format: str = "text"
    health: Rules = field(default_factory=Rules)
    api: ApiSettings = field(default_factory=ApiSettings)
    retention: Retention = field(default_factory=Retention)
    # sections that are checked on a floor above: alerts, channels
    tables: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    source: SettingsFile = field(default_factory=SettingsFile)  # the settings file in force, if any
    folder: Path | None = None  # the folder the command was typed in
    looked_for: tuple[Path, ...] = ()  # where a settings file would have been found, in order
    # field or section.key to option, variable or file; absent: default
    origins: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"Settings(home={self.home}, database_url=…, github_api_url={self.github_api_url}, token=…)"

    @property
    def file(self) -> Path | None:
        """The settings file in force."""
        return self.source.path

    @property
    def live_database(self) -> Path:
        return self.home / "tracker.db"

    @property
    def demo_database(self) -> Path:
        return self.home / "demo.db"

    def now(self) -> datetime:
        """The present, or the fixed clock of a replay."""
        return parse_clock(self.clock) if self.clock else datetime.now(UTC)

    def today(self) -> date:
        return self.now().date()

    def origin(self, name: str) -> str:
        """Where a value comes from: 'option', 'variable NAME', 'file PATH' or 'default'."""
        return self.origins.get(name, "default")

    def located(self, error: SettingsError) -> SettingsError:
        """An error about a section, with the file in force and the line in front."""
        return self.source.located(error)

    def with_options(self, **options: Any) -> Settings:
        """A copy in which the options that were given (not None) win. Raises SettingsError."""
        given = {k: v for k, v in options.items() if v is not None}
        changed = replace(self, **given, origins={**self.origins, **dict.fromkeys(given, "option")})
        check(changed)
        return changed
