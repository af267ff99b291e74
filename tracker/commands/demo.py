"""`tracker demo`: everything, offline, on played-back public figures."""

from __future__ import annotations

import time
from collections import Counter
from datetime import date
from threading import Event
from typing import Any

import click

from tracker.commands.shared.application import Application
from tracker.commands.shared.dates import Day
from tracker.commands.shared.outcome import CODES, leave
from tracker.commands.shared.playing import Played, demo_url, play
from tracker.commands.shared.progress import shown
from tracker.commands.shared.serving import address, bind, serve, stop_on_signals
from tracker.commands.shared.show import emit, json_option
from tracker.writing import spoken

SPREAD_WORDS = (
    "Its days are spread from quarterly public figures; what nobody recorded is left out. Stars taken back "
    "and first answers are shown in a made-up world: tracker demo --made-up"
)
MADE_UP_WORDS = "All of it is made up: nothing here was recorded anywhere, and no such repository exists."


@click.command()
@click.option(
    "--port", type=click.IntRange(0, 65535), help="Where to listen (default: 8765, or the next free)."
)
@click.option("--once", is_flag=True, help="Collect, judge, print a summary and exit.")
@click.option("--date", "day", type=Day(), help="The demo's present (default: 30 June 2026).")
@click.option(
    "--made-up",
    is_flag=True,
    help="A small world that is wholly made up, in a database of its own: stars taken back and first "
    "answers, which no public figures record.",
)
@json_option
@click.pass_context
def command(
    context: click.Context, port: int | None, once: bool, day: date | None, made_up: bool, as_json: bool
) -> None:
    """Collect and judge 29 frameworks from GitHub played back on this machine, then serve the dashboards.

    The days shown are spread from public quarterly figures. Nothing leaves this machine.
    """
    from tracker.replay.demo import DEMO_END

    began = time.monotonic()
    application: Application = context.obj
    day = day or DEMO_END
    if day > DEMO_END:
        raise click.BadParameter(
            f"{day} lies after the figures, which end on {DEMO_END}.", param_hint="--date"
        )
    settings = application.settings
    url = demo_url(settings, day, DEMO_END, made_up=made_up)
    settings = settings.with_options(database_url=url, clock="")
    bound = (
        None if once else bind(settings.host, settings.port if port is None else port, or_next=port is None)
    )
    stopping = Event()
    with stop_on_signals(stopping):
        with shown() as (tell, step):
            played = play(settings, day, stopping, tell, step, made_up=made_up)
        if played.report is not None and CODES.get(played.report.outcome, 1) not in (0, 3):
            leave(context, played.report)
        if once or as_json or played.report is not None:  # else the pages will say it, and sooner
            summary = {**_summary(played, day), "seconds": round(time.monotonic() - began, 1)}
            emit(summary) if as_json else _show(summary)
        if bound is not None:
            from dashboards.http.app import create_app

            click.echo(f"Dashboards: {address(bound)} (Ctrl-C ends)", err=True)
            serve(create_app(settings), bound, stopping)


def _summary(played: Played, day: date) -> dict[str, Any]:
    from tracker.health import HEADLINES
    from tracker.readmodel.verdicts_on import verdicts_on
    from tracker.series import open_history
    from tracker.store.meta import MADE_UP
    from tracker.store.session import shown_url

    workspace = played.workspace
    history = open_history(workspace.settings, engine=workspace.engine)
    verdicts, _ = verdicts_on(history, history.tracked(), day, workspace.settings.health)
    counts = Counter(verdict.headline for verdict in verdicts.values())
    result = played.report.result if played.report else None
    return {
        "repositories": len(history.tracked()),
        "observations": result.observations if result else 0,
        "requests": result.requests if result else 0,
        "points": result.points if result else 0,
        "verdicts": {headline: counts[headline] for headline in HEADLINES if counts[headline]},
        "as_of": day.isoformat(),
        "database": shown_url(workspace.engine),
        "collected": played.report is not None,
        "made_up": history.meta.get("figures") == MADE_UP,
        "missing": [
            {"collector": m.collector, "reason": m.reason} for m in (result.missed if result else ())
        ],
    }


def _show(summary: dict[str, Any]) -> None:
    if summary["collected"]:
        spent = f"{summary['requests']:,} requests, {summary['points']:,} points"
        click.echo(
            f"{summary['repositories']} repositories collected as of {summary['as_of']}: "
            f"{summary['observations']:,} values, {spent}"
        )
    else:
        click.echo(f"The demo as of {summary['as_of']} is complete; nothing had to be collected.")
    for missing in summary["missing"]:
        click.echo(f"missing: {missing['collector']}: {missing['reason']}", err=True)
    click.echo(
        "Verdicts: " + ", ".join(f"{n} {spoken(headline)}" for headline, n in summary["verdicts"].items())
    )
    click.echo(MADE_UP_WORDS if summary["made_up"] else SPREAD_WORDS)
    click.echo(f"{summary['seconds']:.1f} s; {summary['database']}", err=True)
