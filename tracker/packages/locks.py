"""Lock files: uv, poetry, pdm, PEP 751, Pipfile.lock, conda-lock and pixi, with who asks for whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from tracker.github.names import split_address
from tracker.packages import conda
from tracker.packages.chains import Graph, placed
from tracker.packages.dependency import Listing, Unreadable, package
from tracker.packages.indexes import is_vendor, named_indexes, of_pipenv, own_index
from tracker.packages.places import Lines
from tracker.packages.stated import Source, source_of
from tracker.packages.tables import Table, rows, table, word

NAME = r"^\s*name\s*=\s*[\"']([^\"']+)[\"']"
OURS = ("editable", "virtual", "directory")


def toml_lock(whole: Table, text: str, listing: Listing) -> None:
    """uv.lock, poetry.lock, pdm.lock and pylock.toml: all packages but the project's own."""
    lines, graph = Lines(text), Graph()
    for entry in rows(whole, "package") or rows(whole, "packages"):
        row = table(entry)
        line = lines.of(NAME, row.get("name"))
        source = table(row, "source")
        try:
            stated = _stated(row, source)
            found = package(
                row.get("name"), address=stated.address, index=stated.index, version=row.get("version")
            )
        except Unreadable as reason:
            listing.fault(str(reason), line)
            continue
        if table(row, "directory").get("path") in (".", "./"):
            listing.tell("the project itself", line)
            continue
        asked = [*_asked(row.get("dependencies")), *_extras(row)]
        if any(key in source for key in OURS):
            graph.root(found.name, asked)
            if source.get("editable") == "." or source.get("virtual") == ".":
                continue
        graph.needs(found.name, asked)
        listing.add(found, line)
    listing.packages[:] = placed(listing.packages, graph)


def _stated(row: Table, source: Table) -> Source:
    kind = source.get("type")
    if kind in ("git", "url", "file", "directory"):  # poetry
        return Source(word(source.get("url")))
    if kind == "legacy":
        return Source(index=own_index(word(source.get("url"))))
    if registry := word(source.get("registry")):  # uv
        return Source(index=own_index(registry))
    for place in (source, table(row, "vcs"), table(row, "archive"), table(row, "directory"), row):
        if (found := source_of({k: v for k, v in place.items() if k != "index"})).address:
            return found
    return Source(index=own_index(word(row.get("index"))) or _held_at(row))  # PEP 751


def _held_at(row: Table) -> str | None:
    """An index of one's own, told by where a package's archives lie."""
    for archive in (*rows(row, "wheels"), *rows(row, "files"), table(row, "sdist")):
        url = word(table(archive).get("url"))
        if url and "://" in url and (own := own_index(url)) and not is_vendor(own):
            return own
    return None


def _asked(value: Any) -> Iterator[str]:
    """Names in any way lock files write what a package needs."""
    entries: Iterable[Any] = value if isinstance(value, (list, Mapping)) else ()
    for entry in entries:
        if isinstance(entry, Mapping):
            entry = entry.get("name")
        if isinstance(entry, str):
            try:
                yield canonicalize_name(Requirement(entry).name)
            except InvalidRequirement:
                continue


def _extras(row: Table) -> Iterator[str]:
    for key in ("optional-dependencies", "dev-dependencies"):
        for entries in table(row, key).values():
            yield from _asked(entries)


def pipfile(whole: Table, text: str, listing: Listing) -> None:
    """A Pipfile: what is wanted, and for developing."""
    lines, indexes = Lines(text), named_indexes(rows(whole, "source"))
    for name, entries in whole.items():
        if name in ("source", "requires", "scripts", "pipenv", "pipfile"):
            continue
        for package_name, how in table(entries).items():
            line = lines.of(r"^\s*[\"']?([\w.-]+)(?:\[[^\]]*\])*[\"']?\s*=", package_name.partition("[")[0])
            _pipenv(listing, package_name, how, indexes, line, True)
    listing.packages[:] = of_pipenv(rows(whole, "source")).over(listing.packages)


def pipfile_lock(whole: Table, text: str, listing: Listing) -> None:
    """Pipfile.lock; it does not tell who asks for whom."""
    lines, indexes = Lines(text), named_indexes(rows(whole, "_meta", "sources"))
    for group, entries in whole.items():
        if group != "_meta":
            for name, how in table(entries).items():
                line = lines.of(r"\"([^\"\\]+)\"\s*:\s*\{", name)
                _pipenv(listing, name, how, indexes, line, None)
    listing.packages[:] = of_pipenv(rows(whole, "_meta", "sources")).over(listing.packages)


def _pipenv(
    listing: Listing, name: Any, how: Any, indexes: dict[str, str], line: int | None, direct: bool | None
) -> None:
    stated = source_of(how, indexes)
    version = (word(table(how).get("version")) or "").removeprefix("==") or None
    if stated.address in (".", "./"):
        listing.tell("the project itself", line)
        return
    try:
        plain = name.partition("[")[0] if isinstance(name, str) else name  # extras are no part of it
        found = package(plain, address=stated.address, index=stated.index, version=version)
        listing.add(replace(found, direct=direct), line)
    except Unreadable as reason:
        listing.fault(str(reason), line)


def conda_lock(whole: Mapping[str, Any], listing: Listing) -> None:
    """conda-lock's file: conda's packages and pip's, once for each platform."""
    graph, seen = Graph(), set()
    for entry in rows(whole, "package"):
        row = table(entry)
        name, line = row.get("name"), getattr(row.get("name"), "line", None)
        key = (str(name), row.get("manager"))
        if key in seen:
            continue
        seen.add(key)
        before = len(listing.packages)
        if row.get("manager") == "pip":
            _pip_entry(row, listing, line)
        else:
            conda.add(listing, name, line, word(row.get("version")))
        for found in listing.packages[before:]:
            graph.needs(found.name, [conda.on_the_index(n) or n for n in table(row, "dependencies")])
    listing.packages[:] = placed(listing.packages, graph)


def _pip_entry(row: Table, listing: Listing, line: int | None) -> None:
    url = word(row.get("url"))
    hosted = url is None or (urlsplit(url).hostname or "").endswith("pythonhosted.org")
    try:
        found = package(row.get("name"), address=None if hosted else url, version=row.get("version"))
        listing.add(found, line)
    except Unreadable as reason:
        listing.fault(str(reason), line)


def pixi_lock(whole: Mapping[str, Any], listing: Listing) -> None:
    """pixi.lock: packages by the address of their archive."""
    seen: set[tuple[str, str]] = set()
    for entry in rows(whole, "packages"):
        row = table(entry)
        if source := word(row.get("conda_source")):  # 'NAME[HASH] @ WHERE'
            _built(source, listing, seen)
            continue
        kind = "pypi" if "pypi" in row or row.get("kind") == "pypi" else "conda"
        url = word(row.get(kind)) or word(row.get("url")) or word(row.get("path"))
        line = getattr(url, "line", None)
        name = word(row.get("name")) or (conda.archive_name(url) if kind == "conda" else None)
        if (kind, str(name)) in seen:
            continue
        seen.add((kind, str(name)))
        if kind == "pypi":
            _pip_entry({"name": name, "url": url, "version": row.get("version")}, listing, line)
        else:
            conda.add(listing, name, line)
    listing.packages[:] = [replace(w, direct=None) for w in listing.packages]


def _built(source: str, listing: Listing, seen: set[tuple[str, str]]) -> None:
    """A package that pixi builds from source: this workspace's own, or somebody's repository."""
    name, _, where = source.partition(" @ ")
    name, line = name.partition("[")[0], getattr(source, "line", None)
    if ("source", name) in seen:
        return
    seen.add(("source", name))
    if split_address(where) is None:
        listing.tell("a package of this workspace", line)
    else:
        conda.add(listing, name, line, address=where)
