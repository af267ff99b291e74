"""Days as people type them: of the calendar, and within what any number here can be about."""

from __future__ import annotations

import re
from datetime import date

FIRST = date(1900, 1, 1)  # long before anything here began, and well within what other libraries can count
LAST = date(2199, 12, 31)  # beyond it calendars of other libraries end, and nobody has a question
FORM = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
ADVICE = "Give a date like 2018-04-28."


def calendar_day(text: str) -> date:
    """'2018-04-28' as a day, of whatever year. Raises ValueError with the advice to give."""
    if not FORM.fullmatch(text):
        raise ValueError(ADVICE)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(ADVICE) from None


def typed_day(text: str) -> date:
    """A day that something can be about. Raises ValueError with the advice to give."""
    day = calendar_day(text)
    if not FIRST <= day <= LAST:
        raise ValueError(f"Give a date from {FIRST} to {LAST}.")
    return day
