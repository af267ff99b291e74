"""Who lived by a day, how they fared and when they ended: read of everybody at once, from the panels."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from tracker.readmodel.build import last_value
from tracker.readmodel.cross_section import NOBODY, lacking_in, reader_of, whole
from tracker.readmodel.levels import days_of, unpack
from tracker.readmodel.panel import Real, Whole
from tracker.readmodel.rows import STARS
from tracker.readmodel.spreading import DECLARED, SEEN, STATES, told_of
from tracker.readmodel.view import ReadModel


@dataclass(frozen=True)
class Endings:
    """Who lived by a day, how they fared and when they ended: days since 1970, 0 where a life did not."""

    ids: Whole  # ascending
    declared: Whole
    seen: Whole
    state: Whole  # as CrossSection.state
    stars: Real

    @property
    def lived(self) -> npt.NDArray[np.bool_]:
        """Of whom anything is said."""
        found: npt.NDArray[np.bool_] = self.state != NOBODY
        return found


def endings(model: ReadModel, as_of: date) -> Endings:
    """The ends of all lives as they were known on a day."""
    reader = reader_of(model)
    everybody = np.full(len(reader.ids), days_of(as_of), np.int64)
    state, declared, seen = (
        whole(reader, what, everybody, none) for what, none in ((STATES, NOBODY), (DECLARED, 0), (SEEN, 0))
    )
    found = Endings(reader.ids, declared, seen, state, reader.on(STARS, everybody)[1])
    lacking = lacking_in(model, reader)
    lives = model.lives(lacking, as_of) if lacking else {}
    bodies = model.level_bodies(lacking, STARS) if lacking else {}
    for number in lacking:
        turns = lives.get(number)
        place = int(np.searchsorted(reader.ids, number))
        told = told_of(turns) if turns else (NOBODY, 0, 0)
        found.state[place], found.declared[place], found.seen[place] = told
        stars = last_value(unpack(bodies.get(number, b"")), as_of)
        found.stars[place] = np.nan if stars is None else stars
    return found
