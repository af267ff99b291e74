"""`tracker doctor`: settings, database, token, network, git, clock and disk, each with what to do."""

from __future__ import annotations

from collections.abc import Iterator

import click

from tracker.commands.shared import checkup
from tracker.commands.shared.application import Application
from tracker.commands.shared.error_boundary import FAILED
from tracker.commands.shared.show import emit, json_option
from tracker.commands.shared.speaking import styled

MARKS = {checkup.OK: "✓", checkup.WARNING: "!", checkup.PROBLEM: "✗"}
COLOURS = {checkup.OK: "green", checkup.WARNING: "yellow", checkup.PROBLEM: "red"}


@click.command()
@json_option
@click.pass_context
def command(context: click.Context, as_json: bool) -> None:
    """Check settings, database, token, network, git, clock and disk; exit 1 when there is a problem."""
    lines = []
    for line in _lines(context.obj):
        lines.append(line)
        if not as_json:
            _say(line)
    if as_json:
        emit({"checks": [{"about": x.about, "state": x.state, "seen": x.seen, "do": x.do} for x in lines]})
    if any(line.state == checkup.PROBLEM for line in lines):
        context.exit(FAILED)


def _lines(application: Application) -> Iterator[checkup.CheckLine]:
    from tracker.commands.shared.in_force import in_force
    from tracker.commands.shared.network import git, github
    from tracker.config import SettingsError

    try:
        settings = application.settings
    except SettingsError as error:
        yield checkup.CheckLine("settings", checkup.PROBLEM, str(error))
        return
    yield checkup.settings(settings)
    yield from in_force(settings)
    yield from checkup.database(settings)
    yield checkup.git()
    yield checkup.disk(settings)
    for reached in (github, git):
        try:
            yield from reached(settings)
        except SettingsError as error:  # a proxy or certificates that nobody can use
            yield checkup.CheckLine("network", checkup.PROBLEM, str(error))
            return


def _say(line: checkup.CheckLine) -> None:
    mark = styled(f"{MARKS[line.state]} {line.state:<8}", fg=COLOURS[line.state])
    click.echo(f"{mark} {line.about:<9} {line.seen}")
    if line.do:
        click.echo(f"{'':<21} → {line.do}")
