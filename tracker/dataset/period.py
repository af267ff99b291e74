"""What a release is called and which days it may hold: a month (2026.11) or a day (2026.11.29)."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from tracker.asking import FIRST, LAST

NAME = re.compile(r"(\d{4})\.(\d{2})(?:\.(\d{2}))?")


class ReleaseRefused(ValueError):
    """A release of the data that cannot be made; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Period:
    """The days that a release is named for, both included."""

    name: str
    first: date
    last: date

    @property
    def semantic(self) -> str:
        """The name as a semantic version, which indexes want: no noughts in front, three numbers."""
        year, month, *day = (int(part) for part in self.name.split("."))
        return f"{year}.{month}.{day[0] if day else 0}"


def period(name: str) -> Period:
    """The days of a release by its name. Raises ReleaseRefused for what is no month and no day."""
    found = NAME.fullmatch(name) if name.isascii() else None
    try:
        if found is None:
            raise ValueError
        year, month = int(found[1]), int(found[2])
        first = date(year, month, int(found[3] or 1))
        if not FIRST <= first <= LAST:
            raise ValueError
    except ValueError:
        raise ReleaseRefused(
            f"{name!r} names no release: give a month as 2026.11, or a day as 2026.11.29"
        ) from None
    last = first if found[3] else first.replace(day=calendar.monthrange(year, month)[1])
    return Period(name, first, last)


def before(names: list[str], than: Period) -> Period | None:
    """The newest of the releases that end before this one does; what is no release is passed over."""
    known = [period(name) for name in names if _is_release(name)]
    earlier = [one for one in known if (one.last, one.first) < (than.last, than.first)]
    return max(earlier, key=lambda one: (one.last, one.first), default=None)


def _is_release(name: str) -> bool:
    try:
        period(name)
    except ReleaseRefused:
        return False
    return True
