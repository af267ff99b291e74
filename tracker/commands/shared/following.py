"""Following repositories from the catalog, for `watch add` and for the first start of `up`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from jobs.base import Workspace
    from tracker.catalog import Entry


def entries(group: str | None) -> tuple[Entry, ...]:
    """The catalog's entries of one group, or all of them. Raises a usage error that lists the groups."""
    from tracker.catalog import catalog

    if group is None:
        return catalog().entries
    groups = catalog().groups()
    if group not in groups:
        raise click.BadParameter(
            f"the catalog has no group {group!r}; there are {', '.join(groups)}.", param_hint="--group"
        )
    return groups[group]


def follow(workspace: Workspace, wanted: Iterable[Entry], origin: str) -> list[str]:
    """Follow entries of the catalog; the names of those that were not followed before."""
    with workspace.store.transaction():
        return [
            entry.repository
            for entry in wanted
            if workspace.store.watches.add(entry.repository, entry.category, origin, workspace.now())
        ]


def follow_frameworks_if_nothing(workspace: Workspace) -> None:
    """A first start with nothing to follow begins with the catalog's frameworks, and says so."""
    if not workspace.store.watches.all():
        added = follow(workspace, entries("frameworks"), "catalog: frameworks")
        click.echo(
            f"Nothing was followed yet: beginning with the catalog's {len(added)} frameworks. "
            "Change that with: tracker watch add|remove …",
            err=True,
        )
