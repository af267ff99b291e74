"""`tracker forecast`: a year ahead, with how sure that is and how it did before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from tracker.commands.shared import completing
from tracker.commands.shared.application import Application
from tracker.commands.shared.choose import chosen
from tracker.commands.shared.dates import as_of_option, as_of_or_today
from tracker.commands.shared.show import emit, json_option, table
from tracker.writing import short

if TYPE_CHECKING:
    from tracker.forecasts import Outlook


@click.command()
@click.argument(
    "repositories", nargs=-1, required=True, metavar="REPO…", shell_complete=completing.repositories
)
@click.option(
    "--metric",
    default="stars",
    show_default=True,
    help="What to foretell.",
    shell_complete=completing.foretold,
)
@as_of_option
@json_option
@click.pass_obj
def command(
    application: Application, repositories: Sequence[str], metric: str, as_of: date | None, as_json: bool
) -> None:
    """Foretell a metric a year ahead: an interval, and how often such intervals held before.

    Refused below 24 months of figures, over a gap, and for what has ended. How it is made and how it did on
    46 repositories: docs/forecasts.md.
    """
    from tracker.forecasts import FORECAST
    from tracker.forecasts.keeping import outlook_of
    from tracker.readmodel.verdicts_on import verdicts_on

    if metric not in FORECAST:
        raise click.BadParameter(
            f"{metric!r} is not foretold; {' and '.join(FORECAST)} are.", param_hint="--metric"
        )
    history = application.history()
    day = as_of_or_today(history, as_of)
    tracked = chosen(history, repositories)
    verdicts, _ = verdicts_on(history, tracked, day, application.settings.health)
    history.load([metric], tracked)
    found = [outlook_of(history, one, metric, day, verdicts.get(one.full_name)) for one in tracked]
    if as_json:
        emit({"as_of": day.isoformat(), "metric": metric, "repositories": [o.as_json() for o in found]})
    else:
        _show(found, metric)


def _show(found: Sequence[Outlook], metric: str) -> None:
    rows = [_row(one) for one in found]
    table(("repository", metric, "in a year", "80 % interval", "before: error, held"), rows, right=(1, 2))
    for one in found:
        if one.refused:
            click.echo(f"{one.name}: {one.refused}")


def _row(one: Outlook) -> tuple[str, ...]:
    now = short(one.values[-1]) if one.values else short(None)
    score = one.score
    before = "–"
    if score.many and score.held is not None:
        wrong = "–" if score.error is None else f"{score.error:.1%}"
        before = f"{wrong}, {score.held:.0%} of {score.many}"
    if not one.ahead:
        return one.name, now, "–", "–", before
    last = one.ahead[-1]
    return one.name, now, short(last.value), f"{short(last.low)} to {short(last.high)}", before
