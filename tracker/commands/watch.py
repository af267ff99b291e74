"""`tracker watch`: follow repositories, or stop; list what is followed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tracker.commands.shared import completing, lists
from tracker.commands.shared.application import Application
from tracker.commands.shared.error_boundary import PARTLY
from tracker.commands.shared.following import entries, follow
from tracker.commands.shared.gathering import by_topic, read_files, tell_unmapped
from tracker.commands.shared.lists import list_option
from tracker.commands.shared.show import emit, json_option, table
from tracker.commands.shared.watch_lists import listed, refresh, unlist

if TYPE_CHECKING:
    from jobs.base import Workspace


@click.group()
def command() -> None:
    """Follow repositories, or stop; list what is followed."""


for one in (listed, refresh, unlist):
    command.add_command(one)


@command.command()
@click.argument("repositories", nargs=-1, metavar="[OWNER/NAME|URL]…")
@click.option("--group", help="All of one group of the catalog, for example frameworks.")
@click.option("--all", "everything", is_flag=True, help="All of the catalog.")
@click.option(
    "--from",
    "files",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="What a project's files name: requirements, pyproject.toml, lock files, conda, SBOMs.",
)
@click.option(
    "--list",
    "list_name",
    metavar="NAME",
    help="Keep them as a list of this name; with --from it is the folder's name unless given.",
)
@click.option("--prune", is_flag=True, help="With --from: stop following what the files no longer ask for.")
@click.option("--no-index", is_flag=True, help="With --from: do not ask the package index.")
@click.option("--topic", help="All of a topic on GitHub, most stars first.")
@click.option("--min-stars", default=1_000, show_default=True, help="With --topic: those with as many.")
@click.option("--limit", default=100, show_default=True, help="With --topic: no more than these.")
@click.pass_context
def add(
    context: click.Context,
    repositories: Sequence[str],
    group: str | None,
    everything: bool,
    files: Sequence[Path],
    list_name: str | None,
    prune: bool,
    no_index: bool,
    topic: str | None,
    min_stars: int,
    limit: int,
) -> None:
    """Follow repositories: by OWNER/NAME, by URL, from the catalog, from the files of a project, or by topic.

    What files ask for is kept as a list; run it again and it says what was added and what is gone.
    History stays when you stop.
    """
    application: Application = context.obj
    names = dict.fromkeys(_names(repositories), "by hand")
    wanted = entries(group) if group else entries(None) if everything else ()
    if not names and not wanted and not files and not topic:
        raise click.UsageError("give OWNER/NAME, a URL, --group, --all, --from FILE or --topic.")
    if prune and not files:
        raise click.UsageError("--prune goes with --from FILE.")
    mine = lists.name_for(list_name, files)
    readings = read_files(files, no_index, application.settings.folder)
    if topic:
        names |= dict.fromkeys(by_topic(application, topic, min_stars, limit), f"topic: {topic}")
    workspace = application.workspace()
    if readings and mine and list_name is None:
        lists.refuse_another_folder(workspace, mine, files)
    with workspace.store.transaction():
        added = follow(workspace, wanted, f"catalog: {group}" if group else "catalog") if wanted else []
        added += [
            n for n, origin in names.items()
            if workspace.store.watches.add(n, lists.category_of(n), origin, workspace.now())
        ]  # fmt: skip
        by_hand = [*names, *(entry.repository for entry in wanted)]
        if mine and by_hand:
            workspace.store.lists.add(mine, by_hand, workspace.now())
        kept = lists.keep(workspace, mine, readings) if mine and readings else None
        if kept and prune:
            lists.prune(workspace, kept)
    _tell(workspace, added, len(by_hand), kept)
    if tell_unmapped(readings) or any(not reading.whole for reading in readings):
        context.exit(PARTLY)


def _tell(workspace: Workspace, added: list[str], by_hand: int, kept: lists.ListUpdate | None) -> None:
    """Who is followed from now on, who was already, and what became of the list."""
    if already := by_hand - len(added):
        click.echo(f"{already} followed already", err=True)
    added = added + (kept.followed if kept else [])
    for name in added:
        click.echo(f"following {name}", err=True)
    if kept:
        lists.tell(workspace, kept)
    if added:
        click.echo("Collect now with: tracker sync", err=True)


@command.command()
@click.argument("repositories", nargs=-1, required=True, metavar="OWNER/NAME…",
                shell_complete=completing.repositories)  # fmt: skip
@click.pass_obj
def remove(application: Application, repositories: Sequence[str]) -> None:
    """Stop following; what was collected stays."""
    names = _names(repositories)
    workspace = application.written()
    followed = {row["full_name"] for row in workspace.store.watches.all()}
    with workspace.store.transaction():
        unknown = [name for name in names if not workspace.store.watches.remove(name)]
        if unknown:  # all or nothing: a typing error must not leave half a command behind
            from tracker.series.followed import Repository
            from tracker.series.followed import unknown as unknown_repository

            raise unknown_repository([Repository(name) for name in followed], unknown[0])
    click.echo(f"no longer following {', '.join(names)}; history stays", err=True)


@command.command("list")
@list_option
@json_option
@click.pass_obj
def listing(application: Application, list_name: str | None, as_json: bool) -> None:
    """What is followed, when it was last seen, and what is wrong with a name."""
    history = application.history()
    rows = [
        {
            "repository": t.full_name,
            "github_id": t.github_id,
            "category": t.category,
            "seen_at": t.seen_at.isoformat(timespec="seconds") if t.seen_at else None,
            "presence": str(t.presence),
            "problem": t.problem,
            "lists": t.lists,
        }
        for t in lists.chosen(history, list_name)
    ]
    if as_json:
        emit({"repositories": rows})
        return
    cells = [
        (
            str(r["repository"]),
            str(r["category"] or "–"),
            str(r["seen_at"] or "never"),
            str(r["problem"] or ""),
        )
        for r in rows
    ]
    table(("repository", "group", "last seen", "problem"), cells)
    if not rows:
        click.echo("Nothing is followed yet. Begin with: tracker watch add --group frameworks", err=True)


def _names(texts: Sequence[str]) -> list[str]:
    """OWNER/NAME of each, each once. Raises a usage error naming the first that is no repository."""
    from tracker.github.names import parse_repository

    return list(dict.fromkeys("/".join(parse_repository(text)) for text in texts))
