"""`tracker schedule`: only the scheduled jobs."""

from __future__ import annotations

import click

from tracker.commands.shared.door import Door
from tracker.commands.shared.following import follow_frameworks_if_nothing
from tracker.commands.shared.serving import leave, stop_on_signals


@click.command()
@click.pass_obj
def command(door: Door) -> None:
    """Run the scheduled jobs until told to end; what was missed meanwhile is run once at the start."""
    from jobs.schedule import Timer

    shop = door.shop()
    follow_frameworks_if_nothing(shop)
    with stop_on_signals(shop.stopping):
        timer = Timer(shop)
        timer.start()
        click.echo("Jobs run on schedule (Ctrl-C ends); see: tracker jobs list", err=True)
        shop.stopping.wait()
        leave(timer)
