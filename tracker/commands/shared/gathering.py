"""Finding repositories to follow: from the files of a project, and by a topic on GitHub."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from tracker.commands.shared.application import Application
    from tracker.packages import Listing
    from tracker.packages.mapping import Mapped


@dataclass(frozen=True, slots=True)
class FileReading:
    """What one file asks for, each package with its repository or the reason why there is none.

    `whole` is False where something in the file could not be read.
    """

    file: Path
    mapped: tuple[Mapped, ...]
    whole: bool


def read_files(files: Sequence[Path], no_index: bool, working: Path | None) -> list[FileReading]:
    """Every file read, then each package looked up once, however many of them ask for it."""
    if not files:
        return []
    from tracker.packages.mapping import find

    listings = [_listed(path, working) for path in files]
    wanted = {w.name: w for listing in listings for w in listing.packages}
    mapped = dict(zip(wanted, find(list(wanted.values()), index_or_refusal(no_index)), strict=True))
    return [
        FileReading(path, tuple(mapped[n] for n in dict.fromkeys(w.name for w in listing.packages)),
                not listing.faults)
        for path, listing in zip(files, listings, strict=True)
    ]  # fmt: skip


def _listed(path: Path, working: Path | None) -> Listing:
    """What one file asks for; what of it was passed over is said."""
    from tracker.packages import read

    listing = read(path, working)
    for passed in listing.passed:
        click.echo(f"passed over: {passed}", err=True)
    for kind, many in sorted(listing.skipped.items()):
        click.echo(f"{path}: {many} passed over: {kind}", err=True)
    if not listing.packages:
        click.echo(f"{path}: it names no package", err=True)
    return listing


def index_or_refusal(no_index: bool) -> Callable[[str], Mapped]:
    """How a package's repository is asked for: at the index that pip or uv is set up with, or not at all."""
    from tracker.config import package_index
    from tracker.packages.mapping import by_index, refused

    if no_index:
        return refused("it is not in the catalog and not installed here, and the package index is not asked")
    if (index := package_index()).refused:
        return refused(f"the package index is not asked: {index.refused}")
    return by_index(index.url)


def tell_unmapped(readings: Sequence[FileReading]) -> bool:
    """Say which packages led to no repository and why; whether there are any."""
    mapped = list({m.package: m for reading in readings for m in reading.mapped}.values())
    lost = [m for m in mapped if m.repository is None]
    for one in lost:
        click.echo(f"not mapped: {one.package}: {one.how}", err=True)
    if mapped:
        from tracker.writing import counted

        repositories = {m.repository for m in mapped if m.repository}
        click.echo(
            f"{counted(len(mapped), 'package')}, {counted(len(repositories), 'repository', 'repositories')}, "
            f"{len(lost)} not mapped",
            err=True,
        )
    return bool(lost)


def by_topic(application: Application, topic: str, least: int, limit: int) -> list[str]:
    """The repositories of a topic, most stars first. Raises BadSearch and what the client raises."""
    from tracker.github.budget import Budget
    from tracker.github.client import GitHubClient
    from tracker.github.search import search

    settings = application.settings
    budget = Budget(authorised=settings.token is not None, max_wait=120.0)
    client = GitHubClient(settings.github_api_url, settings.token, budget)
    try:
        found = search(client, topic, least, limit)
    finally:
        client.close()
    from tracker.writing import counted

    many = counted(found.total, "repository", "repositories")
    told = f"{many} with the topic {topic} and at least {counted(least, 'star')}"
    if found.total > len(found.names):
        told += f"; the {len(found.names):,} with the most stars are followed"
    click.echo(told, err=True)
    return found.names
