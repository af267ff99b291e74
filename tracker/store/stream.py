"""One stored series at a time, as arrays, in one consistent view; for exports of any size in flat memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, select

from tracker.store.database import Database
from tracker.store.models import metric, source

EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored series: days ascending, values, the number of each value's source."""

    days: npt.NDArray[np.datetime64]
    values: npt.NDArray[np.float64]
    sources: npt.NDArray[np.int64]


@dataclass
class StreamView:
    """An open, consistent view: names of metrics and sources, and series one by one."""

    connection: Connection
    known_before: datetime | None
    metrics: dict[str, int]
    sources: dict[int, str]
    _days: dict[Any, int] = field(default_factory=dict)

    def series(self, repository_id: int, name: str, start: date | None, end: date | None) -> Stored | None:
        """One series within start..end (both included); None when there is no row."""
        number = self.metrics.get(name)
        if number is None:
            return None
        ask = partial(self._ask, repository_id, number, start, end)
        if self.known_before is None and (dense := self._dense(ask)):
            return dense
        rows = ask("o.day, {value}, o.source_id").fetchall()
        if not rows:
            return None
        days, values, sources = zip(*rows, strict=True)
        return Stored(
            np.fromiter(map(self._day, days), np.int64, len(rows)).view("datetime64[D]"),
            np.array(values, dtype=np.float64),
            np.array(sources, dtype=np.int64),
        )

    def _dense(self, ask: Callable[..., Any]) -> Stored | None:
        """A series with a row for every day, all of one source, needs only its values: half the time.

        Days are unique, so it is such a one when as many rows have the first one's source as there are days.
        """
        first = ask("o.day, o.source_id", order="o.day LIMIT 1").fetchone()
        last = ask("o.day, o.source_id", order="o.day DESC LIMIT 1").fetchone()
        if first is None or first[1] != last[1]:
            return None
        start, source = self._day(first[0]), int(first[1])
        many = self._day(last[0]) - start + 1
        values = np.fromiter(chain.from_iterable(ask("o.value", f"o.source_id = {source}")), np.float64)
        if len(values) != many:
            return None
        days = np.arange(start, start + many, dtype=np.int64).view("datetime64[D]")
        return Stored(days, values, np.full(many, source))

    def _ask(
        self, repository_id: int, number: int, start: date | None, end: date | None, columns: str,
        only: str = "", order: str = "o.day",
    ) -> Any:  # fmt: skip
        """The driver's own cursor over some columns of one series."""
        sqlite = self.connection.dialect.name == "sqlite"
        mark = "?" if sqlite else "%s"
        where, given = [f"o.repository_id = {mark}", f"o.metric_id = {mark}"], [repository_id, number]
        bounds: list[Any] = []
        for day, sign in ((start, ">="), (end, "<=")):
            if day is not None:
                where.append(f"o.day {sign} {mark}")
                bounds.append(day.isoformat() if sqlite else day)
        value, seen = "o.value", []
        if self.known_before is not None:
            value = AS_KNOWN.format(mark=mark)
            where.append(f"o.first_seen < {mark}")
            seen = [int(self.known_before.timestamp())]
        if only:
            where.append(only)
        query = (
            f"SELECT {columns.format(value=value)} FROM observation o "  # noqa: S608 - our own words
            f"WHERE {' AND '.join(where)} ORDER BY {order}"
        )
        shown = seen if "{value}" in columns else []
        cursor = self.connection.connection.cursor()
        cursor.execute(query, (*shown, *given, *bounds, *seen))
        return cursor

    def _day(self, day: Any) -> int:
        known = self._days.get(day)
        if known is None:
            as_date = date.fromisoformat(day) if isinstance(day, str) else day
            known = self._days[day] = as_date.toordinal() - EPOCH
        return known


# The value that stood before the first change after that moment; the present one when nothing changed.
AS_KNOWN = (
    "COALESCE((SELECT r.old_value FROM revision r WHERE r.repository_id = o.repository_id "
    "AND r.metric_id = o.metric_id AND r.day = o.day AND r.seen_at >= {mark} "
    "ORDER BY r.seen_at LIMIT 1), o.value)"
)


class Stream:
    """Opens views. With `known_before`, what was known at that moment: later readings and changes are out."""

    def __init__(self, database: Database, known_before: datetime | None = None) -> None:
        self.database = database
        self.known_before = known_before

    @contextmanager
    def view(self) -> Iterator[StreamView]:
        """A view of the database as it is at the first query."""
        with self.database.view() as connection:
            metrics = {row.name: row.id for row in connection.execute(select(metric))}
            sources = {row.id: row.name for row in connection.execute(select(source))}
            yield StreamView(connection, self.known_before, metrics, sources)
