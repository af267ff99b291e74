"""A running total by day in as few bytes as its steps need: any past day of a thousand is read at once.

The steps from day to day in the smallest whole numbers that hold them (values that are not whole: the values
themselves), and the stretches of days on which nothing is known.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from tracker.tables import EPOCH

HEAD = struct.Struct("<iiqHc")  # first day since 1970, days, first value, stretches, form
FORMS = {b"b": "<i1", b"h": "<i2", b"i": "<i4", b"d": "<f8"}
WHOLE = 2.0**31


@dataclass(frozen=True)
class Levels:
    """A total by day; `missing` are (first, how many) days counted from `start` that are not known."""

    start: int  # days since 1970
    first: int
    steps: npt.NDArray[Any]
    missing: Sequence[tuple[int, int]]

    def last_known(self, day: int) -> int | None:
        """The last day with a value on or before a day, both since 1970."""
        at = min(day - self.start, len(self.steps) - 1)
        for low, many in reversed(self.missing):
            if low <= at < low + many:
                at = low - 1
        return self.start + at if at >= 0 else None

    def last_known_each(self, days: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """As `last_known` of many days, but counted from `start`; below 0 where nothing was known."""
        at = np.minimum(days - self.start, len(self.steps) - 1)
        for low, many in reversed(self.missing):
            at = np.where((at >= low) & (at < low + many), low - 1, at)
        return np.maximum(at, -1)

    def at(self, day: int) -> float:
        """The value on a day that is known."""
        place = day - self.start
        if self.steps.dtype.kind == "f":
            return float(self.steps[place])
        if "sums" in self.__dict__:
            return float(self.sums[place])
        return float(np.add.reduce(self.steps[: place + 1], dtype=np.int64) + self.first)

    def between(self, before: int, last: int) -> float:
        """How much came after one known day up to another: of whole numbers only those steps are summed."""
        if self.steps.dtype.kind == "f":
            return self.at(last) - self.at(before)
        return float(
            np.add.reduce(self.steps[before - self.start + 1 : last - self.start + 1], dtype=np.int64)
        )

    @property
    def totals(self) -> npt.NDArray[Any]:
        """The total of every day, carried over those that are not known."""
        return self.steps if self.steps.dtype.kind == "f" else self.sums

    @cached_property
    def sums(self) -> npt.NDArray[np.int64]:
        """The total of every day, for who asks for many; one or two are summed alone in half the time."""
        found: npt.NDArray[np.int64] = np.cumsum(self.steps, dtype=np.int64) + self.first
        return found


def days_of(moment: date) -> int:
    """A day as days since 1970."""
    return moment.toordinal() - EPOCH


def pack(days: npt.NDArray[np.datetime64], values: npt.NDArray[np.float64]) -> bytes:
    """Days ascending and their known values (levels, not steps), as bytes; of nothing, no bytes."""
    if not len(days):
        return b""
    at = days.astype("datetime64[D]").astype(np.int64)
    start, many = int(at[0]), int(at[-1] - at[0]) + 1
    known = np.zeros(many, dtype=bool)
    known[at - start] = True
    carried = values[np.cumsum(known) - 1]
    edges = np.flatnonzero(np.diff(np.concatenate([[False], ~known, [False]]).astype(np.int8)))
    steps = np.diff(carried, prepend=carried[0])
    short = (np.abs(values) < WHOLE).all() and (np.abs(steps) < WHOLE).all()
    whole = bool(short and (values == np.rint(values)).all())
    first = int(values[0]) if whole else 0
    steps = steps if whole else carried
    form = (form_of(steps) if whole else None) or b"d"
    head = HEAD.pack(start, many, first, len(edges) // 2, form)
    gaps: bytes = np.column_stack([edges[::2], edges[1::2] - edges[::2]]).astype("<i4").tobytes()
    body: bytes = steps.astype(FORMS[form]).tobytes()
    return head + gaps + body


def unpack(body: bytes) -> Levels | None:
    """What `pack` was given; None of nothing."""
    if not body:
        return None
    start, many, first, gaps, form = HEAD.unpack_from(body)
    missing = np.frombuffer(body, "<i4", 2 * gaps, HEAD.size).reshape(-1, 2).tolist() if gaps else []
    steps = np.frombuffer(body, FORMS[form], many, HEAD.size + 8 * gaps)
    return Levels(start, first, steps, [(low, long) for low, long in missing])


def form_of(steps: npt.NDArray[Any]) -> bytes | None:
    """The smallest form that holds whole steps; None where none does."""
    most = float(np.abs(steps).max())
    return next((form for form, bits in ((b"b", 7), (b"h", 15), (b"i", 31)) if most < 2**bits), None)


def first_difference(old: bytes, new: bytes) -> int | None:
    """The first day, since 1970, on which two packed totals may differ; None where they are the same."""
    if old == new:
        return None
    one, other = unpack(old), unpack(new)
    if one is None or other is None:
        return (one or other).start  # type: ignore[union-attr]
    if (one.start, one.first, one.steps.dtype) != (other.start, other.first, other.steps.dtype):
        return min(one.start, other.start)
    many = min(len(one.steps), len(other.steps))
    unlike = np.flatnonzero(one.steps[:many] != other.steps[:many])
    edges = {low for low, _ in {*one.missing} ^ {*other.missing}}
    return one.start + int(min([*unlike[:1].tolist(), *edges, many]))
