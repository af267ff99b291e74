"""Wall-clock questions, asked in the user's time zone: quiet hours and when a digest is due.

A digest's slot is named by its local date or week, so that a clock set back cannot repeat it; its moment
always exists, so that a clock set forward cannot skip it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours of every night (or day) in which nothing is sent; the end may lie on the next day."""

    start: time
    end: time

    def until(self, now: datetime, zone: ZoneInfo) -> datetime | None:
        """The end of the quiet hours that `now` lies in, in UTC; None outside them."""
        here = now.astimezone(zone)
        clock = here.time().replace(fold=0)
        if self.start <= self.end:
            inside, ends = self.start <= clock < self.end, here.date()
        else:
            inside = clock >= self.start or clock < self.end
            ends = here.date() + timedelta(days=1 if clock >= self.start else 0)
        if not inside:
            return None
        first = at(ends, self.end, zone)
        if first > now:
            return first
        # In the hour that the clock repeats, the first of the two ends may have gone by.
        return datetime.combine(ends, self.end.replace(fold=1), tzinfo=zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Slot:
    """One turn of a digest: its name and its moment."""

    name: str
    moment: datetime


def at(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """That time of that day in the zone, as UTC. The first of two; a time that is left out: just after it."""
    return datetime.combine(day, clock, tzinfo=zone).replace(fold=0).astimezone(UTC)


def last_slot(now: datetime, every: str, clock: time, weekday: int, zone: ZoneInfo) -> Slot:
    """The latest slot ('daily' or 'weekly') whose moment has come."""
    day = now.astimezone(zone).date()
    if every == "weekly":
        day -= timedelta(days=(day.weekday() - weekday) % 7)
    step = timedelta(days=7 if every == "weekly" else 1)
    while at(day, clock, zone) > now:
        day -= step
    return Slot(f"{every} {day.isoformat()}", at(day, clock, zone))
