"""What may be asked, and in whose words it is refused: one reading for pages, API and commands.

A reader takes the parameter's name, for the refusal, and what was given. What can be told without data raises
BadParameter; what only the data, or another parameter, make wrong raises Contradiction.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

FIRST = date(1900, 1, 1)  # long before anything here began, and well within what other libraries can count
BEFORE = FIRST - timedelta(days=1)
LAST = date(2199, 12, 31)  # beyond it calendars of other libraries end, and nobody has a question
FORM = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
PERIODS = ("day", "week", "month", "quarter")
AXES = ("calendar", "age")
SHAPES = ("long", "wide")
MOST_NAMES = 500  # of repositories in one question
LONGEST = 2000  # characters of one value; longer is a mistake or mischief
SHOWN = 80  # characters of a bad value, in its refusal


class BadParameter(ValueError):
    """A value cannot be used: `name` is its parameter, `sentence` says what is wrong and what to do."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(f"{name}: {sentence}")
        self.name, self.sentence = name, sentence


class Contradiction(BadParameter):
    """A value that is right by itself, and cannot be used with these data or beside another one."""


def unusable(name: str, value: str, advice: str) -> BadParameter:
    """The refusal of a value as it was typed."""
    return BadParameter(name, f"{value[:SHOWN]!r} cannot be used. {advice}")


def one_of(name: str, value: str, options: Iterable[str]) -> str:
    """One of some words."""
    words = list(options)
    if value not in words:
        raise unusable(name, value, f"Choose one of: {', '.join(word or '(nothing)' for word in words)}.")
    return value


def whole(name: str, value: str, low: int, high: int) -> int:
    """A whole number between two others, both included."""
    if not (
        value.isascii() and value.isdigit() and len(value) <= len(str(high)) and low <= int(value) <= high
    ):
        raise unusable(name, value, f"Give a whole number from {low} to {high}.")
    return int(value)


def few(name: str, values: Sequence[str]) -> Sequence[str]:
    """Names, no more than a question can hold."""
    if len(values) > MOST_NAMES:
        raise unusable(name, f"{len(values)} names", f"Give at most {MOST_NAMES}.")
    return values


def calendar_day(name: str, value: str) -> date:
    """'2018-04-28' as a day, of whatever year."""
    try:
        if FORM.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise BadParameter(
        name, f"{value[:SHOWN]!r} is not a day that can be looked at. Give a date like 2018-04-28."
    )


def typed_day(name: str, value: str) -> date:
    """A day that something can be about, as it was typed."""
    day = calendar_day(name, value)
    within_reach(name, day)
    return day


def within_reach(name: str, day: date | None) -> date | None:
    """A day that something can be about, if any is given."""
    if day is not None and not FIRST <= day <= LAST:
        raise Contradiction(name, f"{day} cannot be used. Give a date from {FIRST} to {LAST}.")
    return day


def until(name: str, day: date | None, today: date) -> date | None:
    """A day to look from, if any is given. Nobody knows of a day to come."""
    if within_reach(name, day) and day is not None and day > today:
        raise Contradiction(name, f"{day} is still to come: it lies after today, {today}.")
    return day


def span(start: date | None, end: date | None, last: date) -> tuple[date | None, date]:
    """The days asked for, both included, as far as there can be any: from FIRST to `last`.

    A span that ends before its beginning is refused; one that lies before or after everything holds no day.
    """
    if start and end and start > end:
        raise Contradiction("from", f"{start} lies after {end}, the last day asked for.")
    return max(start, FIRST) if start else None, max(min(end or last, last), BEFORE)


def moment(day: date | None, today: date) -> date | None:
    """The day of `at`, if any is given: what is the last known on a day to come is the last known today."""
    return min(within_reach("at", min(day, LAST)) or day, today) if day else None


def alone(at: date | None, start: date | None, end: date | None, every: str) -> None:
    """`at` gives one value a series, and so goes with no range and no period."""
    if at and (start or end or every != "day"):
        raise Contradiction("at", "It gives one value a series: leave from, to and every out.")
