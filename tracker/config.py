"""Settings, read once at a door and handed down. The only reader of the environment.

Order: command-line options, then TRACKER_* variables, then tracker.toml, then the defaults here.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

DEFAULT_API_URL = "https://api.github.com"
DEFAULT_GIT_URL = "https://github.com"
PASSED_ON = (
    "PATH", "HOME", "SSL_CERT_FILE", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy",
    "no_proxy",
)  # fmt: skip
TOKEN = re.compile(r"^(gh[pousr]_[A-Za-z0-9]{20,255}|github_pat_[A-Za-z0-9_]{20,255}|[0-9a-f]{40})$")


class SettingsError(ValueError):
    """A setting is wrong; the message names it and says what to do. Doors exit with 2."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the tracker needs to know of its surroundings."""

    home: Path
    database_url: str = ""  # empty: an SQLite file in `home`
    github_api_url: str = DEFAULT_API_URL
    git_url: str = DEFAULT_GIT_URL
    clock: str = ""  # a fixed "now" for replays and tests: a date or an ISO time
    token: str | None = None
    token_source: str = "none"  # noqa: S105 - where it was found, not what it is
    host: str = "127.0.0.1"
    port: int = 8765
    acts: str = "local"  # who may act from the Alerts page: local, everywhere or never
    log_level: str = "WARNING"
    log_format: str = "text"

    def __repr__(self) -> str:
        return f"Settings(home={self.home}, database_url=…, github_api_url={self.github_api_url}, token=…)"

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

    def with_options(self, **options: Any) -> Settings:
        """A copy in which the options that were given (not None) win. Raises SettingsError."""
        changed = replace(self, **{k: v for k, v in options.items() if v is not None})
        _check(changed)
        return changed


def parse_clock(text: str) -> datetime:
    """'2018-04-28' or '2018-04-28T12:00:00Z' as an aware time; a bare date means its noon."""
    try:
        if len(text) == 10:
            return datetime.fromisoformat(text).replace(hour=12, tzinfo=UTC)
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise SettingsError(f"TRACKER_CLOCK is {text!r}: give a date like 2018-04-28") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def load(environ: dict[str, str] | None = None, directory: Path | None = None) -> Settings:
    """Read the settings. Raises SettingsError naming the variable or line that is wrong."""
    env = dict(os.environ) if environ is None else environ
    values: dict[str, Any] = _from_file((directory or Path.cwd()) / "tracker.toml")
    for field in fields(Settings):
        if field.name in ("token", "token_source"):
            continue
        if text := env.get(f"TRACKER_{field.name.upper()}"):
            values[field.name] = text
    values["home"] = Path(values.get("home") or _default_home(env)).expanduser()
    values["port"] = _port(values.get("port", 8765))
    token, source = find_token(env)
    settings = Settings(**values, token=token, token_source=source)
    _check(settings)
    return settings


def program_environment(more: dict[str, str]) -> dict[str, str]:
    """What a program of ours (git) may see of the environment: its path, home and proxies; no token."""
    return {name: os.environ[name] for name in PASSED_ON if name in os.environ} | more


@dataclass(frozen=True, slots=True)
class PackageIndex:
    """Where packages are looked up: an address, None for the usual one, or the reason why nowhere."""

    url: str | None = None
    refused: str | None = None


def package_index(environ: dict[str, str] | None = None) -> PackageIndex:
    """The package index that uv or pip is set up with here: by variables, then by pip's own files."""
    env = dict(os.environ) if environ is None else environ
    if env.get("UV_OFFLINE", "").lower() in ("1", "true"):
        return PackageIndex(refused="UV_OFFLINE is set")
    asked = {name.split(".")[-1]: value for name, value in _pip_config(env).items()}
    if env.get("PIP_NO_INDEX", asked.get("no-index", "")).lower() in ("1", "true", "yes", "on"):
        return PackageIndex(refused="pip is set to use no index")
    names = ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL")
    url = next((env[name] for name in names if env.get(name)), None) or asked.get("index-url")
    if url is not None and not re.match(r"^https?://", url):
        return PackageIndex(refused="the index set for pip is not asked over the web")
    return PackageIndex(url)


def _pip_config(env: dict[str, str]) -> dict[str, str]:
    """What `pip config list` says, such as {'global.index-url': …}; nothing where there is no pip."""
    passed = {k: v for k, v in env.items() if k in PASSED_ON or k.startswith(("PIP_", "XDG_"))}
    try:
        answer = subprocess.run(
            [sys.executable, "-m", "pip", "config", "list"],
            capture_output=True, text=True, timeout=20, env=passed, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return {}
    lines = (line.partition("=") for line in answer.stdout.splitlines())
    return {name: value.strip("'\"") for name, _, value in lines if name.startswith(("global.", "install."))}


def find_token(env: dict[str, str]) -> tuple[str | None, str]:
    """The first token found and where it was found; never logged, never stored."""
    for name in ("TRACKER_TOKEN", "GH_TOKEN", "GITHUB_TOKEN"):
        if value := env.get(name, "").strip():
            if any(c.isspace() or not c.isprintable() for c in value):
                raise SettingsError(f"{name} holds blanks or control characters: paste the token again")
            return value, name
    if env.get("TRACKER_GITHUB_API_URL", DEFAULT_API_URL) != DEFAULT_API_URL:
        return None, "none"  # gh's token belongs to github.com and is never sent elsewhere
    return _gh_token(env)


def _gh_token(env: dict[str, str]) -> tuple[str | None, str]:
    gh = shutil.which("gh", path=env.get("PATH"))
    if gh is None:
        return None, "none"
    try:
        answer = subprocess.run(  # noqa: S603 - a fixed argument list
            [gh, "auth", "token", "--hostname", "github.com"],
            capture_output=True, text=True, timeout=5, env=env, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return None, "none"
    token = answer.stdout.strip()
    return (token, "gh auth token") if TOKEN.match(token) else (None, "none")


def _from_file(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"{path} cannot be read: {error}. Mend that line, or move the file away"
        ) from None
    known = {f.name for f in fields(Settings)} - {"token", "token_source"}
    sections = {"alerts", "api", "audit", "health", "channels", "retention", "rules"}
    if "token" in table:
        raise SettingsError(f"{path}: a token does not belong in a file; set TRACKER_TOKEN instead")
    for key in table:
        if key not in known | sections:
            raise SettingsError(f"{path}: unknown setting {key!r}; known are {', '.join(sorted(known))}")
    return {k: v for k, v in table.items() if k in known}


def _default_home(env: dict[str, str]) -> str:
    if "XDG_DATA_HOME" in env or "HOME" not in env:
        from platformdirs import user_data_dir

        return user_data_dir("framework-tracker", appauthor=False)
    return str(Path(env["HOME"]) / ".local" / "share" / "framework-tracker")


def _port(value: Any) -> int:
    try:
        port = int(value)
    except (TypeError, ValueError):
        port = -1
    if not 0 <= port <= 65535:
        raise SettingsError(f"TRACKER_PORT is {value!r}: give a number from 0 to 65535")
    return port


def _check(settings: Settings) -> None:
    if settings.clock:
        parse_clock(settings.clock)
    if settings.acts not in ("local", "everywhere", "never"):
        raise SettingsError(f"TRACKER_ACTS is {settings.acts!r}: give local, everywhere or never")
    if not re.match(r"^https?://", settings.github_api_url):
        raise SettingsError(
            f"TRACKER_GITHUB_API_URL is {settings.github_api_url!r}: it must start with https://"
        )
    if not re.match(r"^(https?|file)://", settings.git_url):
        raise SettingsError(
            f"TRACKER_GIT_URL is {settings.git_url!r}: it must start with https:// or file://"
        )
    url = settings.database_url
    if url and not re.match(r"^(sqlite:///|postgresql(\+psycopg)?://)", url):
        raise SettingsError(
            "TRACKER_DATABASE_URL must start with sqlite:/// or postgresql+psycopg:// (got another scheme)"
        )


def section(name: str, directory: Path | None = None) -> dict[str, Any]:
    """One table of tracker.toml, such as [alerts]; empty when it is not there. Raises SettingsError."""
    path = (directory or Path.cwd()) / "tracker.toml"
    if not path.is_file():
        return {}
    _from_file(path)  # the errors of the whole file come first, each with its line
    table = tomllib.loads(path.read_text(encoding="utf-8")).get(name, {})
    if not isinstance(table, dict):
        raise SettingsError(f"{path}: [{name}] must be a table")
    return table


def secret(reference: str, environ: dict[str, str] | None = None) -> str:
    """The secret that 'env:NAME' or 'file:PATH' stands for. Raises SettingsError, never showing a value."""
    kind, _, where = reference.partition(":")
    if kind == "env" and where:
        value = (os.environ if environ is None else environ).get(where, "").strip()
        if not value:
            raise SettingsError(f"the variable {where} is not set; a channel needs it")
        return value
    if kind == "file" and where:
        try:
            value = Path(where).expanduser().read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(f"the secret file {where} cannot be read ({type(error).__name__})") from None
        if not value:
            raise SettingsError(f"the secret file {where} is empty")
        return value
    raise SettingsError("a secret is given by reference: env:NAME or file:PATH, never in the file itself")
