"""One reading of everybody on a past day, by which lists are sorted: of all at once, from panels."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import numpy as np

from tracker.readmodel.cross_section import PanelReader, lacking_in, reader_of
from tracker.readmodel.levels import days_of
from tracker.readmodel.panel import Real, Whole
from tracker.readmodel.spreading import READINGS
from tracker.readmodel.view import ReadModel


def last_values(model: ReadModel, what: str, as_of: date) -> tuple[Whole, Real]:
    """(repositories, ascending; one of READINGS of each as last known on or before a day, or NaN)."""
    reader = reader_of(model)
    _, found = reader.on(what, np.full(len(reader.ids), days_of(as_of), np.int64))
    _add_lacking(model, reader, found, READINGS[what], as_of)
    return reader.ids, found


def last_releases(model: ReadModel, as_of: date) -> tuple[Whole, Real]:
    """(repositories, ascending; the ordinal of the day of their last final release until then, or NaN)."""
    until = datetime.combine(as_of + timedelta(days=1), time(), UTC)
    found = sorted(model.tables.last_release_days(until).items())
    return (
        np.array([number for number, _ in found], np.int64),
        np.array([day.toordinal() for _, day in found], float),
    )


def _add_lacking(model: ReadModel, reader: PanelReader, found: Real, metric: str, as_of: date) -> None:
    """Of whom the panels do not tell, their own series does."""
    lacking = lacking_in(model, reader)
    if not lacking:
        return
    some = [r for r in model.history.tracked() if r.github_id in lacking]
    points = model.history.points([metric], some, as_of)
    for r in some:
        value = points[(r.full_name, metric)].value
        found[np.searchsorted(reader.ids, r.github_id or 0)] = np.nan if value is None else value
