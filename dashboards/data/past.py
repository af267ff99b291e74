"""What figures of a past day are made from: of all repositories at once, when the first is looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from tracker.readmodel.levels import Levels, unpack
from tracker.readmodel.rows import COMMITS, STARS
from tracker.readmodel.view import ReadModel
from tracker.records import Release


class PastLevels:
    """Levels of stars and of commits: of all repositories at once, each kind when it is first looked at."""

    def __init__(self, model: ReadModel) -> None:
        self._model = model
        self._bodies: dict[str, Mapping[int, bytes]] = {}

    def stars(self, number: int) -> Levels | None:
        """By day."""
        return self._of(STARS, number)

    def commits(self, number: int) -> Levels | None:
        """Their running sums by day."""
        return self._of(COMMITS, number)

    def _of(self, what: str, number: int) -> Levels | None:
        if what not in self._bodies:
            self._bodies[what] = self._model.level_bodies(self._model.standings, what)
        return unpack(self._bodies[what].get(number, b""))


class PastReleases:
    """The last release on or before a past day: of all repositories at once, when the first is looked at."""

    def __init__(self, model: ReadModel, ids: Sequence[int], as_of: date) -> None:
        self._model, self._ids, self.as_of = model, ids, as_of
        self._found: dict[int, Release | None] = {}

    def __getitem__(self, number: int) -> Release | None:
        if number not in self._found:
            self.read(self._ids)
        return self._found[number]

    def read(self, ids: Sequence[int]) -> None:
        """Read those of some repositories, which is all that most pages show."""
        found = self._model.releases(self.as_of, ids)
        self._found |= {number: found.get(number) for number in ids}
