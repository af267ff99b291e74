"""The shortlists the first screen gives before anyone asks: what to leave, what grows, what loses pace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dashboards.data.columns import Chosen, Flags, ListColumns, Real, columns_of, sorted_by
from dashboards.data.row import RepositorySummary
from dashboards.drawing.theme import STATES
from tracker.writing import short_name

FLOOR = 25  # stars gained in 90 days below which growth is noise
DROP = -0.25  # stars of a year against the year before: less is losing pace
RISE = 0.01  # of its stars in 90 days, about 4 % a year: less is steady


@dataclass(frozen=True)
class Shortlist:
    """One list: what it claims, how it was made, and its rows in order."""

    name: str
    title: str
    rule: str
    rows: Sequence[RepositorySummary]
    table: tuple[tuple[str, str], ...] = ()  # how the table is asked to show all of them first
    span: int | None = None  # days of the change that each row shows; None: its state, or its pace


def shortlists(rows: Sequence[RepositorySummary]) -> list[Shortlist]:
    """All lists, in the order of the page."""
    c = columns_of(rows)
    living, rises, slows = c.says("active", "slow"), _rises(c), _slows(c)
    pace = np.where(np.isnan(c.pace), -1.0, c.pace)

    def by(which: Flags, key: Real, *, down: bool = True) -> Sequence[RepositorySummary]:
        places = np.flatnonzero(which)
        return Chosen(rows, places[sorted_by(key[places], c.order[places], down=down)])

    return [
        Shortlist(
            "over", "Do not build on these",
            "Archived, declared over or moved by their own word, or silent beyond what their past explains.",
            by(c.unmaintained, c.stars), (("state", "unmaintained"),),
        ),
        Shortlist(
            "rising", "Rising",
            f"Maintained, and gained at least {FLOOR} stars and {RISE:.0%} in 90 days; most stars first.",
            by(living & rises, c.gain90), (("state", "living"), ("sort", "gain90")), 90,
        ),
        Shortlist(
            "slowing", "Losing pace",
            f"Maintained, not rising, and at least {-DROP:.0%} fewer new stars in a year than in the year "
            "before, or stars lost.",
            by(~c.unmaintained & ~rises & slows, pace, down=False),
            (("state", "living"), ("sort", "gain365"), ("order", "up")),
        ),
        Shortlist(
            "steady", "Steady",
            f"Maintained, and growing by less than {RISE:.0%} in 90 days.",
            by(living & ~rises & ~slows & ~np.isnan(c.gain90), c.stars), (("state", "living"),), 90,
        ),
        Shortlist(
            "careful", "Fading, or upkeep only",
            "Far below their own pace and still falling, or in maintenance by their own word.",
            by(~c.unmaintained & c.says("fading", "maintenance-only"), c.stars), (("state", "fading"),),
        ),
    ]  # fmt: skip


@dataclass(frozen=True)
class GroupTotals:
    """How many of a group there are, and how many of them stand in which list."""

    name: str
    many: int
    over: int
    rising: int
    slowing: int


def by_group(rows: Sequence[RepositorySummary], named: dict[str, Shortlist]) -> list[GroupTotals]:
    """The groups by name; those without one are in none."""
    many = columns_of(rows).groups()
    over, rising, slowing = (columns_of(named[name].rows).groups() for name in ("over", "rising", "slowing"))
    return [GroupTotals(name, many[name], over[name], rising[name], slowing[name]) for name in sorted(many)]


def finding(rows: Sequence[RepositorySummary], named: dict[str, Shortlist]) -> str:
    """The page's first sentence."""
    columns = columns_of(rows)
    judged = ~columns.says("unknown")
    if not judged.any():
        return "Nothing can be said yet about the repositories followed here."
    if len(rows) == 1:
        return _finding_of_one(rows[0], named)
    over, rising, slowing = (len(named[name].rows) for name in ("over", "rising", "slowing"))
    first = (
        f"{over:,} of {len(rows):,} repositories should not be built on"
        if over
        else f"None of {len(rows):,} repositories is known to be over"
    )
    whom = "of the others " if over else ""
    measured = not np.isnan(columns.gain90[judged]).all()
    second = (
        ("one " if rising == 1 else f"{rising:,} ") + whom + ("is growing" if rising == 1 else "are growing")
        if rising
        else "none is growing"
        if measured
        else "how they grow is not known"
    )
    third = f", {slowing:,} losing pace" if slowing else ""
    return f"{first}; {second}{third}."


def _finding_of_one(row: RepositorySummary, named: dict[str, Shortlist]) -> str:
    """The sentence when a single repository is followed."""
    name, word = short_name(row.name), STATES[row.headline].word.lower()
    if row.unmaintained:
        return f"{name} should not be built on: {word}."
    pace = " and growing" if named["rising"].rows else ", and losing pace" if named["slowing"].rows else ""
    return f"{name} is {word}{pace}."


def _rises(c: ListColumns) -> Flags:
    found: Flags = (c.gain90 >= FLOOR) & (c.share90 >= RISE)
    return found


def _slows(c: ListColumns) -> Flags:
    found: Flags = (c.gain365 < 0) | (~np.isnan(c.gain365) & (c.pace <= DROP))
    return found
