"""A list of stargazers as stars a day: nobody counts twice, and nobody is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from tracker.imports.options import BadImport
from tracker.imports.values import File, Given, RowReader

METRIC = "star_arrivals"
MOST = 5_000_000  # stargazers: more than any repository has, ten times over


def arrivals(file: File, named: str | None) -> Iterator[Given]:
    """Stars by day and repository. Days on which the list names nobody are not told: it may not be whole.

    Raises BadImport, naming the row and never the person.
    """
    reader = RowReader(file, named)
    counted: Counter[tuple[str, date]] = Counter()
    seen: set[int] = set()
    for number, row in file.rows:
        if number > MOST:
            raise BadImport(f"{file} has more than {MOST:,} rows, which no list of stargazers has")
        try:
            whose = reader.whose(row)
            day = reader.day(row[reader.at[file.layout.day]], METRIC)
            person = _person(row[reader.at[file.layout.people]]) if file.layout.people else None
        except (ValueError, IndexError) as error:
            raise file.fault(number, error) from None
        if person is not None:
            mark = hash((whose.lower(), person))  # keyed anew by every process; gone with this function
            if mark in seen:
                continue
            seen.add(mark)
        counted[(whose, day)] += 1
    for (whose, day), many in sorted(counted.items()):
        yield Given(whose, METRIC, day, float(many))


def _person(cell: Any) -> str | None:
    """What tells a person from another: a login, a number, or the object that has one."""
    if isinstance(cell, dict):
        cell = cell.get("login") or cell.get("id")
    text = str(cell).strip().lower() if cell is not None else ""
    return text or None
