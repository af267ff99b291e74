"""`tracker explain`: one verdict with all its evidence."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from tracker.commands.shared.dates import as_of_option, as_of_or_today
from tracker.commands.shared.door import Door
from tracker.commands.shared.show import emit, json_option
from tracker.commands.status import verdict_json


@click.command()
@click.argument("repository", metavar="REPO")
@as_of_option
@json_option
@click.pass_obj
def command(door: Door, repository: str, as_of: date | None, as_json: bool) -> None:
    """Why a repository's verdict is what it is: every finding with its numbers, dates and links."""
    from tracker.health import explain_text, read_rules
    from tracker.health.many import judge_all

    history = door.history()
    day = as_of_or_today(history, as_of)
    tracked = history.find(repository)
    known = {t.full_name.lower(): t for t in history.tracked()}
    successors = [known[name.lower()] for name in tracked.successors if name.lower() in known]
    verdict = judge_all(history, [tracked, *successors], day, read_rules(Path.cwd())).get(tracked.full_name)
    if as_json:
        row = verdict_json(tracked, verdict, history.points(["stars"], [tracked], day))
        emit({"as_of": day.isoformat(), **row})
    elif verdict is None:
        click.echo(
            f"{tracked.full_name}: unknown\n{tracked.problem or 'Not collected yet; run: tracker sync'}"
        )
    else:
        click.echo(explain_text(verdict), nl=False)
