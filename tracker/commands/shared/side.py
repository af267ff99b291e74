"""The decision table on a terminal: repositories side by side, as many as fit, the others below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import zip_longest

from tracker.commands.shared import screen
from tracker.decision import Cell, Criterion, SideBySide
from tracker.writing import capitalised, day

BETTER = "▲"
TITLE = 20  # columns of the questions
CELL = 17  # the fewest columns of an answer
GAP = 2
UNBOUNDED = 200  # columns where nobody says how many there are
WHOLE = "change"  # the row of sentences
FEW = 60  # columns of an answer; longer lines are hard to read


class Legend:
    """What is said once for many cells: the day and label that most have, and why others are unknown."""

    def __init__(self, decision: SideBySide) -> None:
        cells = [cell for row in decision.rows for cell in row.cells]
        labels = Counter((c.day, str(c.quality)) for c in cells if c.value is not None and c.day)
        usual: tuple[date | None, str] = max(labels, key=labels.__getitem__, default=(None, ""))
        self.day, self.quality = usual
        reasons = dict.fromkeys(
            c.said for row in decision.rows if row.key != WHOLE for c in row.cells if c.value is None
        )
        self._numbers = {reason: number for number, reason in enumerate(reasons, 1)}

    def trust(self, cell: Cell) -> str:
        """Where a cell's day or label is another than most have: that, in brackets."""
        parts = [day(cell.day)] if cell.day and cell.day != self.day else []
        parts += [str(cell.quality)] if parts or str(cell.quality) != self.quality else []
        return f" ({', '.join(parts)})" if parts else ""

    def unknown(self, cell: Cell) -> str:
        """A dash, and the number of its reason."""
        return f"{cell.text} [{self._numbers[cell.said]}]"

    def lines(self) -> list[str]:
        """What to say below the table."""
        usual = (
            f"Every value is of {day(self.day)} and {self.quality} unless it says otherwise. "
            if self.day
            else ""
        )
        better = f"{BETTER} marks the better one, where better means something."
        return [
            usual + better,
            *(f"[{number}] {capitalised(reason).rstrip('.')}." for reason, number in self._numbers.items()),
        ]


def show(decision: SideBySide) -> None:
    """Print the table and the sentence that sums it up; labels and what is unknown are explained below it."""
    width, legend = screen.columns() or UNBOUNDED, Legend(decision)
    many = max(1, (width - TITLE) // (CELL + GAP))
    screen.echo(f"As of {decision.as_of}")
    for line in screen.wrapped(decision.sentence, width):
        screen.echo(screen.say(line, bold=True))
    for first in range(0, len(decision.repositories), many):
        places = range(first, min(first + many, len(decision.repositories)))
        screen.echo()
        _block(decision, places, min(FEW, (width - TITLE) // len(places) - GAP), legend)
    screen.echo()
    notes = legend.lines() + [f"{row.title}: {row.note}." for row in decision.rows if row.note]
    for note in notes:
        for line in screen.wrapped(note, width):
            screen.echo(line)
    for row in decision.rows:
        if row.key == WHOLE:
            _sentences(decision, row, width)


def _sentences(decision: SideBySide, row: Criterion, width: int) -> None:
    """A row whose cells are sentences, below the table: in a column nobody could read them."""
    screen.echo()
    screen.echo(screen.say(row.title, bold=True))
    for name, cell in zip(decision.repositories, row.cells, strict=True):
        told = cell.text if cell.value is not None else f"{cell.text} ({cell.said})"
        for number, line in enumerate(screen.wrapped(f"{name}: {told}", width - GAP)):
            screen.echo(" " * (GAP if number else 0) + line)


def _block(decision: SideBySide, places: Sequence[int], width: int, legend: Legend) -> None:
    heads = [decision.repositories[i] for i in places]
    _line("", [_name(name, width) for name in heads], width, [{"bold": True}] * len(heads))
    for row in decision.rows:
        if row.key == WHOLE:
            continue
        cells = [_written(row, row.cells[i], i in row.best, legend) for i in places]
        styles = [_style(row, row.cells[i], i in row.best) for i in places]
        _line(row.title, [screen.wrapped(text, width) for text in cells], width, styles)


def _name(full_name: str, width: int) -> list[str]:
    """A name on one line, else broken where its owner ends."""
    parts = [full_name] if len(full_name) <= width else full_name.replace("/", "/ ", 1).split(" ")
    return [line for part in parts for line in screen.wrapped(part, width)]


def _written(row: Criterion, cell: Cell, best: bool, legend: Legend) -> str:
    if cell.value is None:
        return legend.unknown(cell)
    mark = f"{BETTER} " if best else ""
    shape = f"{screen.VERDICTS[str(cell.value)][0]} " if row.key == "verdict" else ""
    return f"{mark}{shape}{cell.text}{legend.trust(cell)}"


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
