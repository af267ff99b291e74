"""The decision table on a terminal: repositories side by side, as many as fit, the others below."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from tracker.commands.shared import screen
from tracker.decision import Cell, Criterion, SideBySide

BETTER = "▲"
TITLE = 20  # columns of the questions
CELL = 17  # the fewest columns of an answer
GAP = 2
UNBOUNDED = 200  # columns where nobody says how many there are
FEW = 60  # columns of an answer; longer lines are hard to read


def show(decision: SideBySide) -> None:
    """Print the table and the sentence that sums it up; what is unknown is explained below it."""
    width = screen.columns() or UNBOUNDED
    many = max(1, (width - TITLE) // (CELL + GAP))
    screen.echo(f"As of {decision.as_of}")
    for line in screen.wrapped(decision.sentence, width):
        screen.echo(screen.say(line, bold=True))
    for first in range(0, len(decision.repositories), many):
        places = range(first, min(first + many, len(decision.repositories)))
        screen.echo()
        _block(decision, places, min(FEW, (width - TITLE) // len(places) - GAP))
    screen.echo()
    notes = [
        f"{BETTER} the better one, where better means something; every number ends with its day and label."
    ]
    notes += [f"{row.title}: {row.note}." for row in decision.rows if row.note]
    for note in notes:
        for line in screen.wrapped(note, width):
            screen.echo(line)


def _block(decision: SideBySide, places: Sequence[int], width: int) -> None:
    heads = [decision.repositories[i] for i in places]
    _line("", [_name(name, width) for name in heads], width, [{"bold": True}] * len(heads))
    for row in decision.rows:
        cells = [_written(row, row.cells[i], i in row.best) for i in places]
        styles = [_style(row, row.cells[i], i in row.best) for i in places]
        _line(row.title, [screen.wrapped(text, width) for text in cells], width, styles)


def _name(full_name: str, width: int) -> list[str]:
    """A name on one line, else broken where its owner ends."""
    parts = [full_name] if len(full_name) <= width else full_name.replace("/", "/ ", 1).split(" ")
    return [line for part in parts for line in screen.wrapped(part, width)]


def _written(row: Criterion, cell: Cell, best: bool) -> str:
    if cell.value is None:
        return f"{cell.text} ({cell.said})"
    mark = f"{BETTER} " if best else ""
    shape = f"{screen.VERDICTS[str(cell.value)][0]} " if row.key == "verdict" else ""
    return f"{mark}{shape}{cell.text} ({_trust(cell)})"


def _trust(cell: Cell) -> str:
    return ", ".join(str(part) for part in (cell.day, cell.quality) if part)


def _style(row: Criterion, cell: Cell, best: bool) -> dict[str, object]:
    if cell.value is None:
        return {"dim": True}
    if row.key == "verdict":
        return {"fg": screen.colour(str(cell.value)), "bold": best}
    return {"bold": best}


def _line(title: str, cells: Sequence[list[str]], width: int, styles: Sequence[dict[str, object]]) -> None:
    titles = screen.wrapped(title, TITLE - GAP)
    for line in zip_longest(titles, *cells, fillvalue=""):
        head, *rest = line
        told = [
            screen.say(text.ljust(width), **style) if text else " " * width
            for text, style in zip(rest, styles, strict=True)
        ]
        screen.echo((head.ljust(TITLE) + (" " * GAP).join(told)).rstrip())
