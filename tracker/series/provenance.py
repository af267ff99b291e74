"""Where values come from and how far to trust them: a code for each value, and what the codes stand for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tracker.records import Quality
from tracker.series import labels

Codes = npt.NDArray[np.intp]
Pair = tuple[str, Quality]
TOGETHER = " + "  # between the sources of a sum


@dataclass(frozen=True, slots=True, eq=False)
class Provenance:
    """(source, trust label) of values: `pairs[codes[i]]` is that of the i-th."""

    codes: Codes
    pairs: tuple[Pair, ...]

    def __getitem__(self, wanted: Any) -> Provenance:
        """That of some of the values, by a slice, a mask or places."""
        return Provenance(self.codes[wanted], self.pairs)

    def of_periods(self, lows: Codes, highs: Codes) -> Provenance:
        """A period's source is that of its last value, its label the weakest of its values."""
        if not len(lows):
            return Provenance(self.codes[:0], self.pairs)
        edges = np.column_stack([lows, highs]).ravel()
        edges = edges[:-1] if edges[-1] == len(self.codes) else edges
        weakest = np.maximum.reduceat(self._ranks(), edges)[::2]
        return _packed(self.codes[highs - 1], [source for source, _ in self.pairs], weakest)

    def _ranks(self) -> Codes:
        return np.array([labels.STRENGTH.index(quality) for _, quality in self.pairs])[self.codes]

    def sources(self) -> npt.NDArray[np.object_]:
        """The source of each value."""
        return self._texts(0)

    def labels(self) -> npt.NDArray[np.object_]:
        """The trust label of each value."""
        return self._texts(1)

    def _texts(self, part: int) -> npt.NDArray[np.object_]:
        return np.array([str(pair[part]) for pair in self.pairs], dtype=object)[self.codes]


NOBODY = Provenance(np.zeros(0, dtype=np.intp), ())


def of_sum(members: Sequence[Provenance]) -> Provenance:
    """Of values that were added up place by place: all sources, and the weakest label."""
    if not members or not len(members[0].codes):
        return NOBODY
    weakest = np.max([member._ranks() for member in members], axis=0)
    together = np.stack([member.codes for member in members], axis=1)
    kinds, places = np.unique(together, axis=0, return_inverse=True)
    names = [
        TOGETHER.join(sorted({m.pairs[code][0] for m, code in zip(members, row, strict=True)}))
        for row in kinds.tolist()
    ]
    return _packed(places.ravel(), names, weakest)


def _packed(places: Codes, names: Sequence[str], ranks: Codes) -> Provenance:
    """From a place in `names` and a rank for each value; each pair once."""
    many = len(labels.STRENGTH)
    listed = list(dict.fromkeys(names))
    numbers = np.array([listed.index(name) for name in names], dtype=np.intp)
    found, codes = np.unique(numbers[places] * many + ranks, return_inverse=True)
    return Provenance(codes, tuple((listed[n // many], labels.STRENGTH[n % many]) for n in found.tolist()))
