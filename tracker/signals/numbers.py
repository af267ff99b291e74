"""The numbers that judgements of activity rest on, as they could be known on one day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from tracker.dossier import WindowSum
from tracker.signals.rules import Rules

KINDS = {"substantive": "substantive", "human": "human", "commits": ""}


@dataclass(frozen=True, slots=True)
class Numbers:
    """One repository's activity as known on `as_of`; None is unknown, never zero.

    `until` is the last day of the commit windows: `as_of`, or the last day with known commits when that is
    recent enough to speak for the present. `counted` says which commits could be counted.
    """

    as_of: date
    until: date
    known_until: date | None
    counted: str  # "substantive", "human" or "commits"
    age: int | None  # days since the repository began (or was forked)
    quarter: WindowSum  # 90 days to `until`
    half: WindowSum  # 180 days
    year: WindowSum  # 365 days
    two_years: WindowSum  # of all commits, robots included
    years: tuple[WindowSum, ...]  # the four years before `year`, newest first; of its lifetime only
    peak: float | None  # the best of them, at least
    last_substantive: date | None
    last_commit: date | None
    releases_known: bool
    last_release: date | None
    last_tag: str | None
    gaps: tuple[int, ...] = ()  # its own past silences of both commits and releases, in days, longest first

    @property
    def silence(self) -> int | None:
        """Days since the last substantive commit or final release; None when neither is known."""
        last = max((d for d in (self.last_substantive, self.last_release) if d), default=None)
        return None if last is None else (self.as_of - last).days

    @property
    def release_age(self) -> int | None:
        """Days since the last final release; None when there is none or releases are unknown."""
        return None if self.last_release is None else (self.as_of - self.last_release).days

    @property
    def noun(self) -> str:
        """'substantive commit', 'human commit' or 'commit'."""
        return f"{KINDS[self.counted]} commit".strip()


@dataclass(frozen=True, slots=True)
class People:
    """Who committed in a year: how many, and the fewest who account for half of the author-days."""

    authors: int
    absence_factor: int


class Meter(Protocol):
    """Where numbers come from: a dossier's series, or a table of monthly counts."""

    def at(self, as_of: date, rules: Rules) -> Numbers: ...

    def people(self, as_of: date) -> People | None: ...

    def worked_since(self, day: date, as_of: date, rules: Rules) -> float: ...

    @property
    def first_day(self) -> date | None: ...
