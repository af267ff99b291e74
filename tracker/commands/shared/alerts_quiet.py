"""Quieting alerts: acknowledge, mute, snooze, and lift it again."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import click

from tracker.commands.shared import completing
from tracker.commands.shared.alerts_shared import alert_settings, alert_writer, alerts_store, iso
from tracker.commands.shared.application import Application
from tracker.commands.shared.dates import Day
from tracker.commands.shared.show import table


@click.command()
@click.argument("number", type=int, metavar="ID")
@click.option("--reason", default="seen", show_default=True, help="For those who look later.")
@click.pass_obj
def ack(application: Application, number: int, reason: str) -> None:
    """Somebody is at it: nothing more is told of this alert until it is over."""
    row = alerts_store(application).alerts.transition(number)
    if row is None:
        raise click.BadParameter(f"there is no change {number}. See: tracker alerts list", param_hint="ID")
    made = _quiet(application, "ack", row.repository, row.rule, None, reason)
    click.echo(f"{row.repository}, {row.rule}: acknowledged (silence {made})")


@click.command()
@click.argument("repository", required=False, shell_complete=completing.repositories)
@click.option("--rule", help="Only this rule.")
@click.option("--until", type=Day(), help="Until that day (default: until lifted).")
@click.option("--reason", default="by hand", show_default=True)
@click.option("--lift", type=int, metavar="SILENCE", help="Lift a mute, snooze or acknowledgement.")
@click.pass_obj
def mute(
    application: Application,
    repository: str | None,
    rule: str | None,
    until: date | None,
    reason: str,
    lift: int | None,
) -> None:
    """Never tell of a repository or a rule; without either, list what is quieted."""
    if lift is not None:
        _lift(application, lift)
    elif repository is None and rule is None:
        _list_silences(application)
    else:
        made = _quiet(application, "mute", repository, rule, _end(until), reason)
        click.echo(f"{repository or 'every repository'}, {rule or 'every rule'}: muted (silence {made})")


@click.command()
@click.argument("repository", shell_complete=completing.repositories)
@click.option("--rule", help="Only this rule.")
@click.option("--days", type=click.IntRange(1, 365), default=7, show_default=True)
@click.option("--reason", default="by hand", show_default=True)
@click.pass_obj
def snooze(application: Application, repository: str, rule: str | None, days: int, reason: str) -> None:
    """Tell later: what happens meanwhile waits and comes then."""
    until = application.settings.now() + timedelta(days=days)
    made = _quiet(application, "snooze", repository, rule, until, reason)
    click.echo(f"{repository}, {rule or 'every rule'}: snoozed until {until:%Y-%m-%d} (silence {made})")


def _quiet(
    application: Application,
    kind: str,
    name: str | None,
    rule: str | None,
    until: datetime | None,
    reason: str,
) -> int:
    if rule is not None and rule not in {r.name for r in alert_settings(application).rules}:
        known = ", ".join(r.name for r in alert_settings(application).rules)
        raise click.BadParameter(f"there is no rule {rule!r}; there are {known}.", param_hint="--rule")
    repository = application.history().find(name) if name else None
    if repository is not None and repository.github_id is None:
        raise click.BadParameter(f"{name} was not collected yet.", param_hint="REPOSITORY")
    known_id = repository.github_id if repository else None
    return alert_writer(application).silences.add(
        kind, known_id, rule, until, reason, application.settings.now()
    )


def _lift(application: Application, number: int) -> None:
    if not alert_writer(application).silences.end(number, application.settings.now()):
        raise click.BadParameter(f"no silence {number} is in force.", param_hint="--lift")
    click.echo(f"silence {number} is lifted")


def _list_silences(application: Application) -> None:
    rows = alerts_store(application).silences.in_force(application.settings.now())
    if not rows:
        click.echo("Nothing is muted, snoozed or acknowledged.")
        return
    cells = [
        [str(s.id), s.kind, s.repository or "every", s.rule or "every", iso(s.until) or "lifted", s.reason]
        for s in rows
    ]
    table(("silence", "kind", "repository", "rule", "until", "reason"), cells, right=(0,))


def _end(day: date | None) -> datetime | None:
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=UTC) if day else None
