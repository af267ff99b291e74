"""`tracker watch lists|refresh|unlist`: the named lists, read again from their files, and forgotten."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker.commands.shared import completing, lists
from tracker.commands.shared.application import Application
from tracker.commands.shared.error_boundary import PARTLY
from tracker.commands.shared.gathering import read_files, tell_unmapped
from tracker.commands.shared.show import emit, json_option, table

if TYPE_CHECKING:
    from tracker.series import History


@click.command("lists")
@json_option
@click.pass_obj
def listed(application: Application, as_json: bool) -> None:
    """The named lists: how many repositories, and the files they were read from."""
    rows = _described(application.history())
    if as_json:
        emit({"lists": rows})
        return
    cells = [
        (r["list"], str(len(r["repositories"])), str(r["packages"] or "–"),
         ", ".join(f["file"] or "by hand" for f in r["files"]), str(r["read_at"])[:16])
        for r in rows
    ]  # fmt: skip
    table(("list", "repositories", "packages", "from", "last read"), cells, right=(1, 2))
    if not rows:
        click.echo("There is no list yet. Make one with: tracker watch add --from FILE", err=True)


@click.command()
@click.argument("names", nargs=-1, metavar="[LIST]…", shell_complete=completing.lists)
@click.option("--no-index", is_flag=True, help="Do not ask the package index.")
@click.option("--prune", is_flag=True, help="Stop following what the files no longer ask for.")
@click.pass_context
def refresh(context: click.Context, names: Sequence[str], no_index: bool, prune: bool) -> None:
    """Read the files of lists again (of all lists when none is named): what was added, what is gone."""
    application: Application = context.obj
    files = _files(application.history(), names)
    if missing := [file for many in files.values() for file in many if not file.is_file()]:
        raise click.UsageError(
            f"there is no file {missing[0]} any more. Give the list another with: tracker watch add "
            "--from FILE --list NAME, or forget this one with: tracker watch unlist NAME --from FILE"
        )
    all_read = {name: read_files(many, no_index, application.settings.folder) for name, many in files.items()}
    workspace, partly = application.written(), False
    for name, readings in all_read.items():
        with workspace.store.transaction():
            kept = lists.keep(workspace, name, readings)
            if prune:
                lists.prune(workspace, kept)
        lists.tell(workspace, kept)
        partly |= tell_unmapped(readings) or any(not r.whole for r in readings)
    if partly:
        context.exit(PARTLY)


@click.command()
@click.argument("name", metavar="LIST", shell_complete=completing.lists)
@click.option("--from", "file", type=click.Path(path_type=Path), metavar="FILE", help="Only this file of it.")
@click.pass_obj
def unlist(application: Application, name: str, file: Path | None) -> None:
    """Forget a list; what stood on it is followed as before, and its history stays."""
    from tracker.series.listed import on_list

    on_list(application.history(), name)
    workspace = application.written()
    if not workspace.store.lists.drop(name, None if file is None else str(file.resolve())):
        raise click.UsageError(f"the list {name!r} was not read from {file}.")
    click.echo(f"no longer a list: {name}; its repositories are still followed", err=True)


def _described(history: History) -> list[dict[str, Any]]:
    files: defaultdict[str, list[Any]] = defaultdict(list)
    for row in history.store.lists.all():
        files[row.name].append(row)
    packages: defaultdict[str, set[str]] = defaultdict(set)
    for entry in history.store.lists.entries():
        packages[entry.name] |= {entry.package} - {""}
    return [
        {
            "list": name,
            "repositories": [t.full_name for t in history.tracked() if name in t.lists],
            "packages": len(packages[name]),
            "files": [{"file": row.file, "read_at": row.read_at.isoformat()} for row in rows],
            "read_at": max(row.read_at for row in rows).isoformat(timespec="seconds"),
        }
        for name, rows in files.items()
    ]


def _files(history: History, names: Sequence[str]) -> dict[str, list[Path]]:
    """The files of the lists named, or of all. Raises UnknownList, and a usage error where there is none."""
    from tracker.series.listed import list_names, on_list

    for name in names:
        on_list(history, name)
    found: dict[str, list[Path]] = {}
    for row in history.store.lists.all():
        if row.file and row.name in (names or list_names(history)):
            found.setdefault(row.name, []).append(Path(row.file))
    if not found:
        raise click.UsageError("no list was read from a file. Make one with: tracker watch add --from FILE")
    return found
