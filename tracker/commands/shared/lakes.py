"""`tracker export --partitioned` and `--delta`: a lake is always of everything that is followed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from tracker.commands.shared.exporting import progress

if TYPE_CHECKING:
    from tracker.series import History


def asked(context: click.Context, folder: Path | None, delta: Path | None) -> tuple[Path, str] | None:
    """The lake that is asked for and its kind; None for an ordinary export. Refuses what fits no lake."""
    if folder is not None and delta is not None:
        raise click.UsageError("give --partitioned or --delta: a lake is one or the other.")
    root, option = (folder, "--partitioned") if folder is not None else (delta, "--delta")
    if root is None:
        return None
    for parameter in context.command.params:
        name = parameter.name or ""
        given = context.get_parameter_source(name) is ParameterSource.COMMANDLINE
        if given and name not in ("metrics", "partitioned", "delta"):
            raise click.UsageError(
                f"{option} keeps whole series of everything that is followed: leave {parameter.opts[0]} out."
            )
    return root, "delta" if delta is not None else "folder"


def wanted(context: click.Context, metrics: str) -> list[str]:
    """All metrics, unless some are named."""
    from tracker.metrics import METRICS

    listed = list(dict.fromkeys(name.strip() for name in metrics.split(",") if name.strip()))
    if context.get_parameter_source("metrics") is not ParameterSource.COMMANDLINE or listed == ["all"]:
        return list(METRICS)
    if not listed:
        raise click.BadParameter("name at least one.", param_hint="--metric")
    return listed


def to_lake(history: History, root: Path, metrics: list[str], kind: str) -> None:
    """Bring a lake up to date and say what that took."""
    history.points(metrics, [], history.today)  # an unknown metric is refused before anything is made
    from tracker.lake.write import LakeRefused, update

    try:
        with progress() as step:
            done = update(history, root, metrics, kind, step)
    except LakeRefused as reason:
        raise click.BadParameter(f"{reason}.") from None
    click.echo(
        f"{done.rows:,} rows read for {root}: {done.written:,} files written, {done.kept:,} as they were, "
        f"{done.removed:,} taken away", err=True,
    )  # fmt: skip
