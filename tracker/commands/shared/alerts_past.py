"""The time machine at the door: what would have been sent, when."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import click

from tracker.commands.shared.alerts_shared import alert_settings, chosen_channels, iso
from tracker.commands.shared.application import Application
from tracker.commands.shared.dates import Day, as_of_or_today
from tracker.commands.shared.show import emit, json_option


@click.command()
@click.option("--from", "start", type=Day(), help="The first month (default: January 2015).")
@click.option("--to", "end", type=Day(), help="The last day (default: today).")
@click.option("--send", "channel", metavar="CHANNEL", help="Deliver them to this channel as well.")
@json_option
@click.pass_obj
def replay(
    application: Application, start: date | None, end: date | None, channel: str | None, as_json: bool
) -> None:
    """The time machine: the alerts as they would have come, month by month."""
    from tracker.alerts.dispatch import hand_over, surroundings
    from tracker.alerts.replay import FIRST, items_of, message_of, play

    history, settings = application.history(), alert_settings(application)
    last = as_of_or_today(history, end)
    if start and start > last:
        raise click.BadParameter(f"{start} lies after {last}.", param_hint="--from")
    chosen = chosen_channels(settings, channel)[0] if channel else None
    around = surroundings(settings, home=application.settings.home, write=click.echo)
    rows: list[dict[str, Any]] = []
    for look in play(history, settings, FIRST, last, application.settings.health):
        if start and look.as_of < start:
            continue
        items = items_of(look, settings.base_url)
        rows += [_told(look.as_of, i) for i in items]
        if not as_json:
            for i in items:
                click.echo(f"{look.as_of}  {i.text}")
        told = message_of(look, settings.base_url)
        if chosen and told:
            hand_over(chosen, told, around)
    if as_json:
        emit({"from": (start or FIRST).isoformat(), "to": last.isoformat(), "alerts": rows})


@click.command()
@click.option("--as-of", type=Day(), help="That day (default: today).")
@json_option
@click.pass_obj
def preview(application: Application, as_of: date | None, as_json: bool) -> None:
    """What would have been sent in the month up to a day. Nothing is sent."""
    from tracker.alerts.replay import FIRST, items_of, message_of, play

    history, settings = application.history(), alert_settings(application)
    last = as_of_or_today(history, as_of)
    month_ago = last - timedelta(days=31)
    looks = [
        look
        for look in play(history, settings, min(FIRST, month_ago), last, application.settings.health)
        if look.as_of > month_ago
    ]
    if as_json:
        alerts = [_told(look.as_of, i) for look in looks for i in items_of(look, settings.base_url)]
        emit({"as_of": last.isoformat(), "alerts": alerts})
        return
    messages = [told for look in looks if (told := message_of(look, settings.base_url))]
    for told in messages:
        click.echo(f"{told.at:%Y-%m-%d}  {told.title}\n\n{told.plain}")
    if not messages:
        click.echo(f"Nothing would have been sent in the 31 days to {last}.")


def _told(as_of: date, one: Any) -> dict[str, Any]:
    return {
        "as_of": as_of.isoformat(), "repository": one.repository, "rule": one.rule, "state": one.state,
        "value": one.value, "before": one.before, "since": iso(one.since), "text": one.text,
        "why": [{"sentence": r.sentence, "url": r.url} for r in one.why], "prompt_to_look": one.prompt,
    }  # fmt: skip
