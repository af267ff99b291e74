"""`tracker export`: series as rows for other programs."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker.commands.shared.atomic import whole_file
from tracker.commands.shared.choose import chosen
from tracker.commands.shared.dates import Day
from tracker.commands.shared.door import Door
from tracker.exports import FORMATS

if TYPE_CHECKING:
    from tracker.series import History, Tracked


@click.command()
@click.option(
    "--metric", "metrics", default="stars", show_default=True, metavar="M[,M]", help="Which metrics."
)
@click.option("--repo", "names", multiple=True, metavar="REPO", help="Which repositories (default: all).")
@click.option("--from", "start", type=Day(), help="First day.")
@click.option("--to", "end", type=Day(), help="Last day.")
@click.option(
    "--every", type=click.Choice(["day", "week", "month", "quarter"]), default="day", show_default=True
)
@click.option("--format", "kind", type=click.Choice(list(FORMATS)), default="csv", show_default=True)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="A file; default stdout."
)
@click.pass_obj
def command(
    door: Door,
    metrics: str,
    names: Sequence[str],
    start: date | None,
    end: date | None,
    every: str,
    kind: str,
    output: Path | None,
) -> None:
    """Write series as rows: repository, github_id, metric, day, value, source.

    Unknown values are left out. A file is written whole or not at all.
    """
    if start and end and start > end:
        raise click.BadParameter(f"{start} lies after --to {end}.", param_hint="--from")
    history = door.history()
    wanted = [name.strip() for name in metrics.split(",") if name.strip()]
    repositories = chosen(history, names)
    history.points(wanted, [], history.today)  # an unknown metric is refused before a file is begun
    rows = _rows(history, wanted, repositories, start, end, every)
    write = importlib.import_module(FORMATS[kind]).write
    if output is None:
        write(rows, sys.stdout)
        return
    if not output.parent.is_dir():
        raise click.BadParameter(f"there is no folder {output.parent}.", param_hint="--output")
    with whole_file(output) as stream:
        count = write(rows, stream)
    click.echo(f"{count:,} rows written to {output}", err=True)


def _rows(
    history: History,
    metrics: Sequence[str],
    repositories: Sequence[Tracked],
    start: date | None,
    end: date | None,
    every: str,
) -> Iterator[tuple[Any, ...]]:
    """Rows by metric, repository and day; one series in memory at a time."""
    for metric in metrics:
        for repository in repositories:
            if repository.github_id is None:
                continue
            values = history.frame(metric, [repository], start, end, every)[repository.full_name].dropna()
            sources = history.sources(metric, [repository], None, end)[repository.full_name].dropna()
            ends = values.index
            if every != "day":  # a period is labelled by its first day; its source is that of its last value
                ends = (values.index[1:] - timedelta(days=1)).append(sources.index[-1:])
            at = sources.index.searchsorted(ends, side="right") - 1
            for (day, value), place in zip(values.items(), at, strict=True):
                source = sources.iloc[max(place, 0)]
                yield repository.full_name, repository.github_id, metric, day.date(), value, source
