"""Finding repositories to follow: from the files of a project, and by a topic on GitHub."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from tracker.commands.shared.door import Door
    from tracker.packages.mapping import Mapped


def from_files(files: Sequence[Path], no_index: bool) -> list[Mapped]:
    """What the files ask for, each package once, with its repository or the reason why there is none."""
    if not files:
        return []
    from tracker.config import package_index
    from tracker.packages import read
    from tracker.packages.mapping import by_index, find, refused

    wanted = {}
    for path in files:
        named = {w.name: w for w in read(path)}
        wanted.update(named)
        if not named:
            click.echo(f"{path}: it names no package", err=True)
    if no_index:
        ask = refused("it is not in the catalog and not installed here, and the package index is not asked")
    elif (index := package_index()).refused:
        ask = refused(f"the package index is not asked: {index.refused}")
    else:
        ask = by_index(index.url)
    return find(list(wanted.values()), ask)


def tell_unmapped(mapped: Sequence[Mapped]) -> bool:
    """Say which packages led to no repository and why; whether there are any."""
    lost = [m for m in mapped if m.repository is None]
    for one in lost:
        click.echo(f"not mapped: {one.package}: {one.how}", err=True)
    if mapped:
        from tracker.signals.words import count

        repositories = {m.repository for m in mapped if m.repository}
        click.echo(
            f"{count(len(mapped), 'package')}, {count(len(repositories), 'repository', 'repositories')}, "
            f"{len(lost)} not mapped",
            err=True,
        )
    return bool(lost)


def by_topic(door: Door, topic: str, least: int, limit: int) -> list[str]:
    """The repositories of a topic, most stars first. Raises BadSearch and what the client raises."""
    from tracker.github.budget import Budget
    from tracker.github.client import GitHubClient
    from tracker.github.search import search

    settings = door.settings
    budget = Budget(authorised=settings.token is not None, max_wait=120.0)
    client = GitHubClient(settings.github_api_url, settings.token, budget)
    try:
        found = search(client, topic, least, limit)
    finally:
        client.close()
    from tracker.signals.words import count

    many = count(found.total, "repository", "repositories")
    told = f"{many} with the topic {topic} and at least {count(least, 'star')}"
    if found.total > len(found.names):
        told += f"; the {len(found.names):,} with the most stars are followed"
    click.echo(told, err=True)
    return found.names
