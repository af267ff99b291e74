"""`tracker watch`: follow repositories, or stop; list what is followed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from tracker.commands.shared.door import Door
from tracker.commands.shared.doorway import PARTLY
from tracker.commands.shared.following import entries, follow
from tracker.commands.shared.gathering import by_topic, from_files, tell_unmapped
from tracker.commands.shared.show import emit, json_option, table


@click.group()
def command() -> None:
    """Follow repositories, or stop; list what is followed."""


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
    no_index: bool,
    topic: str | None,
    min_stars: int,
    limit: int,
) -> None:
    """Follow repositories: by OWNER/NAME, by URL, from the catalog, from the files of a project, or by topic.

    History stays when you stop.
    """
    door: Door = context.obj
    names = dict.fromkeys(_names(repositories), "by hand")
    wanted = entries(group) if group else entries(None) if everything else ()
    if not names and not wanted and not files and not topic:
        raise click.UsageError("give OWNER/NAME, a URL, --group, --all, --from FILE or --topic.")
    mapped, faults = from_files(files, no_index, door.settings.folder)
    names |= {m.repository: "packages" for m in mapped if m.repository}
    if topic:
        names |= dict.fromkeys(by_topic(door, topic, min_stars, limit), f"topic: {topic}")
    shop = door.shop()
    added = follow(shop, wanted, f"catalog: {group}" if group else "catalog") if wanted else []
    with shop.store.transaction():
        added += [
            n for n, origin in names.items() if shop.store.watches.add(n, _category(n), origin, shop.now())
        ]
    already = len(names) + len(wanted) - len(added)
    for name in added:
        click.echo(f"following {name}", err=True)
    if already:
        click.echo(f"{already} followed already", err=True)
    if added:
        click.echo("Collect now with: tracker sync", err=True)
    if tell_unmapped(mapped) or faults:
        context.exit(PARTLY)


@command.command()
@click.argument("repositories", nargs=-1, required=True, metavar="OWNER/NAME…")
@click.pass_obj
def remove(door: Door, repositories: Sequence[str]) -> None:
    """Stop following; what was collected stays."""
    names = _names(repositories)
    shop = door.written()
    followed = {row["full_name"] for row in shop.store.watches.all()}
    with shop.store.transaction():
        unknown = [name for name in names if not shop.store.watches.remove(name)]
        if unknown:  # all or nothing: a typing error must not leave half a command behind
            from tracker.series.tracked import Tracked
            from tracker.series.tracked import unknown as unknown_repository

            raise unknown_repository([Tracked(name) for name in followed], unknown[0])
    click.echo(f"no longer following {', '.join(names)}; history stays", err=True)


@command.command("list")
@json_option
@click.pass_obj
def listing(door: Door, as_json: bool) -> None:
    """What is followed, when it was last seen, and what is wrong with a name."""
    rows = [
        {
            "repository": t.full_name,
            "github_id": t.github_id,
            "category": t.category,
            "seen_at": t.seen_at.isoformat(timespec="seconds") if t.seen_at else None,
            "presence": str(t.presence),
            "problem": t.problem,
        }
        for t in door.history().tracked()
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


def _category(name: str) -> str | None:
    from tracker.catalog import catalog

    entry = catalog().get(name)
    return entry.category if entry else None
