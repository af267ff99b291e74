"""What was foretold: written once, never changed, read beside what came."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, func, select

from tracker.store.bulk import upsert
from tracker.store.database import Part
from tracker.store.models import forecast, metric

COLUMNS = tuple(column.name for column in forecast.columns)
BLOCK = 900  # ids in one query
# (repository id, metric, made on, target, low, value, high, method)
Said = tuple[int, str, date, date, float, float, float, str]


class Forecasts(Part):
    """The table `forecast`."""

    def save(self, said: Collection[Said], at: datetime) -> None:
        """Keep what was foretold now; what was said before for the same month from the same month stands."""
        with self.database.transaction() as connection:
            numbers = {name: self.database.ids.metric(connection, name) for name in {one[1] for one in said}}
            rows = [(one[0], numbers[one[1]], *one[2:], at) for one in said]
            upsert(connection, "forecast", COLUMNS, COLUMNS[:4], rows, keep=COLUMNS[4:])

    def of(self, repository_id: int, metric_name: str) -> Sequence[Row[Any]]:
        """All that was said of a metric: rows with the names of COLUMNS, in the order they were said."""
        query = (
            select(forecast)
            .join(metric, metric.c.id == forecast.c.metric_id)
            .where(forecast.c.repository_id == repository_id, metric.c.name == metric_name)
            .order_by(forecast.c.made_on, forecast.c.target)
        )
        return self.rows(query)

    def last(self, ids: Collection[int]) -> dict[tuple[int, str], date]:
        """From which month each was last foretold: {(repository, metric): last day of that month}."""
        listed = list(ids)
        found: dict[tuple[int, str], date] = {}
        for start in range(0, len(listed), BLOCK):
            query = (
                select(forecast.c.repository_id, metric.c.name, func.max(forecast.c.made_on).label("made_on"))
                .join(metric, metric.c.id == forecast.c.metric_id)
                .where(forecast.c.repository_id.in_(listed[start : start + BLOCK]))
                .group_by(forecast.c.repository_id, metric.c.name)
            )
            found.update({(row.repository_id, row.name): row.made_on for row in self.rows(query)})
        return found
