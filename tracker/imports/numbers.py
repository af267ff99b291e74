"""A value out of a cell: unknown in whatever words, and never a number that could be read two ways."""

from __future__ import annotations

import math
import re
from typing import Any

from tracker.imports.options import Decimal

MOST = 2.0**53  # what a count can be and still be told from its neighbours
UNKNOWN = frozenset(
    {"", "na", "n/a", "#n/a", "<na>", "nan", "null", "none", "nil", "\\n", "-", "–", "—", "."}
)
GROUPED = re.compile(r"[+-]?\d+(?:[.,' \u00a0\u202f’]\d+)+")
THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:\.\d{3})+")
SPACES = re.compile(r"(?<=\d)[ \u00a0\u202f'’](?=\d)")


def number_of(cell: Any, decimal: Decimal | None = None, commas: bool = False) -> float | None:
    """A value; None where the cell says that there is none ('', NA, NaN, null, a dash).

    decimal: the sign before the fraction, when somebody said so. commas: whether the file comes from where
    1.234 may be a thousand. Raises ValueError for what is no number, no possible one, or two at once.
    """
    if cell is None or (isinstance(cell, str) and cell.strip().lower() in UNKNOWN):
        return None
    try:
        value = float(_plain(cell.strip(), decimal, commas) if isinstance(cell, str) else cell)
    except (TypeError, ValueError, OverflowError) as error:
        if isinstance(error, TwoReadings):
            raise
        raise ValueError(f"{str(cell)[:60]!r} is no number") from None
    if math.isnan(value):
        return None
    if not 0 <= value <= MOST or isinstance(cell, bool):
        raise ValueError(f"{value:g} cannot be a value of a metric")
    return value


class TwoReadings(ValueError):
    """A number that is another one elsewhere."""


def _plain(text: str, decimal: Decimal | None, commas: bool) -> str:
    """The number as Python writes it."""
    if "_" in text:
        raise ValueError
    if decimal is not None and GROUPED.fullmatch(text):
        whole, _, fraction = SPACES.sub("", text).partition(decimal)
        return f"{whole.replace('.' if decimal == ',' else ',', '')}.{fraction}"
    if (commas and THOUSANDS.fullmatch(text)) or (
        decimal is None and GROUPED.fullmatch(text) and not _point(text)
    ):
        raise TwoReadings(f"{text[:60]!r} can be read two ways. Say which sign is before the fraction with: "
                          "--decimal . or --decimal ,")  # fmt: skip
    return text


def _point(text: str) -> bool:
    return text.count(".") == 1 and text.lstrip("+-").replace(".", "", 1).isdecimal()
