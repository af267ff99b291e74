"""A day as others write it, told in UTC; what could be two days is refused with what to say."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache

from tracker.imports.options import MonthOn, Order

EARLIEST, LATEST = (
    datetime(2005, 4, 7, tzinfo=UTC),
    datetime(2100, 1, 1, tzinfo=UTC),
)  # git began on the first
EXCEL = date(1899, 12, 30)  # day 0, as all but the first 60 days are counted
SERIALS = range(36_526, 73_051)  # of 2000 to 2100
NUMBER = re.compile(r"[+-]?\d+(?:\.\d*)?(?:[eE]\+?\d+)?")
SIGNED = re.compile(r"(\d{1,4})\s*([/.-])\s*(\d{1,2})\s*\2\s*(\d{1,4})\.?(?:[T ,]+(\d{1,2}:\d{2}.*))?")
MONTH = re.compile(r"(\d{4})[-/.]?M?(\d{1,2})|(\d{1,2})[/.](\d{4})", re.IGNORECASE)
LONGER = re.compile(
    r"(?P<year>\d{4})|(?P<quarter>\d{4}[- ]?Q[1-4]|Q[1-4][- /]\d{4})|(?P<week>\d{4}-?W\d{2})", re.I
)
ENGLISH = ("%d %b %Y", "%d %B %Y", "%b %d %Y", "%B %d %Y", "%d-%b-%Y", "%Y %b %d", "%Y-%b-%d",
           "%a %b %d %H:%M:%S %Y", "%a %b %d %Y", "%b %d %Y %H:%M:%S", "%d %b %Y %H:%M:%S")  # fmt: skip
MONTHS = ("%b %Y", "%B %Y", "%Y %b", "%Y %B", "%b-%Y", "%Y-%b", "%b-%y")
JAVASCRIPT = "%a %b %d %Y %H:%M:%S GMT%z"
ZONE = re.compile(r"\s*(?:UTC|GMT|Z|\+00)$")


class BadDay(ValueError):
    """What is no one day; the message says why, and what to say."""


@lru_cache(maxsize=20_000)
def day_of(text: str, order: Order = "iso", month_on: MonthOn | None = None) -> date:
    """A day as others write it: ISO, an ISO time, a Unix time, with a month's name, as JavaScript prints it.

    order: what stands first in dates like 01/05/2016, or what numbers count. month_on: which day a month is.
    Raises ValueError; BadDay, a kind of it, where a person can say which day is meant.
    """
    text = text.strip()
    if NUMBER.fullmatch(text) and (found := _counted(text, order)):
        return found
    if month := month_of(text):
        return of_month(text, month, month_on)
    if longer := LONGER.fullmatch(text):
        raise BadDay(f"{text!r} is a {longer.lastgroup}, not a day")
    if parts := SIGNED.fullmatch(text):
        return _signed(text, parts, order)
    return _spelt(text)


def serial_day(number: float, from_1904: bool = False) -> date:
    """The day of Excel's day number. Raises ValueError for one that no table of ours has."""
    if int(number) + 1462 * from_1904 not in SERIALS:
        raise ValueError(f"{number:g} is no day")
    return EXCEL + timedelta(days=int(number) + 1462 * from_1904)


@lru_cache(maxsize=2_000)
def month_of(text: str) -> tuple[int, int] | None:
    """Year and month, when that is all a text says."""
    text = " ".join(text.split())
    if found := MONTH.fullmatch(text):
        year, month = (found[1], found[2]) if found[1] else (found[4], found[3])
        return (int(year), int(month)) if 1990 <= int(year) < 2100 and 1 <= int(month) <= 12 else None
    for form in MONTHS:
        try:
            moment = datetime.strptime(text.replace(",", ""), form).replace(tzinfo=UTC)
        except ValueError:
            continue
        return moment.year, moment.month
    return None


def first_part(text: str) -> Order | None:
    """Which part stands first in a date like 13/01/2016, where its numbers alone leave no choice."""
    parts = SIGNED.fullmatch(text.strip())
    if parts is None or len(parts[1]) == 4 or len(parts[4]) != 4:
        return None
    a, b = int(parts[1]), int(parts[3])
    return "dmy" if a > 12 else "mdy" if b > 12 else None


def of_month(text: str, month: tuple[int, int], on: MonthOn | None) -> date:
    """The day that a month stands on, when somebody said which. Raises BadDay."""
    if on is None:
        raise BadDay(f"{text!r} is a month, not a day. Say which of its days the values are of with: "
                     "--month-on first or --month-on last")  # fmt: skip
    return date(*month, 1 if on == "first" else monthrange(*month)[1])


def _counted(text: str, order: Order) -> date | None:
    """The day of a bare number: written together, or a Unix time by its size; None when it is neither."""
    digits = text.isdecimal()
    if order == "excel":
        return serial_day(float(text))
    if digits and len(text) == 8 and order != "unix":
        return date.fromisoformat(text)
    number = float(text)
    for scale in (1, 1e3, 1e6, 1e9):
        if EARLIEST.timestamp() <= number / scale < LATEST.timestamp():
            return datetime.fromtimestamp(number / scale, UTC).date()
    if order != "unix" and int(number) in SERIALS and len(text.partition(".")[0]) == 5:
        raise BadDay(f"{text!r} is no day, unless Excel counted it. Say so with: --days excel")
    return None


def _signed(text: str, parts: re.Match[str], order: Order) -> date:
    """A date of three numbers and a sign between them."""
    first, sign, second, third, time = parts.groups()
    if len(first) == 4:
        return _timed(date(int(first), int(second), int(third)), time)
    if len(third) not in (2, 4):
        raise ValueError(text)
    a, b, year = int(first), int(second), int(third) + (2000 if len(third) == 2 else 0)
    if order == "ymd":
        return _timed(date(2000 + a, b, int(third)), time)
    if order == "iso":
        order = _told(text, a, b, sign, len(third) == 4)
    return _timed(date(year, a, b) if order == "mdy" else date(year, b, a), time)


def _told(text: str, a: int, b: int, sign: str, whole: bool) -> Order:
    """What stands first, where the numbers or the sign leave no choice."""
    if whole and (sign == "." or a > 12):
        return "dmy"
    if whole and (b > 12 or a == b):
        return "mdy"
    raise BadDay(
        f"{text!r} can be read as several days. Say which part is first with: --days dmy, mdy or ymd"
    )


def _timed(day: date, time: str | None) -> date:
    if time is None or time.strip()[-2:].lower() in ("am", "pm"):
        return day
    return _iso(f"{day}T{time.strip().zfill(5) if time[1:2] != ':' else '0' + time.strip()}")


def _iso(text: str) -> date:
    """An ISO date or time; UTC where it has a zone."""
    moment = datetime.fromisoformat(ZONE.sub("+00:00", text) if ":" in text else text)
    return (moment.astimezone(UTC) if moment.tzinfo else moment).date()


def _spelt(text: str) -> date:
    if text[:1].isdigit():
        try:
            return _iso(text)
        except ValueError:
            pass
    bare = text.partition(" (")[0]
    try:
        return datetime.strptime(bare, JAVASCRIPT).astimezone(UTC).date()
    except ValueError:
        pass
    plain = " ".join(text.replace(",", " ").split())
    for form in ENGLISH:
        try:
            return datetime.strptime(plain, form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    moment = parsedate_to_datetime(text)
    return (moment.astimezone(UTC) if moment.tzinfo else moment).date()
