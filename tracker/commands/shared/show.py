"""Showing: one JSON document, tables as wide as the terminal."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

import click

from tracker.commands.shared import screen
from tracker.commands.shared.speaking import escaped

GAP = 2  # columns between two cells
PROSE = 36  # columns that a sentence needs beside its row; with fewer it stands below
INDENT = 4

json_option = click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")


def emit(document: Any) -> None:
    """Print one JSON document; unknown is null, never NaN."""
    click.echo(escaped(json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False, default=str)))


def whole(value: float | None) -> float | int | None:
    """A count without its decimal point, for JSON."""
    return int(value) if value is not None and value.is_integer() else value


def table(
    headers: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = (), prose: bool = False
) -> None:
    """Print rows under headers; columns named in `right` are aligned to the right.

    Where lines may be of any length (no terminal, no COLUMNS) nothing is wrapped. Elsewhere all fits:
    the widest columns are wrapped, and with `prose` the last one stands below its row where it is narrow.
    """
    widths = [max(map(len, column)) for column in zip(headers, *rows, strict=True)]
    available = screen.columns()
    if available is not None and prose and available - sum(widths[:-1]) - GAP * len(widths) < PROSE:
        _below(headers, rows, right, available)
        return
    if available is not None:
        _shrink(widths, available)
    for number, row in enumerate([headers, *rows]):
        _line(row, widths, right, available is not None, bold=number == 0)


def _below(
    headers: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int], available: int
) -> None:
    """The last column on lines of its own, below its row."""
    widths = [max(map(len, column)) for column in zip(headers, *rows, strict=True)][:-1]
    _shrink(widths, available)
    _line(headers[:-1], widths, right, True, bold=True)
    for row in rows:
        _line(row[:-1], widths, right, True)
        for line in screen.wrapped(row[-1], available - INDENT):
            screen.echo((" " * INDENT + line).rstrip())


def _shrink(widths: list[int], available: int) -> None:
    """Take from the widest column until all fit."""
    while sum(widths) + GAP * (len(widths) - 1) > available and max(widths) > 4:
        widths[widths.index(max(widths))] -= 1


def _line(
    row: Sequence[str], widths: Sequence[int], right: Sequence[int], wrap: bool, bold: bool = False
) -> None:
    cells = [screen.wrapped(c, w) if wrap else [c] for c, w in zip(row, widths, strict=True)]
    for parts in zip_longest(*cells, fillvalue=""):
        placed = [
            part.rjust(width) if i in right else part.ljust(width)
            for i, (part, width) in enumerate(zip(parts, widths, strict=True))
        ]
        placed[-1] = placed[-1].rstrip()
        told = [screen.say(c, bold=True) if bold else screen.painted(c) for c in placed]
        screen.echo((" " * GAP).join(told).rstrip())
