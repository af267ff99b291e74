"""Everybody on one past day: states, stars, gains and commits as columns, read of all at once from panels.

Column by column the same numbers as `tracker.readmodel.numbers` makes of one repository's levels. Of whom the
panels lack something, or what is kept is made here and now, the levels themselves are read.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from tracker.readmodel.build import last_value
from tracker.readmodel.levels import days_of, unpack
from tracker.readmodel.numbers import SPANS, STALE, YEAR, ListedNumbers, numbers
from tracker.readmodel.panel import NEVER, Panel, Real, UnreadablePanel, Whole, from_bytes, month_of
from tracker.readmodel.rows import COMMITS, STARS
from tracker.readmodel.spreading import STATES, told_of
from tracker.readmodel.view import ReadModel
from tracker.store.panels import Panels

NOBODY = -1  # the state of who did not live yet


@dataclass(frozen=True)
class CrossSection:
    """A number for each repository, in the order of `ids`; NaN is unknown."""

    ids: Whole  # ascending
    state: Whole  # twice the place in HEADLINES, and one more where unmaintained; NOBODY: nothing is said
    stars: Real
    gain30: Real
    gain90: Real
    share90: Real
    gain365: Real
    pace: Real
    commits: Real

    def put(self, place: int, state: int, stars: float | None, found: ListedNumbers) -> None:
        """Say of one repository what was made of its own levels."""
        self.state[place] = state
        for column, value in (
            (self.stars, stars), (self.gain30, found.changes[30].value),
            (self.gain90, found.changes[90].value),
            (self.share90, found.changes[90].share), (self.gain365, found.changes[YEAR].value),
            (self.pace, found.pace), (self.commits, found.commits_year),
        ):  # fmt: skip
            column[place] = np.nan if value is None else value


class PanelReader:
    """Totals of many repositories, each on a day of its own; every panel is read once."""

    def __init__(self, tables: Panels, ids: Whole) -> None:
        self.tables = tables
        self.ids = ids
        self.chunks = tables.chunks()
        self.unread: set[int] = set()  # of whom a panel cannot be read
        self._held: dict[tuple[str, int], dict[int, Panel | None]] = {}
        self._places: dict[tuple[int, int], tuple[Whole, Whole]] = {}

    def on(self, what: str, days: Whole) -> tuple[Whole, Real]:
        """(last known day or NEVER, the total on it or NaN) on or before a day; of NEVER, nothing."""
        last, total = np.full(len(self.ids), NEVER, np.int64), np.full(len(self.ids), np.nan)
        asked = np.flatnonzero(days > NEVER)
        if not self.chunks or not len(asked):
            return last, total
        months = month_of(days[asked])
        for month in np.unique(months).tolist():
            due = np.zeros(len(self.ids), bool)
            due[asked[months == month]] = True
            for panel in self._panels(what, month, np.unique(self.ids[due] % self.chunks).tolist()):
                rows, places = self._shared(panel)
                chosen = due[places]
                rows, places = rows[chosen], places[chosen]
                last[places], total[places] = panel.on(rows, days[places])
        total[last == NEVER] = np.nan
        return last, total

    def _panels(self, what: str, month: int, chunks: Collection[int]) -> list[Panel]:
        held = self._held.setdefault((what, month), {})
        missing = [chunk for chunk in chunks if chunk not in held]
        if missing:
            held |= dict.fromkeys(missing)
            for chunk, body in self.tables.of(what, month, missing):
                try:
                    held[chunk] = from_bytes(body)
                except UnreadablePanel:
                    self.unread |= set(self.ids[self.ids % self.chunks == chunk].tolist())
        return [panel for chunk in chunks if (panel := held[chunk]) is not None]

    def _shared(self, panel: Panel) -> tuple[Whole, Whole]:
        """(rows of a panel, places in `ids`) of those that are in both."""
        key = (len(panel.ids), int(panel.ids[0]))
        if key not in self._places:
            self._places[key] = shared(panel.ids, self.ids)
        return self._places[key]


def shared(ids: Whole, ascending: Whole) -> tuple[Whole, Whole]:
    """(places in `ids`, places in the other) of the numbers that are in both."""
    if not len(ascending):
        return np.array([], np.int64), np.array([], np.int64)
    at = np.minimum(np.searchsorted(ascending, ids), len(ascending) - 1)
    mine = np.flatnonzero(ascending[at] == ids)
    return mine, at[mine]


def columns(reader: PanelReader, as_of: date) -> CrossSection:
    """All columns of a day, as the panels tell them."""
    day, many = days_of(as_of), len(reader.ids)
    everybody = np.full(many, day, np.int64)
    last, stars = reader.on(STARS, everybody)
    fresh = day - last <= STALE
    gains, shares = {}, {}
    for span in SPANS:
        before, then = reader.on(STARS, np.where(last > NEVER, last - span, NEVER))
        gains[span], shares[span] = _gained(fresh, last - span, before, stars, then, span)
        year_ago = before, then  # SPANS ends with a year
    pace = _pace(reader, gains[YEAR], last, year_ago)
    return CrossSection(
        reader.ids, whole(reader, STATES, everybody, NOBODY), stars, gains[30], gains[90],
        shares[90], gains[YEAR], pace, _commits(reader, day, everybody),
    )  # fmt: skip


def whole(reader: PanelReader, what: str, days: Whole, none: int) -> Whole:
    """What is told of lives on a day, in whole numbers; `none` where nothing is."""
    _, told = reader.on(what, days)
    found: Whole = np.where(np.isnan(told), none, told).astype(np.int64)
    return found


def _gained(fresh: Any, asked: Whole, before: Whole, now: Real, then: Real, span: int) -> tuple[Real, Real]:
    """(gain, share) as `numbers.change`; NaN where unknown."""
    known = fresh & (before > NEVER) & (asked - before <= span / 3)
    gained = np.where(known, now - then, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        return gained, np.where(then > 0, gained / then, np.nan)


def _pace(reader: PanelReader, gained: Real, last: Whole, year_ago: tuple[Whole, Real]) -> Real:
    """As Numbers.pace: the year's gain against that of the year before it."""
    until, level = year_ago
    before, then = reader.on(STARS, np.where(until > NEVER, until - YEAR, NEVER))
    fresh = (until > NEVER) & (last - YEAR - until <= STALE)
    earlier, _ = _gained(fresh, until - YEAR, before, level, then, YEAR)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(earlier > 0, gained / earlier - 1, np.nan)


def _commits(reader: PanelReader, day: int, everybody: Whole) -> Real:
    """As numbers.commits_of_year."""
    last, total = reader.on(COMMITS, everybody)
    before, then = reader.on(COMMITS, np.where(last > NEVER, last - YEAR, NEVER))
    found = np.where(before > NEVER, total - then, total)
    return np.where(day - last <= YEAR, found, np.nan)


def cross_section(model: ReadModel, as_of: date) -> CrossSection:
    """Everybody of whom something is kept, on a day."""
    reader = reader_of(model)
    found = columns(reader, as_of)
    lacking = lacking_in(model, reader)
    bodies = {what: model.level_bodies(lacking, what) for what in (STARS, COMMITS)} if lacking else {}
    lives = model.lives(lacking, as_of) if lacking else {}
    for number in lacking:
        turns = lives.get(number)
        stars, commits = (unpack(bodies[what].get(number, b"")) for what in (STARS, COMMITS))
        state = told_of(turns)[0] if turns else NOBODY
        place = int(np.searchsorted(reader.ids, number))
        found.put(place, state, last_value(stars, as_of), numbers(stars, commits, as_of))
    return found


def reader_of(model: ReadModel) -> PanelReader:
    """The panels of everybody of whom something is kept."""
    return PanelReader(model.history.store.panels, np.array(sorted(model.standings), np.int64))


def lacking_in(model: ReadModel, reader: PanelReader) -> set[int]:
    """Of whom panels do not tell what is kept, or made by who reads."""
    stale = model.history.store.panels.stale().keys() | model.made | reader.unread
    return stale & model.standings.keys()
