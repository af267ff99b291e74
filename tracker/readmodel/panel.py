"""All repositories side by side by month: where each stood on any day, read for all at once. Pure.

What is kept of one repository holds all its days; a list of a past day needs one day of everybody. A panel
has the totals of some repositories on every day of one month, and of each its last known day before it. A
month in which nothing became known of any of them has none: the panel before it holds on.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from tracker.readmodel.levels import FORMS, Levels, form_of

NEVER = int(np.iinfo(np.int32).min)  # the last known day of what was never known
HEAD = struct.Struct("<IiBc")  # repositories, first day since 1970, days, form
Whole = npt.NDArray[np.int64]
Real = npt.NDArray[np.float64]


class UnreadablePanel(ValueError):
    """These bytes are no panel."""


@dataclass(frozen=True)
class Panel:
    """One month: rows are repositories, columns its days; totals are carried over days not known."""

    start: int  # days since 1970
    ids: Whole
    before: npt.NDArray[np.int32]  # the last known day before the month, or NEVER
    base: npt.NDArray[Any]  # the total on that day
    known: npt.NDArray[np.uint32]  # a bit for each day, the first the lowest
    cells: npt.NDArray[Any]  # totals, or steps from day to day in whole numbers

    @cached_property
    def totals(self) -> npt.NDArray[Any]:
        """The total of every day."""
        if self.cells.dtype.kind == "f":
            return self.cells
        found: npt.NDArray[Any] = np.cumsum(self.cells, axis=1, dtype=np.int64) + self.base[:, None]
        return found

    def on(self, rows: Whole, days: Whole) -> tuple[Whole, Real]:
        """(last known day, total on it) of rows, each on or before a day of its own, of the month or after.

        NEVER, and whatever number, where nothing was known by then.
        """
        place = np.minimum(days - self.start, self.cells.shape[1] - 1)
        until = self.known[rows].astype(np.int64) & ((np.int64(2) << place) - 1)
        last = np.where(until > 0, self.start + np.frexp(until.astype(float))[1] - 1, self.before[rows])
        return last.astype(np.int64), self.totals[rows, place].astype(float)


def month_of(days: Whole | int) -> Any:
    """Months since January 1970 of days since then."""
    return np.asarray(days).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def first_day(month: int) -> int:
    """The first day of a month, both since January 1970."""
    return int(np.datetime64(month, "M").astype("datetime64[D]").astype(np.int64))


def panels(ids: Sequence[int], found: Sequence[Levels | None], since: int) -> Iterator[tuple[int, bytes]]:
    """(month, panel) of every month from that of a day on in which something became known; ids ascending."""
    ends = [one.start + len(one.steps) for one in found if one is not None]
    starts = [one.start for one in found if one is not None]
    if not ends or max(ends) <= since:
        return
    month = int(month_of(max(since, min(starts))))
    first, last = first_day(month), first_day(int(month_of(max(ends) - 1)) + 1)
    totals, known = _side_by_side(found, first, last)
    before, base = _until(found, first)
    while first < last:
        after = first_day(month + 1)
        part, days = totals[:, : after - first], known[:, : after - first]
        base = np.where(before == NEVER, part[:, 0], base)
        if days.any():
            yield month, _to_bytes(ids, first, before, base, days, part)
        at = np.where(days, np.arange(first, after), NEVER).max(axis=1)
        before, base = np.maximum(before, at).astype(np.int32), part[:, -1]
        totals, known = totals[:, after - first :], known[:, after - first :]
        month, first = month + 1, after


def _side_by_side(found: Sequence[Levels | None], first: int, last: int) -> tuple[npt.NDArray[Any], Any]:
    """(totals, whether known) of the days from `first` to before `last`, a row for each."""
    broken = any(one is not None and one.steps.dtype.kind == "f" for one in found)
    totals = np.zeros((len(found), last - first), dtype=float if broken else np.int64)
    known = np.zeros(totals.shape, dtype=bool)
    for row, one in enumerate(found):
        if one is None:
            continue
        values = one.totals
        begin, end = one.start - first, one.start - first + len(values)
        totals[row, max(end, 0) :] = values[-1]
        if end <= 0:
            continue
        totals[row, max(begin, 0) : end] = values[max(-begin, 0) :]
        known[row, max(begin, 0) : end] = True
        for low, many in one.missing:
            known[row, max(begin + low, 0) : max(begin + low + many, 0)] = False
        if begin > 0:  # the days of its first month before anything was known: no step
            totals[row, max(first_day(int(month_of(one.start))) - first, 0) : begin] = values[0]
    return totals, known


def _until(found: Sequence[Levels | None], first: int) -> tuple[npt.NDArray[np.int32], npt.NDArray[Any]]:
    """(last known day, its total) of each before a day."""
    last = [one.last_known(first - 1) if one is not None and one.start < first else None for one in found]
    base = [
        one.at(day) if one is not None and day is not None else 0.0
        for one, day in zip(found, last, strict=True)
    ]
    return np.array([NEVER if day is None else day for day in last], dtype=np.int32), np.array(base)


def _to_bytes(
    ids: Sequence[int],
    first: int,
    before: npt.NDArray[np.int32],
    base: npt.NDArray[Any],
    known: npt.NDArray[np.bool_],
    totals: npt.NDArray[Any],
) -> bytes:
    both = np.column_stack([base, totals])
    steps = np.diff(both, axis=1)  # whole or not by this month alone: other months may be made at other times
    form = form_of(steps) if (both == np.rint(both)).all() else None
    cells, form = (steps, form) if form else (totals, b"d")
    bits = (known.astype(np.uint32) << np.arange(known.shape[1], dtype=np.uint32)).sum(
        axis=1, dtype=np.uint32
    )
    head = HEAD.pack(len(ids), first, known.shape[1], form)
    parts = (
        np.asarray(ids, "<i8"), before.astype("<i4"), base.astype("<f8"), bits.astype("<u4"),
        np.ascontiguousarray(cells, FORMS[form]),
    )  # fmt: skip
    return zlib.compress(head + b"".join(part.tobytes() for part in parts), 1)


def from_bytes(body: bytes) -> Panel:
    """What `panels` gave. Raises UnreadablePanel."""
    try:
        plain = zlib.decompress(body)
        many, first, days, form = HEAD.unpack_from(plain)
        at, parts = HEAD.size, []
        for kind, cells in (
            ("<i8", many),
            ("<i4", many),
            ("<f8", many),
            ("<u4", many),
            (FORMS[form], many * days),
        ):
            parts.append(np.frombuffer(plain, kind, cells, at))
            at += parts[-1].nbytes
    except (zlib.error, struct.error, ValueError, KeyError) as error:
        raise UnreadablePanel(f"a month of the read model cannot be read: {error}") from None
    ids, before, base, known, cells = parts
    whole = cells.dtype.kind != "f"
    return Panel(
        first, ids, before, base.astype(np.int64) if whole else base, known, cells.reshape(many, days)
    )
