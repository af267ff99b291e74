"""`tracker up`: migrate, collect on schedule, serve the dashboards; one process."""

from __future__ import annotations

import click

from tracker.commands.shared.application import Application
from tracker.commands.shared.following import follow_frameworks_if_nothing
from tracker.commands.shared.keeping import keep
from tracker.commands.shared.serving import address, bind, leave, serve, stop_on_signals

SLOW = (
    "Without a token GitHub answers 60 requests an hour: the first look at many repositories takes hours. "
    "Set TRACKER_TOKEN (no rights needed) for 5,000."
)


@click.command()
@click.option(
    "--port", type=click.IntRange(0, 65535), help="Where to listen (default: 8765, or the next free)."
)
@click.option("--host", help="On which address to listen (default: 127.0.0.1).")
@click.pass_obj
def command(application: Application, port: int | None, host: str | None) -> None:
    """Migrate, collect on schedule and serve the dashboards, in one process, until told to end."""
    settings = application.settings
    bound = bind(host or settings.host, settings.port if port is None else port, or_next=port is None)
    workspace = application.workspace()
    follow_frameworks_if_nothing(workspace)
    if settings.token is None:
        click.echo(SLOW, err=True)
    with stop_on_signals(workspace.stopping):
        keep(settings, workspace.engine, breathe=workspace.breathe)
        from dashboards.http.app import create_app
        from jobs.schedule import Timer

        timer = Timer(workspace)
        timer.start()
        try:
            click.echo(f"Dashboards: {address(bound)} (Ctrl-C ends)", err=True)
            serve(create_app(settings.with_options(host=host)), bound, workspace.stopping)
        finally:
            leave(timer)
