"""`tracker explain`: one verdict with all its evidence."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tracker.commands.shared.dates import as_of_option, as_of_or_today
from tracker.commands.shared.door import Door
from tracker.commands.shared.show import emit, json_option
from tracker.commands.status import verdict_json

if TYPE_CHECKING:
    from tracker.series import History, Tracked


@click.command()
@click.argument("repository", metavar="REPO")
@as_of_option
@click.option("--history", "months", is_flag=True, help="How the verdict came about, month by month.")
@json_option
@click.pass_obj
def command(door: Door, repository: str, as_of: date | None, months: bool, as_json: bool) -> None:
    """Why a repository's verdict is what it is: every finding with its numbers, dates and links."""
    from tracker.health import explain_text, read_rules
    from tracker.health.many import judge_all

    history = door.history()
    day = as_of_or_today(history, as_of)
    tracked = history.find(repository)
    if months:
        _tell_history(history, tracked, day, as_json)
        return
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


def _tell_history(history: History, tracked: Tracked, until: date, as_json: bool) -> None:
    """Every month's headline in JSON; in text, a line for each change."""
    from tracker.health import history as verdicts_of
    from tracker.health import history_text, read_rules

    dossier = history.dossiers([tracked]).get(tracked.full_name)
    verdicts = verdicts_of(dossier, None, until, read_rules(Path.cwd())) if dossier else []
    if as_json:
        keys = ("as_of", "headline", "declared", "observed", "location", "since", "watch")
        rows = [{key: verdict.as_json()[key] for key in keys} for verdict in verdicts]
        emit({"repository": tracked.full_name, "as_of": until.isoformat(), "months": rows})
    else:
        click.echo(history_text(verdicts) or f"{tracked.full_name}: nothing is known yet", nl=not verdicts)
