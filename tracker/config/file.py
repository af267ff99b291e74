"""The settings file: where it is looked for, what it says, and on which line a key stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tracker.config.errors import SettingsError

NAME = "tracker.toml"
HEADER = re.compile(r"^\s*\[\[?\s*([^\]]+?)\s*\]\]?")


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """What a settings file says; without a path there is none in force."""

    path: Path | None = None
    text: str = field(default="", repr=False)
    values: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def located(self, error: SettingsError) -> SettingsError:
        """The error with the file and the line in front."""
        if self.path is None:
            return error
        line = line_of(self.text, error.table, error.key)
        where = f"{self.path}, line {line}" if line else str(self.path)
        message = re.sub(r"^tracker\.toml:? ?", "", str(error))
        return SettingsError(f"{where}: {message}", error.table, error.key)


def candidates(named: str | None, folder: Path, home: Path) -> tuple[Path, ...]:
    """Where the file is looked for: the one named (alone), else the working folder, else the home."""
    if named:
        return (folder / Path(named).expanduser(),)
    return (folder / NAME, home / NAME)


def read(places: tuple[Path, ...], *, named: bool) -> SettingsFile:
    """The first file there is. Raises SettingsError for one that was named and is not there, or is broken."""
    for path in places:
        if path.is_file():
            return _parse(path)
    if named:
        raise SettingsError(f"TRACKER_CONFIG is {str(places[0])!r}, and there is no such file")
    return SettingsFile()


def _parse(path: Path) -> SettingsFile:
    try:
        text = path.read_text(encoding="utf-8")
        return SettingsFile(path, text, tomllib.loads(text))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"{path} cannot be read: {error}. Mend that line, or move the file away"
        ) from None
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}") from None


def line_of(text: str, table: str, key: str) -> int | None:
    """The line of a key in its table ('' for the top), else that of the table; None when not written so."""
    header, current = None, ""
    assigns = re.compile(rf"""^\s*["']?{re.escape(key)}["']?\s*[=.]""") if key else None
    for number, line in enumerate(text.splitlines(), 1):
        if found := HEADER.match(line):
            current = found[1].replace('"', "").replace("'", "")
            if header is None and current in (table, key if not table else None):
                header = number
        elif current == table and assigns and assigns.match(line):
            return number
    return header
