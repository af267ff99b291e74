"""The job that foretells, once a month for each series, and keeps what it said."""

from __future__ import annotations

from jobs.base import Result, Shop, Wanted
from tracker.forecasts.keeping import keep_forecasts
from tracker.readmodel.reading import present
from tracker.series import open_history
from tracker.writing import counted


def run(shop: Shop, wanted: Wanted) -> Result:
    """Foretell what was not yet foretold this month."""
    history = open_history(shop.settings, engine=shop.engine)
    verdicts = present(shop.store, history.tracked(), ()).verdicts
    made = keep_forecasts(history, verdicts, shop.now(), shop.breathe)
    return Result(
        message=f"{counted(made, 'series', 'series')} foretold" if made else "nothing new to foretell"
    )
