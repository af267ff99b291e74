"""The terminal as it is: how wide, whether coloured, and each verdict's shape and colour on it."""

from __future__ import annotations

import shutil
import sys
import textwrap

import click

from tracker.commands.shared.speaking import styled
from tracker.writing import spoken

NARROWEST = 40
# A shape each, so that colour is never needed; colours as the pages have them.
VERDICTS = {
    "active": ("●", "green"),
    "slow": ("◐", "green"),
    "fading": ("○", "yellow"),
    "dormant": ("▬", "yellow"),
    "maintenance-only": ("◆", "magenta"),
    "moved": ("→", "blue"),
    "end-of-life": ("✕", "red"),
    "archived": ("■", "bright_black"),
    "unknown": ("?", "bright_black"),
}
READ, WIDEST_READ = 100, 120  # letters of a line of running text: usually, and at most


def columns() -> int | None:
    """How many columns there are (COLUMNS, else the terminal's); None where lines may be of any length."""
    found = shutil.get_terminal_size((0, 0)).columns
    return max(found, NARROWEST) if found else None


def prose() -> int:
    """How long a line of running text is: the screen's width, as far as a line can be read."""
    return min(columns() or READ, WIDEST_READ)


def coloured() -> bool:
    """Whether stdout shows colours: a terminal that can, unless NO_COLOR; anything with FORCE_COLOR."""
    from rich.console import Console

    console = Console(file=sys.stdout)
    return console.is_terminal and not console.no_color and not console.is_dumb_terminal


def is_terminal() -> bool:
    """Whether a person looks at stdout, or FORCE_COLOR says so."""
    from rich.console import Console

    return Console(file=sys.stdout).is_terminal


def say(text: str, **style: object) -> str:
    """Text in a colour, where there are colours."""
    return styled(text, **style) if coloured() else text


def verdict(headline: str) -> str:
    """A headline, as it is spoken, with its shape before it."""
    return f"{VERDICTS[headline][0]} {spoken(headline)}"


def colour(headline: str) -> str:
    """A headline's colour."""
    return VERDICTS[headline][1]


def painted(cell: str) -> str:
    """A cell of a table: what is a verdict with its shape gets its colour."""
    shown = cell.strip()
    headline = next((one for one in VERDICTS if verdict(one) == shown), None)
    return say(cell, fg=colour(headline)) if headline else cell


def wrapped(text: str, width: int) -> list[str]:
    """A text in lines of at most `width`; a word that is longer is broken, nothing is left out."""
    return textwrap.wrap(text, max(width, 1), break_on_hyphens=True) or [""]


def hung(line: str, indent: int) -> list[str]:
    """A line as the screen has room for it: what does not fit stands beneath, so far in."""
    width = columns()
    if width is None or len(line) <= width:
        return [line]
    inner = indent if indent < width / 2 else 4
    return textwrap.wrap(
        line, width, subsequent_indent=" " * inner, drop_whitespace=True, break_on_hyphens=False
    )


def echo(text: str = "") -> None:
    """Print, colours as they were put."""
    click.echo(text, color=coloured())
