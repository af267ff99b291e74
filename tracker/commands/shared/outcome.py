"""From how a run ended to what is said on stderr and the exit code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tracker.commands.shared.error_boundary import FAILED, LIMITED, PARTLY

if TYPE_CHECKING:
    from jobs.runner import RunReport

CODES = {"done": 0, "already": 0, "partial": PARTLY, "limited": LIMITED}
SHOWN = 20


def leave(context: click.Context, report: RunReport) -> None:
    """Say how a run ended and exit accordingly; what it died of goes on to the door."""
    if report.error is not None:
        raise report.error
    result = report.result
    for missed in list(result.missed)[:SHOWN]:
        click.echo(f"missing: {missed.collector}: {missed.reason}", err=True)
    if len(result.missed) > SHOWN:
        click.echo(f"missing: {len(result.missed) - SHOWN} more; see the data page", err=True)
    click.echo(f"{report.job}: {report.outcome}. {result.message or ''}".rstrip(), err=True)
    context.exit(CODES.get(report.outcome, FAILED))
