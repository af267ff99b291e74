"""`tracker alerts`: what stands, why, who was told; quieting, testing, and the time machine."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from tracker.commands.shared.dates import Day, as_of_or_today
from tracker.commands.shared.door import Door
from tracker.commands.shared.show import emit, json_option, table

if TYPE_CHECKING:
    from tracker.alerts.settings import AlertSettings, Channel
    from tracker.store.read_alerts import AlertReader


@click.group()
def command() -> None:
    """What changed, why, and who was told of it; mute it, test it, play it back."""


@command.command("list")
@click.option("--all", "everything", is_flag=True, help="Resolved ones too.")
@json_option
@click.pass_obj
def listing(door: Door, everything: bool, as_json: bool) -> None:
    """What stands now, and whether the channels work."""
    reader = _reader(door)
    states = None if everything else ("firing", "pending", "known")
    rows = [
        {
            "id": row.transition_id, "repository": row.repository, "rule": row.rule, "state": row.state,
            "value": row.value, "since": _iso(row.since), "at": _iso(row.at),
        }
        for row in reader.alerts(states)
        if row.state != "inactive"
    ]  # fmt: skip
    channels = [
        {
            "channel": c.channel, "sent": c.sent, "waiting": c.waiting, "dead": c.dead,
            "last_sent": _iso(c.last_sent), "error": c.error,
        }
        for c in reader.channels()
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
def show(door: Door, number: int, as_json: bool) -> None:
    """One change with its evidence, and what became of telling it."""
    import json

    from tracker.alerts.items import item
    from tracker.alerts.messages import message

    reader = _reader(door)
    row = reader.transition(number)
    if row is None:
        raise click.BadParameter(f"there is no change {number}. See: tracker alerts list", param_hint="ID")
    payload = json.loads(row.payload)
    told = [
        {
            "channel": n.channel,
            "state": n.state,
            "reason": n.reason,
            "sent_at": _iso(n.sent_at),
            "error": n.error,
        }
        for n in reader.notifications([number])
    ]
    if as_json:
        keys = ("id", "repository", "rule", "from_state", "to_state", "value", "as_of", "at", "reason")
        emit({**{key: getattr(row, key) for key in keys}, "payload": payload, "notifications": told})
        return
    found = item(row.id, row.rule, row.to_state, row.at, row.reason, payload, _settings().base_url)
    click.echo(message("", "alert", [found], row.at).plain)
    for one in told:
        click.echo(
            f"{one['channel']}: {one['state']} ({one['reason']})" + (f" {one['sent_at'] or ''}".rstrip())
        )


@command.command()
@click.argument("number", type=int, metavar="ID")
@click.option("--reason", default="seen", show_default=True, help="For those who look later.")
@click.pass_obj
def ack(door: Door, number: int, reason: str) -> None:
    """Somebody is at it: nothing more is told of this alert until it is over."""
    row = _reader(door).transition(number)
    if row is None:
        raise click.BadParameter(f"there is no change {number}. See: tracker alerts list", param_hint="ID")
    made = _quiet(door, "ack", row.repository, row.rule, None, reason)
    click.echo(f"{row.repository}, {row.rule}: acknowledged (silence {made})")


@command.command()
@click.argument("repository", required=False)
@click.option("--rule", help="Only this rule.")
@click.option("--until", type=Day(), help="Until that day (default: until lifted).")
@click.option("--reason", default="by hand", show_default=True)
@click.option("--lift", type=int, metavar="SILENCE", help="Lift a mute, snooze or acknowledgement.")
@click.pass_obj
def mute(
    door: Door, repository: str | None, rule: str | None, until: date | None, reason: str, lift: int | None
) -> None:
    """Never tell of a repository or a rule; without either, list what is quieted."""
    if lift is not None:
        _lift(door, lift)
    elif repository is None and rule is None:
        _list_silences(door)
    else:
        made = _quiet(door, "mute", repository, rule, _end(until), reason)
        click.echo(f"{repository or 'every repository'}, {rule or 'every rule'}: muted (silence {made})")


@command.command()
@click.argument("repository")
@click.option("--rule", help="Only this rule.")
@click.option("--days", type=click.IntRange(1, 365), default=7, show_default=True)
@click.option("--reason", default="by hand", show_default=True)
@click.pass_obj
def snooze(door: Door, repository: str, rule: str | None, days: int, reason: str) -> None:
    """Tell later: what happens meanwhile waits and comes then."""
    until = door.settings.now() + timedelta(days=days)
    made = _quiet(door, "snooze", repository, rule, until, reason)
    click.echo(f"{repository}, {rule or 'every rule'}: snoozed until {until:%Y-%m-%d} (silence {made})")


@command.command()
@click.argument("channel", required=False)
@click.option("--dry-run", is_flag=True, help="Print the message; send nothing.")
@click.option("--retry", is_flag=True, help="Try again what was given up on this channel.")
@click.pass_obj
def test(door: Door, channel: str | None, dry_run: bool, retry: bool) -> None:
    """Send a test message to a channel (default: to each)."""
    import uuid

    from tracker.alerts.courier import hand_over, surroundings
    from tracker.channels.base import ChannelError, Message

    settings = _settings()
    around = surroundings(settings, home=door.settings.home, write=click.echo)
    now = door.settings.now()
    text = "This is a test of the framework tracker. If you can read it, alerts will arrive here."
    sent = Message(uuid.uuid4().hex, "test", "Framework tracker: test", text, f"<p>{text}</p>", now)
    failures = 0
    for one in _channels(settings, channel):
        if retry:
            click.echo(f"{one.name}: {_book(door).revive(one.name, now)} messages will be tried again")
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


@command.command()
@click.option("--from", "start", type=Day(), help="The first month (default: January 2015).")
@click.option("--to", "end", type=Day(), help="The last day (default: today).")
@click.option("--send", "channel", metavar="CHANNEL", help="Deliver them to this channel as well.")
@json_option
@click.pass_obj
def replay(door: Door, start: date | None, end: date | None, channel: str | None, as_json: bool) -> None:
    """The time machine: the alerts as they would have come, month by month."""
    from pathlib import Path

    from tracker.alerts.courier import hand_over, surroundings
    from tracker.alerts.replay import FIRST, items_of, message_of, play
    from tracker.health import read_rules

    history, settings = door.history(), _settings()
    last = as_of_or_today(history, end)
    if start and start > last:
        raise click.BadParameter(f"{start} lies after {last}.", param_hint="--from")
    chosen = _channels(settings, channel)[0] if channel else None
    around = surroundings(settings, home=door.settings.home, write=click.echo)
    rows: list[dict[str, Any]] = []
    for look in play(history, settings, FIRST, last, read_rules(Path.cwd())):
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


@command.command()
@click.option("--as-of", type=Day(), help="That day (default: today).")
@json_option
@click.pass_obj
def preview(door: Door, as_of: date | None, as_json: bool) -> None:
    """What would have been sent in the month up to a day. Nothing is sent."""
    from pathlib import Path

    from tracker.alerts.replay import FIRST, items_of, message_of, play
    from tracker.health import read_rules

    history, settings = door.history(), _settings()
    last = as_of_or_today(history, as_of)
    month_ago = last - timedelta(days=31)
    looks = [
        look
        for look in play(history, settings, min(FIRST, month_ago), last, read_rules(Path.cwd()))
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
        "value": one.value, "before": one.before, "since": _iso(one.since), "text": one.text,
        "why": [{"sentence": r.sentence, "url": r.url} for r in one.why], "prompt_to_look": one.prompt,
    }  # fmt: skip


def _settings() -> AlertSettings:
    from tracker.alerts.settings import load_alerts

    return load_alerts()


def _channels(settings: AlertSettings, name: str | None) -> list[Channel]:
    found = [c for c in settings.channels if name in (None, c.name)]
    if not found:
        known = ", ".join(c.name for c in settings.channels) or "none"
        raise click.BadParameter(f"there is no channel {name!r}; there are {known}.", param_hint="CHANNEL")
    return found


def _reader(door: Door) -> AlertReader:
    from tracker.store.read_alerts import AlertReader

    return AlertReader(door.history().reader.engine)


def _book(door: Door) -> Any:
    from tracker.store.alerts import AlertBook

    return AlertBook(door.shop().writer)


def _quiet(
    door: Door, kind: str, name: str | None, rule: str | None, until: datetime | None, reason: str
) -> int:
    if rule is not None and rule not in {r.name for r in _settings().rules}:
        known = ", ".join(r.name for r in _settings().rules)
        raise click.BadParameter(f"there is no rule {rule!r}; there are {known}.", param_hint="--rule")
    repository = door.history().find(name) if name else None
    if repository is not None and repository.github_id is None:
        raise click.BadParameter(f"{name} was not collected yet.", param_hint="REPOSITORY")
    made: int = _book(door).add_silence(
        kind, repository.github_id if repository else None, rule, until, reason, door.settings.now()
    )
    return made


def _lift(door: Door, number: int) -> None:
    if not _book(door).end_silence(number, door.settings.now()):
        raise click.BadParameter(f"no silence {number} is in force.", param_hint="--lift")
    click.echo(f"silence {number} is lifted")


def _list_silences(door: Door) -> None:
    rows = _reader(door).silences(door.settings.now())
    if not rows:
        click.echo("Nothing is muted, snoozed or acknowledged.")
        return
    cells = [
        [str(s.id), s.kind, s.repository or "every", s.rule or "every", _iso(s.until) or "lifted", s.reason]
        for s in rows
    ]
    table(("silence", "kind", "repository", "rule", "until", "reason"), cells, right=(0,))


def _end(day: date | None) -> datetime | None:
    from datetime import UTC, time

    return datetime.combine(day + timedelta(days=1), time(), tzinfo=UTC) if day else None


def _iso(moment: date | datetime | None) -> str | None:
    if isinstance(moment, datetime):
        return moment.isoformat(timespec="seconds")
    return moment.isoformat() if moment else None
