"""Building the read model by a command, with its progress on stderr."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from tracker.config import Settings


def keep(
    settings: Settings, engine: Engine, *, anew: bool = False, breathe: Callable[[], None] = lambda: None
) -> int:
    """Build what is stale (or, `anew`, everything) over all cores; how many repositories that were."""
    from tracker.pool import PoolError
    from tracker.readmodel.keeping import refresh
    from tracker.series import open_history

    history = open_history(settings, engine=engine)
    if anew:
        history.store.read_model.clear()
    with click.progressbar(label="verdicts and numbers", file=sys.stderr, length=1, width=0) as bar:

        def step(done: int, of: int) -> None:
            bar.length = max(of, 1)
            bar.update(done - bar.pos)

        try:
            made = refresh(history, settings.health, on_progress=step, breathe=breathe, cluster=settings.pool)
        except PoolError as error:
            raise click.ClickException(f"{error}.") from None
    return len(made)
