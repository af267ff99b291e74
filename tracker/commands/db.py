"""`tracker db`: bring the database up to date, look it through, back it up, move it, let old rows go."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tracker.commands.shared.application import Application
from tracker.commands.shared.databases import url_of, usable
from tracker.commands.shared.engines import distribute, hypertable
from tracker.commands.shared.keeping import keep

if TYPE_CHECKING:
    pass


@click.group()
def command() -> None:
    """Bring the database up to date, look it through, back it up, move it, let old rows go."""


@command.command()
@click.pass_obj
def upgrade(application: Application) -> None:
    """Bring the database to this program's version; safe to run twice and from two processes.

    Where there is nothing but the demo's database, that one.
    """
    from tracker.series.opening import reading_url
    from tracker.store.session import connect, head, version
    from tracker.store.session import upgrade as bring_up

    url, is_demo = reading_url(application.settings)
    engine = connect(url)
    before = version(engine)
    bring_up(engine)
    which = "the demo's database" if is_demo else "the database"
    click.echo(f"{which} is at version {head()} (was: {before or 'empty'})", err=True)
    if before not in (None, head()):
        keep(application.settings, engine)


@command.command()
@click.pass_obj
def rebuild(application: Application) -> None:
    """Drop what is derived (lives, overview, packed series) and build it again from the facts, on all cores.

    The result is the same, byte by byte. Killed half-way, the next evaluation finishes it.
    """
    engine = usable(application)
    made = keep(application.settings, engine, anew=True)
    click.echo(f"{made:,} repositories built from their facts", err=True)


@command.command()
@click.pass_obj
def check(application: Application) -> None:
    """Look the database through: version, damage, broken keys, impossible values, missing days.

    Missing days are told and are no damage; exit 1 when something is broken or impossible, or the database
    cannot be used as it is.
    """
    from tracker.series.opening import present
    from tracker.store.session import StoreError, head
    from tracker.store.soundness import FlawKind, look_through
    from tracker.store.store import Store

    engine = usable(application)
    click.echo(f"the database is at version {head()}, as this program is", err=True)
    flaws = look_through(engine, present(Store(engine), application.settings))
    for flaw in flaws:
        click.echo(str(flaw))
    bad = [flaw for flaw in flaws if flaw.kind is not FlawKind.GAP]
    if bad:
        raise StoreError(f"{len(bad)} kinds of damage found. Restore a backup, or report what is said above")
    click.echo("no broken keys, no impossible values", err=True)


@command.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def backup(application: Application, file: Path) -> None:
    """Write a consistent, checked copy to FILE, while the tracker goes on working.

    The copy is an SQLite file, of a PostgreSQL database too.
    """
    from tracker.series.opening import present
    from tracker.store.backup import backup as write
    from tracker.store.store import Store

    engine = usable(application)
    size = write(engine, file, present(Store(engine), application.settings))
    click.echo(f"{size:,} bytes written to {file} and checked", err=True)


@command.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--replace",
    is_flag=True,
    help="Put it in the place of what is there, which is kept beside it (SQLite only).",
)
@click.pass_obj
def restore(application: Application, file: Path, replace: bool) -> None:
    """Bring a backup back; it is checked first, and what is there stays until it is whole."""
    from tracker.store.restore import restore as bring_back
    from tracker.store.session import file_of

    url = url_of(application)
    kinds = {application.settings.live_database: "live", application.settings.demo_database: "demo"}
    place = file_of(url)
    kind = kinds.get(place) if place else None
    aside = bring_back(file, url, replace=replace, kind=kind)
    if aside:
        click.echo(f"what was there is kept as {aside}; remove it when you no longer want it", err=True)
    click.echo(f"the database is as it was in {file}", err=True)


@command.command()
@click.argument("target", metavar="URL")
@click.pass_obj
def copy(application: Application, target: str) -> None:
    """Copy everything into the empty database at URL: SQLite to PostgreSQL, or back.

    Counts and checksums of all tables are compared; a copy that differs is not kept.
    """
    from tracker.config import SettingsError
    from tracker.store.copying import copy as move
    from tracker.store.session import connect

    try:
        application.settings.with_options(database_url=target)
    except SettingsError as error:
        raise click.BadParameter(str(error), param_hint="URL") from None
    moved = move(usable(application), connect(target))
    for name, found in moved.items():
        if found.rows:
            click.echo(f"{found.rows:>12,}  {found.checksum:016x}  {name}")
    rows = sum(found.rows for found in moved.values())
    click.echo(f"{rows:,} rows copied; counts and checksums agree", err=True)


@command.command()
@click.option("--rehearse", is_flag=True, help="Only say how many rows would go.")
@click.option("--even-what-is-lost", is_flag=True, help="Also what cannot be fetched again.")
@click.pass_obj
def prune(application: Application, rehearse: bool, even_what_is_lost: bool) -> None:
    """Drop old rows as [retention] in tracker.toml says: KIND = days to keep.

    Kinds: validators (can be fetched again); runs, messages and revisions (cannot: only when told so).
    Values, issues, releases and notices are never dropped. Without [retention] nothing is.
    """
    from tracker.store.pruning import prune as let_go

    kept = application.settings.retention
    lost_too = even_what_is_lost or kept.even_what_is_lost
    gone = let_go(
        usable(application),
        kept.days,
        application.settings.now(),
        even_what_is_lost=lost_too,
        rehearse=rehearse,
    )
    for name, many in gone.items():
        click.echo(f"{many:>10,}  {name}{' would go' if rehearse else ' dropped'}")
    if not gone:
        click.echo("nothing is to go: there is no [retention] in tracker.toml", err=True)


@command.command("check-migrations")
def check_migrations() -> None:
    """Check, on a database of its own, that models and migrations agree."""
    from alembic import command as alembic
    from alembic.config import Config
    from alembic.util.exc import AutogenerateDiffsDetected

    from tracker.store.session import connect, migrations, sqlite_url
    from tracker.store.session import upgrade as bring_up

    with tempfile.TemporaryDirectory() as folder:
        engine = connect(sqlite_url(Path(folder) / "check.db"))
        bring_up(engine)
        config = Config(stdout=io.StringIO())
        config.set_main_option("script_location", str(migrations()).replace("%", "%%"))
        config.attributes["engine"] = engine
        try:
            alembic.check(config)
        except AutogenerateDiffsDetected as difference:
            raise click.ClickException(f"models and migrations differ: {difference}") from None
        finally:
            engine.dispose()
    click.echo("models and migrations agree", err=True)


command.add_command(hypertable)
command.add_command(distribute)
