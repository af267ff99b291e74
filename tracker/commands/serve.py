"""`tracker serve`: only the dashboards."""

from __future__ import annotations

import os
from threading import Event

import click

from tracker.commands.shared.application import NO_LIVE, Application
from tracker.commands.shared.serving import address, bind, serve, stop_on_signals
from tracker.processes import gather_memory

MOST_WORKERS = 64


@click.command()
@click.option(
    "--port", type=click.IntRange(0, 65535), help="Where to listen (default: 8765, or the next free)."
)
@click.option("--host", help="On which address to listen (default: 127.0.0.1).")
@click.option(
    "--workers",
    type=click.IntRange(1, MOST_WORKERS),
    default=1,
    help="How many processes share the port, for many viewers at once: one for each core (default: 1). "
    "Limits of requests and connections count in each process for itself.",
)
@click.pass_obj
def command(application: Application, port: int | None, host: str | None, workers: int) -> None:
    """Serve the dashboards from what is in the database; nothing is collected."""
    if workers > 1 and not hasattr(os, "fork"):
        raise click.UsageError("--workers needs Linux or macOS: here one process serves; leave it out.")
    from tracker.series.opening import reading_url

    settings = application.settings
    if reading_url(settings)[1]:
        click.echo(NO_LIVE, err=True)
    bound = bind(host or settings.host, settings.port if port is None else port, or_next=port is None)
    gather_memory()
    stopping = Event()
    with stop_on_signals(stopping):
        from dashboards.http.app import create_app

        app = create_app(settings.with_options(host=host))
        processes = f"{workers} processes, " if workers > 1 else ""
        click.echo(f"Dashboards: {address(bound)} ({processes}Ctrl-C ends)", err=True)
        if workers > 1:
            from tracker.commands.shared.workers import Workers

            Workers(app, bound, workers).run(stopping)
        else:
            serve(app, bound, stopping)
