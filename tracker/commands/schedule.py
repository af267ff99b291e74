"""`tracker schedule`: only the scheduled jobs."""

from __future__ import annotations

import click

from tracker.commands.shared.application import Application
from tracker.commands.shared.following import follow_frameworks_if_nothing
from tracker.commands.shared.serving import leave, stop_on_signals


@click.command()
@click.pass_obj
def command(application: Application) -> None:
    """Run the scheduled jobs until told to end; what was missed meanwhile is run once at the start."""
    from jobs.schedule import Timer

    workspace = application.workspace()
    follow_frameworks_if_nothing(workspace)
    with stop_on_signals(workspace.stopping):
        timer = Timer(workspace)
        timer.start()
        click.echo("Jobs run on schedule (Ctrl-C ends); see: tracker jobs list", err=True)
        workspace.stopping.wait()
        leave(timer)
