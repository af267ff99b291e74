"""`tracker alerts`: what stands, why, who was told; quieting, testing, and the time machine."""

from __future__ import annotations

import uuid
from dataclasses import fields

import click

from tracker.commands.shared.alerts_past import preview, replay
from tracker.commands.shared.alerts_quiet import ack, mute, snooze
from tracker.commands.shared.alerts_shared import (
    alert_settings,
    alert_writer,
    alerts_store,
    chosen_channels,
    iso,
)
from tracker.commands.shared.application import Application
from tracker.commands.shared.show import emit, json_option, table


@click.group()
def command() -> None:
    """What changed, why, and who was told of it; mute it, test it, play it back."""


@command.command("list")
@click.option("--all", "everything", is_flag=True, help="Resolved ones too.")
@json_option
@click.pass_obj
def listing(application: Application, everything: bool, as_json: bool) -> None:
    """What stands now, and whether the channels work."""
    store = alerts_store(application)
    states = None if everything else ("firing", "pending", "known")
    rows = [
        {
            "id": row.transition_id, "repository": row.repository, "rule": row.rule, "state": row.state,
            "value": row.value, "since": iso(row.since), "at": iso(row.at),
        }
        for row in store.alerts.all(states)
        if row.state != "inactive"
    ]  # fmt: skip
    channels = [
        {
            "channel": c.channel, "sent": c.sent, "waiting": c.waiting, "dead": c.dead,
            "last_sent": iso(c.last_sent), "error": c.error,
        }
        for c in store.messages.channels()
    ]  # fmt: skip
    if as_json:
        emit({"alerts": rows, "channels": channels})
        return
    if not rows:
        click.echo("No alert stands.")
    else:
        cells = [
            [str(r["id"] or ""), r["repository"], r["rule"], r["state"], r["value"], r["since"] or "–"]
            for r in rows
        ]
        table(("id", "repository", "rule", "state", "what", "since"), cells, right=(0,))
    for c in channels:
        problem = f"; last error: {c['error']}" if c["error"] else ""
        click.echo(
            f"{c['channel']}: {c['sent']} sent, {c['waiting']} waiting, {c['dead']} given up{problem}",
            err=True,
        )


@command.command()
@click.argument("number", type=int, metavar="ID")
@json_option
@click.pass_obj
def show(application: Application, number: int, as_json: bool) -> None:
    """One change with its evidence, and what became of telling it."""
    from tracker.alerts.items import item
    from tracker.alerts.messages import message
    from tracker.alerts.payload import AlertPayload

    store = alerts_store(application)
    row = store.alerts.transition(number)
    if row is None:
        raise click.BadParameter(f"there is no change {number}. See: tracker alerts list", param_hint="ID")
    payload = AlertPayload.from_text(row.payload)
    told = [
        {
            "channel": n.channel,
            "state": n.state,
            "reason": n.reason,
            "sent_at": iso(n.sent_at),
            "error": n.error,
        }
        for n in store.messages.notifications([number])
    ]
    if as_json:
        keys = ("id", "repository", "rule", "from_state", "to_state", "value", "as_of", "at", "reason")
        emit(
            {
                **{key: getattr(row, key) for key in keys},
                "payload": {**dict.fromkeys(f.name for f in fields(payload)), **payload.to_json()},
                "notifications": told,
            }
        )
        return
    found = item(
        row.id, row.rule, row.to_state, row.at, row.reason, payload, alert_settings(application).base_url
    )
    click.echo(message("", "alert", [found], row.at).plain)
    for one in told:
        click.echo(
            f"{one['channel']}: {one['state']} ({one['reason']})" + (f" {one['sent_at'] or ''}".rstrip())
        )


@command.command()
@click.argument("channel", required=False)
@click.option("--dry-run", is_flag=True, help="Print the message; send nothing.")
@click.option("--retry", is_flag=True, help="Try again what was given up on this channel.")
@click.pass_obj
def test(application: Application, channel: str | None, dry_run: bool, retry: bool) -> None:
    """Send a test message to a channel (default: to each)."""
    from tracker.alerts.dispatch import hand_over, surroundings
    from tracker.channels.base import ChannelError, Message

    settings = alert_settings(application)
    around = surroundings(settings, home=application.settings.home, write=click.echo)
    now = application.settings.now()
    text = "This is a test of the framework tracker. If you can read it, alerts will arrive here."
    sent = Message(uuid.uuid4().hex, "test", "Framework tracker: test", text, f"<p>{text}</p>", now)
    failures = 0
    for one in chosen_channels(settings, channel):
        if retry:
            revived = alert_writer(application).messages.revive(one.name, now)
            click.echo(f"{one.name}: {revived} messages will be tried again")
        elif dry_run:
            click.echo(f"{one.name} ({one.kind}): would get “{sent.title}”")
        else:
            try:
                hand_over(one, sent, around)
                click.echo(f"{one.name} ({one.kind}): sent", err=True)
            except ChannelError as error:
                failures += 1
                click.echo(f"{one.name} ({one.kind}): {error}", err=True)
    if failures:
        raise SystemExit(1)


for part in (ack, mute, snooze, replay, preview):
    command.add_command(part)
