"""`tracker serve`: only the dashboards."""

from __future__ import annotations

from threading import Event

import click

from tracker.commands.shared.door import NO_LIVE, Door
from tracker.commands.shared.serving import address, bind, serve, stop_on_signals


@click.command()
@click.option(
    "--port", type=click.IntRange(0, 65535), help="Where to listen (default: 8765, or the next free)."
)
@click.option("--host", help="On which address to listen (default: 127.0.0.1).")
@click.pass_obj
def command(door: Door, port: int | None, host: str | None) -> None:
    """Serve the dashboards from what is in the database; nothing is collected."""
    from tracker.series.door import reading_url

    settings = door.settings
    if reading_url(settings)[1]:
        click.echo(NO_LIVE, err=True)
    bound = bind(host or settings.host, settings.port if port is None else port, or_next=port is None)
    stopping = Event()
    with stop_on_signals(stopping):
        from dashboards.http.app import create_app

        click.echo(f"Dashboards: {address(bound)} (Ctrl-C ends)", err=True)
        serve(create_app(settings.with_options(host=host)), bound, stopping)
