"""Reading what was known at a moment: later readings are out, later corrections undone."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

import numpy as np
from sqlalchemy import Engine

from tracker.store.reader import Block, Reader
from tracker.store.stream import Stream


class AsOfReader(Reader):
    """A Reader whose stored series are those known before `moment`.

    Ledgers (issues, releases, commits' authors) hold dated events; a history that ends on that day leaves
    the later ones out by itself.
    """

    def __init__(self, engine: Engine, moment: datetime) -> None:
        super().__init__(engine)
        self.moment = moment

    def blocks(
        self,
        ids: Collection[int],
        metrics: Collection[str],
        start: date | None = None,
        end: date | None = None,
    ) -> dict[tuple[int, str], Block]:
        """As Reader.blocks, with what was known then."""
        found = {}
        with Stream(self.engine, self.moment).view() as view:
            for repository_id in ids:
                for name in metrics:
                    if (stored := view.series(repository_id, name, start, end)) is not None:
                        codes = stored.sources.astype(np.int16)
                        found[(repository_id, name)] = Block(
                            stored.days, stored.values, codes, dict(view.sources)
                        )
        return found
