"""Reading what was known at a moment: later readings are out, later corrections undone."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

import numpy as np
from sqlalchemy import Engine

from tracker.store.blocks import Block
from tracker.store.database import Database
from tracker.store.observations import Observations
from tracker.store.store import Store
from tracker.store.stream import Stream


class ObservationsAsOf(Observations):
    """Observations as they were known before `moment`."""

    def __init__(self, database: Database, moment: datetime) -> None:
        super().__init__(database)
        self.moment = moment

    def blocks(
        self,
        ids: Collection[int],
        metrics: Collection[str],
        start: date | None = None,
        end: date | None = None,
    ) -> dict[tuple[int, str], Block]:
        """As Observations.blocks, with what was known then."""
        found = {}
        with Stream(self.database, self.moment).view() as view:
            for repository_id in ids:
                for name in metrics:
                    if (stored := view.series(repository_id, name, start, end)) is not None:
                        codes = stored.sources.astype(np.int16)
                        found[(repository_id, name)] = Block(
                            stored.days, stored.values, codes, dict(view.sources)
                        )
        return found


def as_of(engine: Engine, moment: datetime) -> Store:
    """A store whose stored series are those known before `moment`.

    Ledgers (issues, releases, commits' authors) hold dated events; a history that ends on that day leaves
    the later ones out by itself.
    """
    store = Store(engine)
    store.observations = ObservationsAsOf(store.database, moment)
    return store
