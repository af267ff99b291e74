"""`tracker jobs`: when the scheduled jobs ran and are due, and running one now."""

from __future__ import annotations

from datetime import datetime

import click

from tracker.commands.shared import completing
from tracker.commands.shared.application import Application
from tracker.commands.shared.outcome import leave
from tracker.commands.shared.show import emit, json_option, table


@click.group()
def command() -> None:
    """The scheduled jobs: when they ran, run one now."""


@command.command("list")
@json_option
@click.pass_obj
def listing(application: Application, as_json: bool) -> None:
    """Every job: how often, its last success, when it is due, how its last run ended."""
    from jobs.schedule import JOBS

    store = application.history().store
    states = store.runs.states()
    rows = []
    for job in JOBS:
        last, due = states.get(job.name, (None, None))
        latest = next(iter(store.runs.latest(1, job.name)), None)
        rows.append(
            {
                "job": job.name,
                "title": job.title,
                "every_hours": job.every.total_seconds() / 3600,
                "last_success_at": _iso(last),
                "next_due_at": _iso(due),
                "last_outcome": latest.outcome if latest else None,
                "last_message": latest.message if latest else None,
            }
        )
    if as_json:
        emit({"jobs": rows})
        return
    cells = [
        (
            str(r["job"]),
            f"{r['every_hours']:g} h",
            str(r["last_success_at"] or "never"),
            str(r["next_due_at"] or "at once"),
            " ".join(str(r[k]) for k in ("last_outcome", "last_message") if r[k]),
        )
        for r in rows
    ]
    table(("job", "every", "last success", "next due", "last run"), cells, right=(1,))


@command.command()
@click.argument("name", shell_complete=completing.jobs)
@click.pass_context
def run(context: click.Context, name: str) -> None:
    """Run one job now, whether it is due or not."""
    from jobs.schedule import JOBS, find
    from jobs.sharing import run_by_hand

    job = find(name)
    if job is None:
        raise click.BadParameter(
            f"there is no job {name!r}; there are {', '.join(j.name for j in JOBS)}.", param_hint="NAME"
        )
    leave(context, run_by_hand(job, context.obj.written()))


@command.command()
@click.argument("slices", type=click.IntRange(1, 99))
@click.pass_obj
def share(application: Application, slices: int) -> None:
    """Cut the watch list into SLICES that any number of collectors take by lease; 1 makes it whole again.

    On PostgreSQL: every `tracker schedule`, `up` and `sync` on this database, on whatever machine and with a
    token of its own, then takes what no other is at. All of them need the same author.key in their home.
    """
    from jobs.sharing import NotShared, cut

    try:
        cut(application.workspace(), slices)
    except NotShared as reason:
        raise click.UsageError(f"{reason}.") from None
    click.echo(f"the watch list is cut into {slices} slices" if slices > 1 else "the watch list is whole")


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None
