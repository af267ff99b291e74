"""How the table writes numbers and spans of time, each with its unit."""

from __future__ import annotations


def number(value: float) -> str:
    """1234.5 as '1,234.5', 1234 as '1,234'."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def span(days: float) -> str:
    """A span of days in the unit that suits it: '7 hours', '12 days', '3 months', '13.5 years'."""
    if days < 2 / 24:
        return _of(max(round(days * 1440), 1), "minute")
    if days < 2:
        return _of(round(days * 24), "hour")
    if days < 60:
        return _of(round(days), "day")
    if days < 730:
        return _of(round(days / 30.4375), "month")
    return f"{number(round(days / 365.25, 1))} years"


def _of(many: int, noun: str) -> str:
    return f"1 {noun}" if many == 1 else f"{many:,} {noun}s"
