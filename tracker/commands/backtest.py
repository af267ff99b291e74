"""`tracker backtest`: how often the health rules are right, beside the baselines."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tracker.commands.shared.application import Application
from tracker.commands.shared.show import emit, json_option, table

if TYPE_CHECKING:
    from tracker.backtest import BacktestReport, FeatureSource

MANY = 200  # followed repositories from which on others help to judge
INPUT = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("truth", metavar="TRUTH.csv", type=INPUT)
@click.option(
    "--figures", type=INPUT, help="A table of monthly counts; without it, the tracker's own database."
)
@click.option(
    "--clones",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of whole bare clones, OWNER/NAME.git: what is measured is then the shipped pipeline.",
)
@click.option("--forest/--no-forest", default=True, help="Train the random forest, the slowest baseline.")
@json_option
@click.pass_obj
def command(
    application: Application,
    truth: Path,
    figures: Path | None,
    clones: Path | None,
    forest: bool,
    as_json: bool,
) -> None:
    """Replay the health rules month by month against a table of known ends, beside what others use."""
    from tracker.backtest import run
    from tracker.pool import PoolError

    try:
        report = run(truth, _source(application, figures, clones), application.settings.health, forest=forest)
    except PoolError as error:
        raise click.ClickException(f"{error}.") from None
    if as_json:
        emit(report.as_json())
    else:
        _tell(report)


def _source(application: Application, figures: Path | None, clones: Path | None) -> FeatureSource:
    """Clones before figures, figures alone, or what the tracker itself has collected."""
    from tracker.backtest import ClonesSource, FirstOf, MonthlyTable

    found: list[FeatureSource] = []
    if clones:
        found.append(ClonesSource(clones))
    if figures:
        found.append(MonthlyTable(figures))
    return FirstOf(*found) if len(found) > 1 else found[0] if found else _own(application)


def _own(application: Application) -> FeatureSource:
    from tracker.backtest.pooled import PooledSource
    from tracker.pool import PoolWorkers

    history = application.history()
    pool = application.settings.pool
    many = len(history.tracked()) >= MANY
    workers = PoolWorkers(os.cpu_count() or 1, pool) if many else PoolWorkers()
    url = history.store.engine.url.render_as_string(hide_password=False)
    return PooledSource(url, history.today, workers)


def _tell(report: BacktestReport) -> None:
    rows = []
    for name, found in report.rules.items():
        delay, alarms = found["median_delay_days"], found["false_alarms_per_repo_year"]
        rows.append((
            report.titles[name],
            f"{found['announced_found']}/{found['announced']}",
            "–" if delay is None else f"{delay:+.0f}",
            f"{found['silent_found']}/{found['silent']}",
            "–" if alarms is None else f"{alarms:.3f}",
            str(found["flaps"]),
        ))  # fmt: skip
    table(
        ("rule", "announced", "delay, days", "silent", "alarms a year", "flaps"), rows, right=(1, 2, 3, 4, 5)
    )
    click.echo(f"Measured on {report.source}, every first of a month up to {report.last_look}.")
    if report.lacked:
        click.echo(f"It had {', '.join(report.had)}; it had no {', '.join(report.lacked)}.")
    if report.without_figures:
        click.echo(f"Without figures, not scored: {', '.join(report.without_figures)}.")
    if report.unscored:
        labels = ", ".join(f"{count} {label}" for label, count in sorted(report.unscored.items()))
        click.echo(
            f"Judged, not scored, for their labels say neither that they ended nor that they live: {labels}."
        )
    for reason in report.skipped:
        click.echo(f"Not run: {reason}.")
