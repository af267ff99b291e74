"""`tracker compare`: repositories side by side, as of a day: all that a choice rests on, or one metric."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from tracker.commands.shared import completing
from tracker.commands.shared.application import Application
from tracker.commands.shared.choose import chosen
from tracker.commands.shared.dates import as_of_option, as_of_or_today
from tracker.commands.shared.show import emit, json_option, table, whole
from tracker.writing import short, short_duration

if TYPE_CHECKING:
    from tracker.decision import SideBySide
    from tracker.series import History, Repository, Sample


@click.command()
@click.argument(
    "repositories", nargs=-1, required=True, metavar="REPO…", shell_complete=completing.repositories
)
@click.option("--metric", help="Only this metric, the largest first.", shell_complete=completing.metrics)
@as_of_option
@json_option
@click.pass_obj
def command(
    application: Application,
    repositories: Sequence[str],
    metric: str | None,
    as_of: date | None,
    as_json: bool,
) -> None:
    """Put repositories side by side: verdicts, stars, work, people, releases, answers, what would change it.

    The better one of a row is marked where better means something; what is unknown says why.
    """
    history = application.history()
    day = as_of_or_today(history, as_of)
    tracked = chosen(history, repositories)
    found = _measured(history, tracked, metric or "stars", day)
    decision = None
    if metric is None:
        from tracker.decision import decide

        decision = decide(history, tracked, day, application.settings.health)
    if as_json:
        rows = [_row(name, point) for name, point in found]
        emit({"metric": metric or "stars", "as_of": day.isoformat(), "repositories": rows, **_more(decision)})
    elif decision is not None:
        from tracker.commands.shared import side

        side.show(decision)
    else:
        _show(metric or "stars", day, found)


def _measured(
    history: History, tracked: Sequence[Repository], metric: str, day: date
) -> list[tuple[str, Sample]]:
    """(name, value) of one metric, the largest first; unknown ones last."""
    points = history.points([metric], tracked, day)
    found = [(r.full_name, points[(r.full_name, metric)]) for r in tracked]
    found.sort(key=lambda pair: (pair[1].value is None, -(pair[1].value or 0.0)))
    if all(point.value is None for _, point in found):
        click.echo(f"{metric}: nothing is known of these repositories on or before {day}.", err=True)
    return found


def _more(decision: SideBySide | None) -> dict[str, Any]:
    from tracker.decision.documents import as_json

    return as_json(decision) if decision is not None else {}


def _row(name: str, point: Sample) -> dict[str, Any]:
    return {
        "repository": name,
        "value": whole(point.value),
        "source": point.source,
        "exact": point.exact,
        "quality": str(point.quality),
        "day": point.day,
        "reason": point.reason,
    }


def _show(metric: str, day: date, found: Sequence[tuple[str, Sample]]) -> None:
    from tracker.metrics import METRICS

    kind, unit = METRICS[metric].kind, METRICS[metric].unit
    told = short_duration if kind == "duration" else short
    rows = [
        (name, told(p.value), str(p.quality), str(p.day or "–"), p.reason or p.source or "")
        for name, p in found
    ]
    counted = "" if unit == metric or kind == "duration" else f", {unit},"
    click.echo(f"{metric}{counted} as of {day}")
    table(("repository", metric, "trust", "read on", "source"), rows, right=(1,))
