"""pyproject.toml: the standard's tables, and those of poetry, uv, pdm, hatch, setuptools and pixi."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name

from tracker.packages import conda, requirements
from tracker.packages.dependency import Listing, Unreadable, UnreadableFile, package
from tracker.packages.indexes import named_indexes, of_pdm, of_pixi, of_poetry, of_uv
from tracker.packages.places import Lines
from tracker.packages.stated import Source, source_of
from tracker.packages.tables import Table, rows, table, word
from tracker.packages.texts import text_of

KEY = r"^\s*[\"']?([\w.-]+)[\"']?\s*="
LISTS = (
    ("uv", "dev-dependencies"),
    ("rye", "dev-dependencies"),
    ("flit", "metadata", "requires"),
    ("flit", "metadata", "dev-requires"),
)
GROUPS = (("pdm", "dev-dependencies"), ("flit", "metadata", "requires-extra"))


@dataclass
class _Reading:
    whole: Table
    lines: Lines
    listing: Listing
    sources: dict[str, Source]
    own: str  # the project's own name: its extras name themselves

    def require(self, entry: Any) -> None:
        """A requirement as text; a table among them includes another group, which is read anyway."""
        if isinstance(entry, dict):
            return
        line = self.lines.holding(entry)
        if not isinstance(entry, str):
            self.listing.fault("where a package is named, a text was expected", line)
            return
        try:
            editable = entry.strip().removeprefix("-e ") if entry.strip().startswith("-e ") else None
            found = requirements.wanted(editable or entry.strip())
        except Unreadable as reason:
            self.listing.fault(str(reason), line)
            return
        if found.name == self.own:
            return
        if found.address is None and (stated := self.sources.get(found.name)):
            found = replace(found, address=stated.address, index=stated.index)
        self.listing.add(found, line)

    def name(self, name: Any, how: Any, indexes: dict[str, str]) -> None:
        """A package as a key with what is wanted of it."""
        if name == "python":
            return
        line = self.lines.of(KEY, name)
        stated = source_of(how, indexes)
        version = how if isinstance(how, str) else word(table(how).get("version"))
        version = version or ""
        pinned = version.lstrip("=") if version[:1].isdigit() or version.startswith("==") else None
        try:
            self.listing.add(package(name, address=stated.address, index=stated.index, version=pinned), line)
        except Unreadable as reason:
            self.listing.fault(str(reason), line)

    def many(self, entries: Any, what: str) -> None:
        if entries is None:
            return
        if not isinstance(entries, list):
            self.listing.fault(f"{what}: a list was expected", self.lines.holding(what.rpartition(".")[2]))
            return
        for entry in entries:
            self.require(entry)


def read(whole: Table, text: str, path: Path, listing: Listing, root: Path) -> None:
    """Everything that a pyproject.toml names."""
    tool = table(whole, "tool")
    indexes = named_indexes(rows(tool, "uv", "index"))
    sources: dict[str, Source] = {
        canonicalize_name(str(name)): source_of(how, indexes)
        for name, how in table(tool, "uv", "sources").items()
    }
    own = canonicalize_name(str(table(whole, "project").get("name") or ""))
    reading = _Reading(whole, Lines(text), listing, sources, own)
    if "project" in whole and not isinstance(whole["project"], dict):
        listing.fault("project is not a table", reading.lines.holding("project"))
    _standard(reading)
    _tools(reading, tool)
    _dynamic(reading, path, root)
    ours = (
        of_uv(table(tool, "uv")).beside(of_poetry(table(tool, "poetry"))).beside(of_pdm(table(tool, "pdm")))
    )
    listing.packages[:] = ours.over(listing.packages)


def _standard(reading: _Reading) -> None:
    project = table(reading.whole, "project")
    reading.many(project.get("dependencies"), "project.dependencies")
    for extra, entries in table(project, "optional-dependencies").items():
        reading.many(entries, f"project.optional-dependencies.{extra}")
    for group, entries in table(reading.whole, "dependency-groups").items():
        reading.many(entries, f"dependency-groups.{group}")
    reading.many(table(reading.whole, "build-system").get("requires"), "build-system.requires")


def _tools(reading: _Reading, tool: Table) -> None:
    for path in LISTS:
        reading.many(table(tool, *path[:-1]).get(path[-1]), ".".join(("tool", *path)))
    for path in GROUPS:
        for group, entries in table(tool, *path).items():
            reading.many(entries, ".".join(("tool", *path, group)))
    _hatch(reading, table(tool, "hatch"))
    poetry = table(tool, "poetry")
    known = named_indexes(rows(poetry, "source"))
    for entries in _poetry(poetry):
        for name, how in entries.items():
            reading.name(name, how, known)
    for name, how in table(tool, "conda-lock", "dependencies").items():
        if table(how).get("source") == "pypi":
            reading.name(name, table(how).get("version"), {})
        else:
            conda.add(reading.listing, name, reading.lines.of(KEY, name))
    pixi(reading.listing, table(tool, "pixi"), reading.lines)


def _hatch(reading: _Reading, hatch: Table) -> None:
    for name, environment in table(hatch, "envs").items():
        for key in ("dependencies", "extra-dependencies"):
            reading.many(table(environment).get(key), f"tool.hatch.envs.{name}.{key}")
    build = table(hatch, "build")
    for place in (build, *table(build, "targets").values()):
        reading.many(table(place).get("dependencies"), "tool.hatch.build.dependencies")
        for hook in table(place, "hooks").values():
            reading.many(table(hook).get("dependencies"), "tool.hatch.build.hooks.dependencies")


def _poetry(poetry: Table) -> Iterator[Table]:
    yield table(poetry, "dependencies")
    yield table(poetry, "dev-dependencies")
    for group in table(poetry, "group").values():
        yield table(group, "dependencies")


def pixi(listing: Listing, whole: Table, lines: Lines) -> None:
    """Pixi's tables of conda packages and of Python packages, those of features and platforms among them."""
    reading = _Reading(whole, lines, listing, {}, "")
    for part in (whole, table(whole, "package"), *table(whole, "feature").values()):
        for place in (part, *table(part, "target").values()):
            for key in ("dependencies", "host-dependencies", "build-dependencies", "run-dependencies"):
                for name, how in table(place, key).items():
                    conda.add(listing, name, lines.of(KEY, name), address=source_of(how).address)
            for name, how in table(place, "pypi-dependencies").items():
                reading.name(name, how, {})
    options = [table(part, "pypi-options") for part in (whole, *table(whole, "feature").values())]
    options += [table(whole, part, "pypi-options") for part in ("workspace", "project")]
    for ours in map(of_pixi, options):
        listing.packages[:] = ours.over(listing.packages)


def _dynamic(reading: _Reading, path: Path, root: Path) -> None:
    """Files that a build backend takes dependencies from."""
    tool = table(reading.whole, "tool")
    dynamic = table(tool, "setuptools", "dynamic")
    named = [table(dynamic, "dependencies").get("file")]
    named += [table(extra).get("file") for extra in table(dynamic, "optional-dependencies").values()]
    named.append(table(tool, "hatch", "metadata", "hooks", "requirements_txt").get("files"))
    for names in named:
        for name in [names] if isinstance(names, str) else names if isinstance(names, list) else []:
            included(reading.listing, path, name, root, reading.lines.holding(name))
    waiting = rows(reading.whole, "project", "dynamic")
    if "dependencies" in waiting and not any(named):
        line = reading.lines.holding("dynamic")
        reading.listing.tell("its dependencies are dynamic: only the build backend knows them", line)


def included(listing: Listing, path: Path, name: Any, root: Path, line: int | None) -> None:
    """A requirements file that another file names, if it lies in the project's folder."""
    if not isinstance(name, str):
        listing.fault("the name of an included file is no text", line)
        return
    target = path.parent / name
    try:
        inside = target.resolve().is_relative_to(root.resolve())
    except (OSError, ValueError, RuntimeError):
        inside = False
    if not inside:
        listing.fault("the included file lies outside the project's folder: not read", line)
        return
    inner = Listing(str(target), listing.kind)
    try:
        requirements.read(target, text_of(target), inner, root)
    except UnreadableFile as error:
        listing.fault("the included file cannot be read: " + str(error).rpartition(": ")[2], line)
    listing.packages += inner.packages
    listing.passed += inner.passed
