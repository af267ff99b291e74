"""How findings speak: dates, counts and quotations written the same way everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONGEST_QUOTE = 240


def day(moment: date) -> str:
    """6 Oct 2017, whatever the machine's locale."""
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def count(number: float, noun: str, plural: str | None = None) -> str:
    """'no commit', '1 commit', '1,234 commits'."""
    if number == 0:
        return f"no {noun}"
    if number == 1:
        return f"1 {noun}"
    return f"{number:,.0f} {plural or noun + 's'}"


def share(part: float, whole: float) -> str:
    """A share in whole per cent, with '<1 %' for what would round to nothing."""
    percent = 100 * part / whole
    return "<1 %" if 0 < percent < 1 else f"{percent:.0f} %"


def quote(text: str) -> str:
    """Somebody's words on one line, in typographic quotation marks, cut at a word's end."""
    line = " ".join(text.split()).strip("“”\"' ")
    if len(line) > LONGEST_QUOTE:
        line = line[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"
    return f"“{line}”"


def said(text: str) -> str:
    """Somebody's words as the end of a sentence, whether or not they bring its full stop along."""
    quotation = quote(text)
    return quotation if quotation[-2] in ".!?…" else f"{quotation}."


def listed(items: Sequence[str]) -> str:
    """'a', 'a and b', 'a, b and c'."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"
