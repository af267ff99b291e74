"""The shortlists the first screen gives before anyone asks: what to leave, what grows, what loses pace."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from dashboards.data.summaries import RepositorySummary
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
    rows: tuple[RepositorySummary, ...]
    table: tuple[tuple[str, str], ...] = ()  # how the table is asked to show all of them first
    span: int | None = None  # days of the change that each row shows; None: its state, or its pace


def shortlists(rows: Sequence[RepositorySummary]) -> list[Shortlist]:
    """All lists, in the order of the page."""
    rising = [r for r in rows if r.living and _rises(r)]
    slowing = [r for r in rows if not r.unmaintained and not _rises(r) and _slows(r)]
    steady = [r for r in rows if r.living and not _rises(r) and not _slows(r) and r.gain(90) is not None]
    careful = [r for r in rows if not r.unmaintained and (r.headline in ("fading", "maintenance-only"))]
    return [
        Shortlist(
            "over", "Do not build on these",
            "Archived, declared over or moved by their own word, or without substantive work for a year.",
            _by([r for r in rows if r.unmaintained], lambda r: r.stars), (("state", "unmaintained"),),
        ),
        Shortlist(
            "rising", "Rising",
            f"Maintained, and gained at least {FLOOR} stars and {RISE:.0%} in 90 days; most stars first.",
            _by(rising, lambda r: r.gain(90)), (("state", "living"), ("sort", "gain90")), 90,
        ),
        Shortlist(
            "slowing", "Losing pace",
            f"Maintained, not rising, and at least {-DROP:.0%} fewer new stars in a year than in the year "
            "before, or stars lost.",
            _by(slowing, lambda r: -(r.gain_change if r.gain_change is not None else -1)),
            (("state", "living"), ("sort", "gain365"), ("order", "up")),
        ),
        Shortlist(
            "steady", "Steady",
            f"Maintained, and growing by less than {RISE:.0%} in 90 days.",
            _by(steady, lambda r: r.stars), (("state", "living"),), 90,
        ),
        Shortlist(
            "careful", "Fading, or upkeep only",
            "Far below their own pace and still falling, or in maintenance by their own word.",
            _by(careful, lambda r: r.stars), (("state", "fading"),),
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
    many = _groups(rows)
    over, rising, slowing = (_groups(named[name].rows) for name in ("over", "rising", "slowing"))
    return [GroupTotals(name, many[name], over[name], rising[name], slowing[name]) for name in sorted(many)]


def _groups(rows: Sequence[RepositorySummary]) -> Counter[str]:
    return Counter(r.repository.category for r in rows if r.repository.category)


def finding(rows: Sequence[RepositorySummary], named: dict[str, Shortlist]) -> str:
    """The page's first sentence."""
    judged = [r for r in rows if r.headline != "unknown"]
    if not judged:
        return "Nothing can be said yet about the repositories followed here."
    if len(rows) == 1:
        return _finding_of_one(rows[0], named)
    over, rising, slowing = (len(named[name].rows) for name in ("over", "rising", "slowing"))
    first = (
        f"{over} of {len(rows)} repositories should not be built on"
        if over
        else f"None of {len(rows)} repositories is known to be over"
    )
    whom = "of the others " if over else ""
    measured = any(r.gain(90) is not None for r in judged)
    second = (
        ("one " if rising == 1 else f"{rising} ") + whom + ("is growing" if rising == 1 else "are growing")
        if rising
        else "none is growing"
        if measured
        else "how they grow is not known"
    )
    third = f", {slowing} losing pace" if slowing else ""
    return f"{first}; {second}{third}."


def _finding_of_one(row: RepositorySummary, named: dict[str, Shortlist]) -> str:
    """The sentence when a single repository is followed."""
    name, word = short_name(row.name), STATES[row.headline].word.lower()
    if row.unmaintained:
        return f"{name} should not be built on: {word}."
    pace = " and growing" if named["rising"].rows else ", and losing pace" if named["slowing"].rows else ""
    return f"{name} is {word}{pace}."


def _rises(row: RepositorySummary) -> bool:
    gain, share = row.gain(90), row.share(90)
    return gain is not None and share is not None and gain >= FLOOR and share >= RISE


def _slows(row: RepositorySummary) -> bool:
    gain, pace = row.gain(365), row.gain_change
    return gain is not None and (gain < 0 or (pace is not None and pace <= DROP))


def _by(rows: Sequence[RepositorySummary], key: object) -> tuple[RepositorySummary, ...]:
    assert callable(key)
    return tuple(sorted(rows, key=lambda r: (-(key(r) if key(r) is not None else -1e18), r.name.lower())))
