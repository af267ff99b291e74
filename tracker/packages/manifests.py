"""pyproject.toml, uv.lock and poetry.lock: TOML that names packages."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tracker.packages.wanted import BadFile, Wanted, package, requirement, text_of

Table = Mapping[str, Any]


def toml_of(path: Path) -> Table:
    """A file's TOML. Raises BadFile."""
    try:
        return tomllib.loads(text_of(path))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        if isinstance(error, BadFile):
            raise
        raise BadFile(f"{path}: it is not TOML ({' '.join(str(error).split())[:120]})") from None


def pyproject(path: Path) -> list[Wanted]:
    """Dependencies, extras and groups of the standard, and Poetry's own tables. Raises BadFile."""
    whole = toml_of(path)
    project = _table(whole.get("project"), path, "project")
    found = [requirement(_text(t, path), str(path)) for t in _list(project.get("dependencies"), path)]
    groups = [*_table(project.get("optional-dependencies"), path, "extras").values()]
    groups += _table(whole.get("dependency-groups"), path, "dependency-groups").values()
    # A mapping among them includes another group, which is read anyway.
    entries = (e for group in groups for e in _list(group, path) if not isinstance(e, Mapping))
    found += [requirement(_text(entry, path), str(path)) for entry in entries]
    tools = _table(whole.get("tool"), path, "tool")
    return [*found, *_poetry(_table(tools.get("poetry"), path, "tool.poetry"), path)]


def _poetry(table: Table, path: Path) -> Iterator[Wanted]:
    tables = [table.get("dependencies"), table.get("dev-dependencies")]
    groups = _table(table.get("group"), path, "tool.poetry.group").values()
    tables += [_table(group, path, "a group").get("dependencies") for group in groups]
    for wanted in tables:
        for name, how in _table(wanted, path, "dependencies").items():
            if name != "python":
                git = how.get("git") if isinstance(how, Mapping) else None
                yield package(name, str(path), git if isinstance(git, str) else None)


def lock(path: Path) -> list[Wanted]:
    """All packages of uv.lock or poetry.lock but the project's own. Raises BadFile."""
    found = []
    for entry in _list(toml_of(path).get("package"), path):
        row = _table(entry, path, "package")
        source = _table(row.get("source"), path, "source")
        if source.keys() & {"editable", "virtual", "directory"} or source.get("type") == "directory":
            continue
        git = source.get("git") or (source.get("url") if source.get("type") == "git" else None)
        found.append(package(row.get("name"), str(path), git if isinstance(git, str) else None))
    return found


def _table(value: Any, path: Path, name: str) -> Table:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise BadFile(f"{path}: {name} is not a table")
    return value


def _list(value: Any, path: Path) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise BadFile(f"{path}: where packages are named, a list was expected")
    return value


def _text(value: Any, path: Path) -> str:
    if not isinstance(value, str):
        raise BadFile(f"{path}: where packages are named, a text was expected")
    return value
