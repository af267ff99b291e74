"""The read model of one state of the database: what is kept, and, of a few that are not, what would be.

A reader builds no more than FEW repositories itself. Of others that are stale it shows what was kept last,
and of those that were never built it says so: the next evaluation builds them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from threading import RLock
from typing import Any

from tracker.health.life import Turn
from tracker.health.verdict import Verdict
from tracker.readmodel import summary as summaries
from tracker.readmodel import verdicts
from tracker.readmodel.rows import VALUES, VERDICT, turn_of, values_of
from tracker.readmodel.stale import StaleRow, counted_holds, stale
from tracker.readmodel.standing import OverviewRow, of_row
from tracker.readmodel.summary import Summary
from tracker.records import Release
from tracker.series import History, Repository, Series
from tracker.series.compact import from_bytes
from tracker.signals.rules import Rules
from tracker.store.listing import COLUMNS, ListQuery
from tracker.store.read_model import OVERVIEW, Rows

FEW = 40
_AT = tuple(OVERVIEW.index(name) for name in OverviewRow._fields)
_DOCUMENT = OVERVIEW.index("document")


class ReadModel:
    """Thread-safe: what is read once is never changed."""

    def __init__(self, history: History, rules: Rules) -> None:
        self.history = history
        self.rules = rules
        self.tables = history.store.read_model
        self._lock = RLock()
        self._summaries: dict[int, Summary] = {}

    @cached_property
    def stale(self) -> dict[int, StaleRow]:
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

    @property
    def made(self) -> Collection[int]:
        """Whose rows were built here."""
        return self._made.keys()

    def is_fresh(self, repository: Repository) -> bool:
        """Whether what is shown of it is made from the facts as they are now."""
        number = repository.github_id
        return number is not None and (number not in self.stale or number in self._made)

    def is_judged(self, repository: Repository) -> bool:
        """Whether its verdict and its life are those its facts give today, however old its numbers are."""
        number = repository.github_id
        wanted = self.stale.get(number or 0)
        return number is not None and (wanted is None or not wanted.whole or number in self._made)

    @cached_property
    def standings(self) -> dict[int, OverviewRow]:
        """What lists are sorted by of every repository that has a row; others were never evaluated."""
        with self._lock:
            found = {row[0]: of_row(row) for row in self.tables.standings()}
            found |= {number: of_row([rows.overview[i] for i in _AT]) for number, rows in self._made.items()}
        return found

    def listed(self, asked: ListQuery, limit: int | None = None) -> tuple[Sequence[str], int]:
        """Names as they were asked for when followed, as RepositoryLists.page."""
        made = [
            {name: rows.overview[OVERVIEW.index(name)] for name in COLUMNS} for rows in self._made.values()
        ]
        return self.history.store.listing.page(asked, limit, made=made)

    def read(self, ids: Collection[int]) -> None:
        """Read at once the summaries that are about to be looked at."""
        with self._lock:
            missing = [i for i in ids if i not in self._summaries]
            self._summaries |= self.summaries(missing)

    def summary(self, number: int) -> Summary:
        """The summary of one repository that has a row."""
        if number not in self._summaries:
            self.read([number])
        return self._summaries[number]

    def summaries(self, ids: Collection[int]) -> dict[int, Summary]:
        """Summaries of those of some repositories that have a row, read and not remembered."""
        return {number: summaries.from_bytes(body) for number, body in self._documents(ids).items()}

    def values(self) -> dict[int, dict[str, float | None]]:
        """The last known value of every metric of all that have a row."""
        found = {i: body for (i, _), body in self._bodies_of(self.standings, [VALUES]).items()}
        return {i: values_of(body) for i, body in found.items()}

    def _documents(self, ids: Collection[int]) -> dict[int, bytes]:
        bodies = self.tables.documents([i for i in ids if i not in self._made])
        return bodies | {i: self._made[i].overview[_DOCUMENT] for i in ids if i in self._made}

    def lives(self, ids: Collection[int], until: date) -> dict[int, list[Turn]]:
        """The turns of repositories up to a day, oldest first."""
        kept: dict[int, Sequence[Any]] = {**self.tables.lives(self._kept(ids), until)}
        kept |= {i: rows.life for i, rows in self._made.items() if i in set(ids) and rows.life is not None}
        return {
            number: [turn for turn in (turn_of(row) for row in rows) if turn.start <= until]
            for number, rows in kept.items()
        }

    def verdict(self, repository: Repository) -> Verdict | None:
        """The verdict that is kept of it, its successors without headlines; None when none is."""
        body = self._bodies([repository], [VERDICT]).get((repository.github_id or 0, VERDICT))
        return verdicts.from_bytes(body) if body is not None else None

    def verdicts(self, repositories: Sequence[Repository]) -> dict[str, Verdict]:
        """The verdicts that are kept, by full name."""
        bodies = self._bodies(repositories, [VERDICT])
        names = {r.github_id: r.full_name for r in repositories}
        return {names[number]: verdicts.from_bytes(body) for (number, _), body in bodies.items()}

    def releases(self, day: date, ids: Collection[int]) -> dict[int, Release]:
        """The last final release of some repositories on or before a day."""
        until = datetime.combine(day + timedelta(days=1), time(), UTC)
        found = self.tables.last_releases(until, ids)
        return {number: Release(tag, at, False, bare) for number, (tag, at, bare) in found.items()}

    def level_bodies(self, ids: Collection[int], what: str) -> dict[int, bytes]:
        """Levels by day of some repositories, packed: STARS, or COMMITS as running sums."""
        return {number: body for (number, _), body in self._bodies_of(ids, [what]).items()}

    def series(
        self, metrics: Collection[str], repositories: Sequence[Repository]
    ) -> dict[tuple[int, str], Series]:
        """Series that are kept and up to date, by (repository, metric)."""
        fresh = [r for r in repositories if self.is_fresh(r) or self._counted(r)]
        return {key: from_bytes(body) for key, body in self._bodies(fresh, list(metrics)).items()}

    def _counted(self, repository: Repository) -> bool:
        """Whether its kept numbers are of the facts as they are, though another program made them."""
        wanted = self.stale.get(repository.github_id or 0)
        row = self._keys.get(repository.github_id or 0)
        return wanted is not None and row is not None and counted_holds(row, wanted.key)

    @cached_property
    def _keys(self) -> dict[int, Any]:
        return {**self.tables.keys()}

    def _bodies(
        self, repositories: Sequence[Repository], what: Sequence[str]
    ) -> dict[tuple[int, str], bytes]:
        return self._bodies_of([r.github_id for r in repositories if r.github_id is not None], what)

    def _bodies_of(self, ids: Collection[int], what: Sequence[str]) -> dict[tuple[int, str], bytes]:
        found = self.tables.bodies(ids, what)
        for number in ids:
            if rows := self._made.get(number):
                found.update({(number, name): rows.kept[name] for name in what if name in rows.kept})
        return found

    def _kept(self, ids: Collection[int]) -> list[int]:
        return [i for i in ids if i not in self._made or self._made[i].life is None]
