"""The doctor's look at what the settings say: the file, the rules and the channels in force."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import TYPE_CHECKING

from tracker.commands.shared.checkup import OK, PROBLEM, WARNING, CheckLine

if TYPE_CHECKING:
    from tracker.alerts.settings import AlertSettings, Channel
    from tracker.config import Settings


def in_force(settings: Settings) -> Iterator[CheckLine]:
    """The file, the health rules, the alert rules and each channel; a problem where a command would stop."""
    looked = " or ".join(str(path) for path in settings.looked_for)
    yield CheckLine("file", OK, str(settings.file) if settings.file else f"none; looked for {looked}")
    yield CheckLine("rules", OK, _health(settings))
    yield from _alerts(settings)
    yield _audit(settings)


def _health(settings: Settings) -> str:
    """'as they come', or the thresholds that were changed."""
    names = [f.name for f in fields(settings.health)]
    own = [name for name in names if settings.origin(f"health.{name}") != "default"]
    if not own:
        return "health thresholds as they come"
    return "health thresholds changed: " + ", ".join(f"{n} = {getattr(settings.health, n)}" for n in own)


def _audit(settings: Settings) -> CheckLine:
    """What fails an audit in this folder."""
    from tracker.commands.shared import auditing
    from tracker.config import SettingsError

    try:
        policy = auditing.policy(settings, (), direct_only=False)
    except SettingsError as error:
        return CheckLine("audit", PROBLEM, str(error), "until then no audit is made")
    return CheckLine("audit", OK, f"fails on {', '.join(policy.fail_on) or 'nothing'}")


def _alerts(settings: Settings) -> Iterator[CheckLine]:
    from tracker.alerts.settings import alerts_of
    from tracker.config import SettingsError

    try:
        alerts = alerts_of(settings)
    except SettingsError as error:
        yield CheckLine("alerts", PROBLEM, str(error), "until then no alert is evaluated or sent")
        return
    yield CheckLine(
        "alerts", OK, f"{len(alerts.rules)} rules: {', '.join(rule.name for rule in alerts.rules)}"
    )
    yield from _astray(settings, alerts)
    if not alerts.channels:
        yield CheckLine("channels", OK, "none: nobody is told")
    for channel in alerts.channels:
        yield _channel(channel)


def _astray(settings: Settings, alerts: AlertSettings) -> Iterator[CheckLine]:
    """Rules that name a list nobody has. Without a database there are no lists yet to hold them against."""
    from tracker.alerts.astray import astray
    from tracker.series import open_history
    from tracker.store.session import StoreError

    if not any(rule.lists for rule in alerts.rules):
        return
    try:
        found = astray(alerts.rules, open_history(settings).store)
    except StoreError as error:
        yield CheckLine("alerts", WARNING, f"which lists there are cannot be read ({error})")
        return
    for said in found:
        yield CheckLine(
            "alerts", WARNING, said, "tracker watch lists shows all; a rule is in [[alerts.rules]]"
        )


def _channel(channel: Channel) -> CheckLine:
    """Whether a channel's secrets are there; nothing is sent."""
    from tracker.config import SettingsError

    named = f"{channel.name} ({channel.kind})"
    try:
        channel.resolved()
    except SettingsError as error:
        return CheckLine("channels", PROBLEM, f"{named}: {error}")
    return CheckLine("channels", OK, named)
