"""What rows of a past day are made of: read at once for all that are about to be looked at, or one by one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from tracker.health.life import Axes, Turn
from tracker.readmodel.levels import Levels, unpack
from tracker.readmodel.rows import COMMITS, STARS
from tracker.readmodel.view import ReadModel
from tracker.records import Release


class PastDay:
    """Turns, levels and releases of a day, by repository."""

    def __init__(self, model: ReadModel, as_of: date) -> None:
        self.as_of = as_of
        self._model = model
        self._turns: dict[int, Turn] = {}
        self._bodies: dict[tuple[str, int], bytes] = {}
        self._releases: dict[int, Release | None] = {}

    def turn(self, number: int) -> Turn:
        """What was said of one who lived."""
        if number not in self._turns:
            self._read_turns([number])
        return self._turns[number]

    def axes(self, number: int) -> Axes | None:
        """What was said of one, or None where it did not live yet."""
        self._read_turns([number])
        return self._turns[number].axes if number in self._turns else None

    def stars(self, number: int) -> Levels | None:
        """By day."""
        return self._levels(STARS, number)

    def commits(self, number: int) -> Levels | None:
        """Their running sums by day."""
        return self._levels(COMMITS, number)

    def release(self, number: int) -> Release | None:
        """The last final one until then."""
        if number not in self._releases:
            self.read_releases([number])
        return self._releases[number]

    def read(self, ids: Collection[int]) -> None:
        """Read at once everything of some repositories."""
        self._read_turns(ids)
        for what in (STARS, COMMITS):
            self._read_levels(what, ids)
        self.read_releases(ids)

    def read_releases(self, ids: Collection[int]) -> None:
        """Read at once their releases alone."""
        found = self._model.releases(self.as_of, ids)
        self._releases |= {number: found.get(number) for number in ids}

    def _read_turns(self, ids: Collection[int]) -> None:
        lives = self._model.lives(ids, self.as_of)
        self._turns |= {number: turns[-1] for number, turns in lives.items() if turns}

    def _read_levels(self, what: str, ids: Collection[int]) -> None:
        found = self._model.level_bodies(ids, what)
        self._bodies |= {(what, number): found.get(number, b"") for number in ids}

    def _levels(self, what: str, number: int) -> Levels | None:
        if (what, number) not in self._bodies:
            self._read_levels(what, [number])
        return unpack(self._bodies[what, number])
