"""How numbers, dates, spans, counts and quotations are written, in every page, finding, table and message."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DASH = "–"
MINUS = "\N{MINUS SIGN}"
LONGEST_QUOTE = 240  # characters
Moment = date | datetime


def short(value: float | None) -> str:
    """197212 as '197.2k', 1234567 as '1.23M', 9876 as '9,876', unknown as a dash."""
    if value is None or value != value:
        return DASH
    size = abs(value)
    if size >= 999_950:
        return signless(f"{value / 1e6:.2f}M")
    if size >= 10_000:
        return signless(f"{value / 1e3:.1f}k")
    return full(value)


def tick(value: float) -> str:
    """A round number on an axis: '200k', '1.5M', '7,500'."""
    text = short(value)
    return text[:-1].rstrip("0").rstrip(".") + text[-1] if text[-1:] in ("k", "M") else text


def full(value: float | None) -> str:
    """197212 as '197,212'; one decimal where there is one; unknown as a dash."""
    if value is None or value != value:
        return DASH
    return signless(f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}")


def signed(value: float | None) -> str:
    """A change: '+1,204', '−87', '0', or a dash."""
    text = short(value)
    return text if value is None or value != value or value <= 0 else f"+{text}"


def percent(share: float | None) -> str:
    """A share as '+12 %', '+0.4 %', '−3 %'; a dash when unknown."""
    if share is None or share != share:
        return DASH
    value = 100 * share
    text = f"{value:.1f}" if abs(value) < 10 and round(value, 1) != round(value) else f"{value:,.0f}"
    return ("+" if value > 0 else "") + signless(text) + " %"


def part(share: float | None) -> str:
    """A part of a whole as '41 %', without a sign."""
    return percent(share).removeprefix("+")


def signless(text: str) -> str:
    """A real minus sign instead of a hyphen."""
    return text.replace("-", MINUS)


def day(moment: Moment | None) -> str:
    """'27 Jul 2020', whatever the machine's locale; a dash when unknown."""
    if moment is None:
        return DASH
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def since_or_by(by: bool) -> str:
    """The word before a day from which on something holds; "by", where it may have begun earlier."""
    return "by" if by else "since"


def month(moment: Moment | None) -> str:
    """'Jul 2020'; a dash when unknown."""
    return DASH if moment is None else f"{MONTHS[moment.month - 1]} {moment.year}"


def minute(moment: datetime | None) -> str:
    """'27 Jul 2020, 14:05 UTC'; a dash when unknown."""
    if moment is None:
        return DASH
    moment = moment.astimezone(UTC)
    return f"{day(moment)}, {moment:%H:%M} UTC"


def capitalised(text: str) -> str:
    """A text as a sentence begins: its first letter is a capital, the others stay as they are."""
    return text[:1].upper() + text[1:]


def duration(days: float | None) -> str:
    """Days as people say them: '40 minutes', '7 hours', '12 days', '3 months', '2.5 years'."""
    if days is None or days != days:
        return DASH
    if days < 1 / 1440:
        return "under a minute"
    if days < 2 / 24:
        return counted(round(days * 1440), "minute")
    if days < 2:
        return counted(round(days * 24), "hour")
    if days < 60:
        return counted(round(days), "day")
    if days < 730:
        return counted(round(days / 30.4375), "month")
    return f"{days / 365.25:.1f} years".replace(".0 ", " ")


def short_duration(days: float | None) -> str:
    """A duration for a narrow column: '7 h', '12 d', '3 mo', '2.5 y'."""
    text = duration(days).replace("under a ", "<1 ")
    for long, letter in (
        (" minute", " min"),
        (" hour", " h"),
        (" day", " d"),
        (" month", " mo"),
        (" year", " y"),
    ):
        if text.endswith((long, long + "s")):
            return text.split(" ")[0] + letter
    return text


def ago(moment: Moment | None, today: date) -> str:
    """'today', 'yesterday', '12 days ago', '3 months ago', 'in 2 days'."""
    if moment is None:
        return DASH
    days = (today - (moment.astimezone(UTC).date() if isinstance(moment, datetime) else moment)).days
    if days == 0:
        return "today"
    if days == 1:
        return "yesterday"
    return f"{duration(days)} ago" if days > 0 else f"in {duration(-days)}"


def counted(number: float, noun: str, plural: str | None = None) -> str:
    """'no star', '1 star', '1,234 stars'."""
    if number == 0:
        return f"no {noun}"
    return f"1 {noun}" if number == 1 else f"{full(number)} {plural or noun + 's'}"


def listed(items: Sequence[str], most: int | None = None, many: int | None = None) -> str:
    """'a', 'a and b'; with `most` 3 'a, b and 4 more'. `many` there are, where `items` are only the first."""
    if not items:
        return ""
    many = len(items) if many is None else many
    if most is not None and many > most:
        return f"{', '.join(items[: most - 1])} and {many - most + 1} more"
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


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


def spoken(name: str) -> str:
    """A verdict's name as it stands in a sentence: 'end of life' for 'end-of-life'."""
    return name.replace("-", " ")


def short_name(full_name: str) -> str:
    """The part of OWNER/NAME that people say."""
    return full_name.split("/", 1)[-1]
