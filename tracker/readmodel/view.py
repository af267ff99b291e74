"""The read model of one state of the database: what is kept, and, of a few that are not, what would be.

A reader builds no more than FEW repositories itself. Of others that are stale it shows what was kept last,
and of those that were never built it says so: the next evaluation builds them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from threading import RLock
from typing import Any

from tracker.health.life import Axes, Turn
from tracker.health.verdict import Verdict
from tracker.readmodel import summary as summaries
from tracker.readmodel import verdicts
from tracker.readmodel.levels import Levels, unpack
from tracker.readmodel.rows import COMMITS, STARS, VERDICT
from tracker.readmodel.stale import Wanted, counted_holds, stale
from tracker.readmodel.summary import Summary
from tracker.records import Release
from tracker.series import History, Series, Tracked
from tracker.series.compact import from_bytes
from tracker.signals.rules import Rules
from tracker.store.read_model import LIFE, OVERVIEW, Rows

FEW = 40


@dataclass(frozen=True, slots=True)
class Shown:
    """One repository's row: its summary, and on which day it was judged and counted."""

    summary: Summary
    judged_on: date
    counted_on: date


class ReadModel:
    """Thread-safe: what is read once is never changed."""

    def __init__(self, history: History, rules: Rules) -> None:
        self.history = history
        self.rules = rules
        self.tables = history.store.read_model
        self._lock = RLock()

    @cached_property
    def stale(self) -> dict[int, Wanted]:
        """What is not up to date, by repository."""
        found = stale(self.history.store, self.history.tracked(), self.history.today, self.rules)
        return {w.repository.github_id: w for w in found if w.repository.github_id is not None}

    @cached_property
    def _made(self) -> dict[int, Rows]:
        """What is stale, built here because it is little."""
        from tracker.readmodel.making import make

        with self._lock:
            if not self.stale or len(self.stale) > FEW:
                return {}
            fresh = History(self.history.store, self.history.today, self.history.catalog)
            return {rows.overview[0]: rows for rows in make(fresh, list(self.stale.values()), self.rules)}

    def is_fresh(self, repository: Tracked) -> bool:
        """Whether what is shown of it is made from the facts as they are now."""
        number = repository.github_id
        return number is not None and (number not in self.stale or number in self._made)

    @cached_property
    def rows(self) -> dict[int, Shown]:
        """The row of every repository that has one."""
        with self._lock:
            kept = {row[0]: tuple(row) for row in self.tables.overview()}
            kept |= {number: rows.overview for number, rows in self._made.items()}
        at = {name: place for place, name in enumerate(OVERVIEW)}
        return {
            number: Shown(
                summaries.from_bytes(row[at["document"]]), row[at["judged_on"]], row[at["counted_on"]]
            )
            for number, row in kept.items()
        }

    def lives(self, ids: Collection[int], until: date) -> dict[int, list[Turn]]:
        """The turns of repositories up to a day, oldest first."""
        kept: dict[int, Sequence[Any]] = {**self.tables.lives(self._kept(ids), until)}
        kept |= {i: rows.life for i, rows in self._made.items() if i in set(ids) and rows.life is not None}
        return {
            number: [turn for turn in (_turn(row) for row in rows) if turn.start <= until]
            for number, rows in kept.items()
        }

    def verdict(self, repository: Tracked) -> Verdict | None:
        """The verdict that is kept of it, its successors without headlines; None when none is."""
        body = self._bodies([repository], [VERDICT]).get((repository.github_id or 0, VERDICT))
        return verdicts.from_bytes(body) if body is not None else None

    def verdicts(self, repositories: Sequence[Tracked]) -> dict[str, Verdict]:
        """The verdicts that are kept, by full name."""
        bodies = self._bodies(repositories, [VERDICT])
        names = {r.github_id: r.full_name for r in repositories}
        return {names[number]: verdicts.from_bytes(body) for (number, _), body in bodies.items()}

    def releases(self, day: date, ids: Collection[int]) -> dict[int, Release]:
        """The last final release of some repositories on or before a day."""
        until = datetime.combine(day + timedelta(days=1), time(), UTC)
        found = self.tables.last_releases(until, ids)
        return {number: Release(tag, at, False, bare) for number, (tag, at, bare) in found.items()}

    def levels(self, repositories: Sequence[Tracked]) -> dict[int, tuple[Levels | None, Levels | None]]:
        """(stars, running sums of commits) by repository, for any day."""
        bodies = self._bodies(repositories, [STARS, COMMITS])
        return {
            number: (unpack(bodies.get((number, STARS), b"")), unpack(bodies.get((number, COMMITS), b"")))
            for number, what in bodies
            if what == STARS
        }

    def series(
        self, metrics: Collection[str], repositories: Sequence[Tracked]
    ) -> dict[tuple[int, str], Series]:
        """Series that are kept and up to date, by (repository, metric)."""
        fresh = [r for r in repositories if self.is_fresh(r) or self._counted(r)]
        return {key: from_bytes(body) for key, body in self._bodies(fresh, list(metrics)).items()}

    def _counted(self, repository: Tracked) -> bool:
        """Whether its kept numbers are of the facts as they are, though another program made them."""
        wanted = self.stale.get(repository.github_id or 0)
        row = self._keys.get(repository.github_id or 0)
        return wanted is not None and row is not None and counted_holds(row, wanted.key)

    @cached_property
    def _keys(self) -> dict[int, Any]:
        return {**self.tables.keys()}

    def _bodies(self, repositories: Sequence[Tracked], what: Sequence[str]) -> dict[tuple[int, str], bytes]:
        ids = [r.github_id for r in repositories if r.github_id is not None]
        found = self.tables.bodies(ids, what)
        for number in ids:
            if rows := self._made.get(number):
                found.update({(number, name): rows.kept[name] for name in what if name in rows.kept})
        return found

    def _kept(self, ids: Collection[int]) -> list[int]:
        return [i for i in ids if i not in self._made or self._made[i].life is None]


def _turn(row: Any) -> Turn:
    cells = dict(zip(LIFE, row, strict=True))
    return Turn(
        cells["start"],
        Axes(cells["headline"], cells["declared"], cells["observed"], cells["location"], cells["since"],
             cells["observed_since"]),
        cells["because"],
    )  # fmt: skip
