"""Showing: one JSON document, tables (coloured on a terminal, plain otherwise), short numbers."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Any

import click

json_option = click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")


def emit(document: Any) -> None:
    """Print one JSON document; unknown is null, never NaN."""
    click.echo(json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False, default=str))


def short(value: float | None) -> str:
    """197212 as '197.2k', 1234567 as '1.23M', unknown as a dash."""
    if value is None:
        return "–"
    for size, letter, digits in ((1e6, "M", 2), (1e3, "k", 1)):
        if abs(value) >= size * (1 if letter == "M" else 10):
            return f"{value / size:.{digits}f}{letter}"
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def whole(value: float | None) -> float | int | None:
    """A count without its decimal point, for JSON."""
    return int(value) if value is not None and value.is_integer() else value


def table(headers: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> None:
    """Print rows under headers; columns named in `right` are aligned to the right."""
    if sys.stdout.isatty():
        _rich_table(headers, rows, right)
        return
    widths = [max(len(row[i]) for row in [headers, *rows]) for i in range(len(headers))]
    for row in [headers, *rows]:
        cells = (
            c.rjust(w) if i in right else c.ljust(w) for i, (c, w) in enumerate(zip(row, widths, strict=True))
        )
        click.echo("  ".join(cells).rstrip())


def _rich_table(headers: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=None, pad_edge=False, header_style="bold")
    for index, header in enumerate(headers):
        drawn.add_column(header, justify="right" if index in right else "left")
    for row in rows:
        drawn.add_row(*(Text(cell) for cell in row))  # Text: what looks like mark-up is shown as it is
    Console().print(drawn)
