"""`tracker export`: series as files for other programs."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tracker import asking
from tracker.commands.shared import completing, lakes
from tracker.commands.shared.application import Application
from tracker.commands.shared.choose import chosen, of_group
from tracker.commands.shared.dates import AnyDay, OneOf, refusals
from tracker.commands.shared.exporting import Order, to_file, to_folder, to_stdout
from tracker.exports import FORMATS, PACKED, TEXT, format_of

if TYPE_CHECKING:
    from tracker.series import History
    from tracker.series.query import Query

PARTS = ("metric", "repository", "year")


@click.command()
@click.option("--metric", "metrics", default="stars", show_default=True, metavar="M[,M]",
              help="Which metrics; 'all' for every one.", shell_complete=completing.metrics)  # fmt: skip
@click.option("--repo", "names", multiple=True, metavar="REPO", help="Which repositories (default: all).",
              shell_complete=completing.repositories)  # fmt: skip
@click.option("--group", "groups", multiple=True, metavar="NAME", help="All repositories of a category.",
              shell_complete=completing.groups)  # fmt: skip
@click.option("--from", "start", type=AnyDay(), help="First day.")
@click.option("--to", "end", type=AnyDay(), help="Last day.")
@click.option("--every", type=OneOf(asking.PERIODS), default="day", show_default=True)
@click.option("--axis", type=OneOf(asking.AXES), default="calendar", show_default=True,
              help="By date, or with the repository's age in days.")  # fmt: skip
@click.option("--shape", type=OneOf(asking.SHAPES), default="long", show_default=True,
              help="One row a value, or one column a series.")  # fmt: skip
@click.option(
    "--as-of", type=AnyDay(), help="Only what was known on that day: later readings and changes out."
)
@click.option("--at", type=AnyDay(), help="One value a series: the last known on or before that day.")
@click.option("--format", "kind", type=click.Choice(list(FORMATS)),
              help="Default: what the file's name says, else csv.")  # fmt: skip
@click.option("--partition-by", "parts", type=click.Choice(PARTS),
              help="Parquet files in a new folder (-o), one partition a value.")  # fmt: skip
@click.option("--partitioned", type=click.Path(path_type=Path), metavar="DIR",
              help="A lake of Parquet by metric and year: only what changed is written.")  # fmt: skip
@click.option("--delta", type=click.Path(path_type=Path), metavar="DIR",
              help="The same as a Delta table, whose earlier versions can still be read.")  # fmt: skip
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="A file; CSV and JSON also as .gz (default: stdout).",
)
@click.option("--descriptor", type=click.Path(path_type=Path, dir_okay=False),
              help="Where the descriptor goes (default: datapackage.json beside the file).")  # fmt: skip
@click.pass_context
def command(
    context: click.Context,
    metrics: str,
    names: Sequence[str],
    groups: Sequence[str],
    start: date | None,
    end: date | None,
    every: str,
    axis: str,
    shape: str,
    as_of: date | None,
    at: date | None,
    kind: str | None,
    parts: str | None,
    partitioned: Path | None,
    delta: Path | None,
    output: Path | None,
    descriptor: Path | None,
) -> None:
    """Write series as rows: repository, github_id, metric, day, value, source, quality.

    Unknown values are left out. A file is written whole or not at all, with a datapackage.json beside it that
    says what every column means, where it comes from and what was asked.
    """
    application: Application = context.obj
    if lake := lakes.asked(context, partitioned, delta):
        lakes.to_lake(application.history(), lake[0], lakes.wanted(context, metrics), lake[1])
        return
    _check_output(output, kind, parts, shape)
    _check_folder(descriptor, "--descriptor")
    history = application.history()
    query = _query(history, metrics, names, groups, start, end, every, axis, as_of, at)
    order = Order(
        history, query, kind or (format_of(output.name) if output else None) or "csv", shape, descriptor
    )
    if output is None:
        to_stdout(order, sys.stdout.buffer)
    elif parts:
        to_folder(order, output, parts)
    else:
        to_file(order, output)


def _check_output(output: Path | None, kind: str | None, parts: str | None, shape: str) -> None:
    _check_folder(output, "--output")
    said = kind or (format_of(output.name) if output else None) or "csv"
    if output is not None and output.name.lower().endswith(PACKED) and said not in TEXT:
        raise click.BadParameter(f"only {', '.join(TEXT)} can end in {PACKED}.", param_hint="--output")
    if output is not None and output.is_dir() and not parts:
        raise click.BadParameter(f"{output} is a folder; give a file.", param_hint="--output")
    if parts and (output is None or kind not in (None, "parquet") or shape != "long"):
        raise click.BadParameter("it makes Parquet in the long shape, in a folder given with --output.",
                                 param_hint="--partition-by")  # fmt: skip
    if parts and output is not None and output.exists():
        raise click.BadParameter(f"there is something at {output} already; give a new folder.",
                                 param_hint="--output")  # fmt: skip


def _check_folder(place: Path | None, option: str) -> None:
    if place is not None and not place.parent.is_dir():
        raise click.BadParameter(f"there is no folder {place.parent}.", param_hint=option)


def _query(
    history: History, metrics: str, names: Sequence[str], groups: Sequence[str], start: date | None,
    end: date | None, every: str, axis: str, as_of: date | None, at: date | None,
) -> Query:  # fmt: skip
    from tracker.metrics import METRICS
    from tracker.series.query import Query

    listed = list(dict.fromkeys(name.strip() for name in metrics.split(",") if name.strip()))
    wanted = list(METRICS) if listed == ["all"] else listed
    if not wanted:
        raise click.BadParameter("name at least one.", param_hint="--metric")
    with refusals():
        for name in wanted:  # refused before a file is begun
            asking.one_of("metric", name, METRICS)
        asking.alone(at, start, end, every)
        start, end = asking.span(start, end, history.today)
        as_of, at = asking.until("as_of", as_of, history.today), asking.moment(at, history.today)
    repositories = of_group(history, groups) if groups else []
    if names or not groups:
        repositories = list({r.full_name: r for r in [*chosen(history, names), *repositories]}.values())
    return Query(tuple(wanted), tuple(repositories), start, end, every, axis, as_of, at)
