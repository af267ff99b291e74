"""`tracker db hypertable` and `distribute`: what PostgreSQL's extensions do for large databases, if asked."""

from __future__ import annotations

import click

from tracker.commands.shared.application import Application
from tracker.commands.shared.databases import usable


@click.command()
@click.option(
    "--compress-after", type=click.IntRange(min=0), default=730, show_default=True, metavar="DAYS",
    help="Compress years that ended so many days ago; 0: none.",
)  # fmt: skip
@click.pass_obj
def hypertable(application: Application, compress_after: int) -> None:
    """Keep the series in a TimescaleDB hypertable: chunks of a year, old ones compressed.

    Needs PostgreSQL with that extension. Safe to run again, with other DAYS too; reading and writing stay
    as they are.
    """
    from tracker.store.hypertable import make

    made = make(usable(application), compress_after or None)
    click.echo(f"TimescaleDB {made.version}: {made.chunks} chunks, {made.compressed} of them compressed, "
               f"{made.size / 1e6:,.1f} MB", err=True)  # fmt: skip


@click.command()
@click.option(
    "--shards", type=click.IntRange(1, 64_000), default=32, show_default=True, metavar="N",
    help="Into how many pieces each table is cut, the first time.",
)  # fmt: skip
@click.pass_obj
def distribute(application: Application, shards: int) -> None:
    """Spread the facts over the workers of a Citus cluster, a repository to a worker; shows where they lie.

    Needs PostgreSQL with Citus 11.2 or later, its workers added. Safe to run again; reading and writing
    stay as they are.
    """
    from tracker.store.distribution import distribute as spread

    made = spread(usable(application), shards)
    click.echo(
        f"Citus {made.version}: {made.distributed} tables distributed, {made.reference} on every machine",
        err=True,
    )
    for node in made.nodes:
        click.echo(f"{node.name}:{node.port}  {node.shards:,} shards  {node.size / 1e6:,.1f} MB")
