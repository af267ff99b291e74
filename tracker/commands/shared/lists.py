"""Named lists at the command line: what a list is called, what another reading of its files did to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from jobs.base import Workspace
    from tracker.commands.shared.gathering import FileReading
    from tracker.series import History, Repository
    from tracker.store.lists import Pair

LONGEST_NAME, LONGEST_FILE = 60, 1000

list_option = click.option("--list", "list_name", metavar="NAME", help="Only what stands on this list.")


@dataclass
class ListUpdate:
    """What became of a list: pairs that came and went, and names that people had stopped following."""

    name: str
    added: list[Pair] = field(default_factory=list)
    gone: list[Pair] = field(default_factory=list)
    followed: list[str] = field(default_factory=list)


def checked(name: str) -> str:
    """A list's name as it is kept. Raises a usage error for what is none."""
    plain = name.strip()
    if not plain or len(plain) > LONGEST_NAME or not plain.isprintable():
        raise click.BadParameter(f"a list's name has 1 to {LONGEST_NAME} letters.", param_hint="--list")
    return plain


def name_for(given: str | None, files: Sequence[Path]) -> str | None:
    """The list that is meant: the name given, else that of the folder of the first file, if any."""
    for file in files:
        if len(str(file.resolve())) > LONGEST_FILE:
            raise click.BadParameter(f"the path of {file.name} is too long to keep.", param_hint="--from")
    if given is not None:
        return checked(given)
    return checked(files[0].resolve().parent.name[:LONGEST_NAME] or "dependencies") if files else None


def refuse_another_folder(workspace: Workspace, name: str, files: Sequence[Path]) -> None:
    """Two projects in folders of one name must not become one list unless somebody says so."""
    folders = {Path(row.file).parent for row in workspace.store.lists.all() if row.name == name and row.file}
    here = files[0].resolve().parent
    if folders and here not in folders:
        raise click.UsageError(
            f"the list {name!r} is of the files in {min(folders)}, not of {here}: "
            "say with --list NAME which list is meant."
        )


def chosen(history: History, name: str | None) -> list[Repository]:
    """Everything that is followed, or what stands on a list. Raises UnknownList."""
    from tracker.series.listed import on_list

    return history.tracked() if name is None else on_list(history, name)


def keep(workspace: Workspace, name: str, readings: Sequence[FileReading]) -> ListUpdate:
    """Bring a list to what its files ask for now, and follow what is new on it.

    Of a file that could not be read in part nothing is taken off. What people stopped following stays so.
    """
    kept = ListUpdate(name)
    before = {e.full_name.lower() for e in workspace.store.lists.entries(name)}
    for reading in readings:
        held = [e.package for e in workspace.store.lists.entries(name)]
        found = [(_cut(m.package), m.repository) for m in reading.mapped if m.repository]
        named = {_cut(m.package) for m in reading.mapped} | (set() if reading.whole else set(held))
        change = workspace.store.lists.keep(name, str(reading.file.resolve()), found, named, workspace.now())
        kept.added += change.added
        kept.gone += change.gone
    for repository in dict.fromkeys(r for _, r in kept.added if r.lower() not in before):
        if workspace.store.watches.add(repository, category_of(repository), "packages", workspace.now()):
            kept.followed.append(repository)
    return kept


def prune(workspace: Workspace, kept: ListUpdate) -> list[str]:
    """Stop following what went from the list, came by packages, and stands on no list any more."""
    still = {e.full_name.lower() for e in workspace.store.lists.entries()}
    by_packages = {
        row["full_name"].lower() for row in workspace.store.watches.all() if row["origin"] == "packages"
    }
    names = dict.fromkeys(r for _, r in kept.gone if r.lower() not in still and r.lower() in by_packages)
    return [name for name in names if workspace.store.watches.remove(name)]


def tell(workspace: Workspace, kept: ListUpdate) -> None:
    """Say what another reading changed, package by package."""
    followed = {row["full_name"].lower() for row in workspace.store.watches.all()}
    for package, repository in kept.added:
        click.echo(f"added to {kept.name}: {package} ({repository})", err=True)
    for package, repository in kept.gone:
        after = "still followed" if repository.lower() in followed else "no longer followed"
        click.echo(f"gone from {kept.name}: {package} ({repository}; {after})", err=True)
    click.echo(f"{kept.name}: {len(kept.added)} added, {len(kept.gone)} gone", err=True)


def category_of(name: str) -> str | None:
    """The catalog's group of a repository."""
    from tracker.catalog import catalog

    entry = catalog().get(name)
    return entry.category if entry else None


def _cut(package: str) -> str:
    return package[:214]  # an address in the place of a name may be of any length
