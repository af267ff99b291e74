"""Reading the settings, once, at a door: options, then TRACKER_* variables, then the file, then defaults.

The file is the one TRACKER_CONFIG names, else tracker.toml in the working folder, else in the home.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from tracker.config import checks
from tracker.config.errors import SettingsError
from tracker.config.file import SettingsFile, candidates, read
from tracker.config.secrets import find_token
from tracker.config.sections import SECTIONS, TABLES
from tracker.config.settings import NOT_SET_BY_NAME, Settings

NAMES = tuple(f.name for f in fields(Settings) if f.name not in NOT_SET_BY_NAME)
OPTIONS = {"database_url": "--database"}  # options that are not called as their setting


def load(
    environ: Mapping[str, str] | None = None,
    directory: Path | None = None,
    options: Mapping[str, Any] | None = None,
) -> Settings:
    """Read the settings. Raises SettingsError naming the option, the variable or the line that is wrong."""
    env = dict(os.environ if environ is None else environ)
    folder = (directory or Path.cwd()).absolute()
    given = {name: value for name, value in (options or {}).items() if value is not None}
    home = folder / Path(given.get("home") or env.get("TRACKER_HOME") or _default_home(env)).expanduser()
    places = candidates(env.get("TRACKER_CONFIG"), folder, home)
    file = read(places, named=bool(env.get("TRACKER_CONFIG")))
    values, origins = _values(file, env, given)
    try:
        values["port"] = checks.port(values.get("port", 8765))
        values["home"] = folder / Path(values.get("home") or home).expanduser()
        token, source = find_token(_as_asked(env, values))
        settings = Settings(
            **values, **_sections(file, origins), token=token, token_source=source,
            acts_secret=env.get("TRACKER_ACTS_SECRET") or None,
            tables={name: _table(file, name) for name in TABLES},
            source=file, folder=folder, looked_for=places, origins=origins,
        )  # fmt: skip
        checks.check(settings)
    except SettingsError as error:
        raise _by_origin(error, file, origins) from None
    return settings


def _values(
    file: SettingsFile, env: Mapping[str, str], given: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, str]]:
    """The single values and where each was found."""
    values: dict[str, Any] = _of_file(file)
    origins = dict.fromkeys(values, f"file {file.path}")
    for name in NAMES:
        if text := env.get(f"TRACKER_{name.upper()}"):
            values[name], origins[name] = text, f"variable TRACKER_{name.upper()}"
    values.update(given)
    origins.update(dict.fromkeys(given, "option"))
    return values, origins


def _of_file(file: SettingsFile) -> dict[str, Any]:
    """The top of the file, checked; relative paths in it are meant from its own folder."""
    if "token" in file.values:
        raise file.located(
            SettingsError("a token does not belong in a file; set TRACKER_TOKEN instead", key="token")
        )
    if "acts_secret" in file.values:
        raise file.located(
            SettingsError("a secret does not belong in a file; set TRACKER_ACTS_SECRET", key="acts_secret")
        )
    known = {*NAMES, *SECTIONS, *TABLES}
    for key, value in file.values.items():
        if key not in known:
            what = "section" if isinstance(value, dict) else "setting"
            among = (*SECTIONS, *TABLES) if isinstance(value, dict) else NAMES
            text = f"unknown {what} {key!r}; known are {', '.join(sorted(among))}"
            raise file.located(SettingsError(text, key=key))
        if key in NAMES and key != "port" and not isinstance(value, str):
            raise file.located(SettingsError(f"{key} is {value!r}: give a text in quotes", key=key))
    values = {key: value for key, value in file.values.items() if key in NAMES}
    if file.path is not None and values.get("home"):
        values["home"] = str(file.path.parent / Path(values["home"]).expanduser())
    return values


def _sections(file: SettingsFile, origins: dict[str, str]) -> dict[str, Any]:
    found = {}
    for name, parse in SECTIONS.items():
        table = _table(file, name)
        found[name] = parse(table)
        origins.update({f"{name}.{key}": f"file {file.path}" for key in table})
    for name in TABLES:
        origins.update({f"{name}.{key}": f"file {file.path}" for key in _table(file, name)})
    return found


def _table(file: SettingsFile, name: str) -> Mapping[str, Any]:
    table = file.values.get(name, {})
    if not isinstance(table, dict):
        raise SettingsError(f"{name} must be a table; write [{name}] on a line of its own", key=name)
    return table


def _by_origin(error: SettingsError, file: SettingsFile, origins: Mapping[str, str]) -> SettingsError:
    """The error named as the person wrote it: by option, variable, or line of the file."""
    variable = f"TRACKER_{error.key.upper()}"
    origin = origins.get(error.key, "") if not error.table else "file"
    if origin.startswith("option"):
        name = OPTIONS.get(error.key, "--" + error.key.replace("_", "-"))
        return SettingsError(re.sub(rf"^{variable}\b", name, str(error)), error.table, error.key)
    if origin.startswith("file") or (error.key in file.values and not origin):
        text = re.sub(rf"^{variable}\b", error.key, str(error))
        return file.located(SettingsError(text, error.table, error.key))
    return error


def _as_asked(env: Mapping[str, str], values: Mapping[str, Any]) -> dict[str, str]:
    """The environment as the token is looked for in: an API named in the file or by option counts too."""
    api = values.get("github_api_url")
    return {**env, "TRACKER_GITHUB_API_URL": api} if api else dict(env)


def _default_home(env: Mapping[str, str]) -> str:
    if "XDG_DATA_HOME" in env or "HOME" not in env:
        from platformdirs import user_data_dir

        return user_data_dir("framework-tracker", appauthor=False)
    return str(Path(env["HOME"]) / ".local" / "share" / "framework-tracker")
