"""Progress of a collecting run: a bar on a terminal, a line every few seconds elsewhere, always on stderr."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from tracker.collectors.runner import RunProgress

QUIET_SECONDS = 5.0
NUMBERS = 40  # columns of '12,345/67,890 1:23:45 123,456 requests' and of the spaces between
SHORTEST_WORDS, LONGEST_WORDS = 12, 52
SHORTEST_BAR, LONGEST_BAR = 10, 40
Tell = Callable[[str], None]
Step = Callable[["RunProgress"], None]


@contextmanager
def shown() -> Iterator[tuple[Tell, Step]]:
    """(say what is being done, take a step): how a run shows what it does."""
    if sys.stderr.isatty():
        with _bar() as pair:
            yield pair
    else:
        yield _lines()


def _lines() -> tuple[Tell, Step]:
    said, lock = time.monotonic(), Lock()

    def tell(text: str) -> None:
        nonlocal said
        with lock:
            if time.monotonic() - said < QUIET_SECONDS:
                return
            said = time.monotonic()
        click.echo(text, err=True)

    def step(at: RunProgress) -> None:
        tell(f"{at.done}/{at.total} {at.collector}: {at.repository} ({at.requests:,} requests)")

    return tell, step


@contextmanager
def _bar() -> Iterator[tuple[Tell, Step]]:
    """A line for what is being done, and below it a bar for each collector that has begun."""
    from rich.console import Console
    from rich.progress import Progress as Bars

    console = Console(stderr=True)
    with Bars(*_columns(console.width), console=console, transient=True) as bars:
        top = bars.add_task("beginning", total=None, spent="")
        tasks: dict[str, Any] = {}
        lock = Lock()

        def tell(text: str) -> None:
            bars.update(top, description=text)

        def step(at: RunProgress) -> None:
            with lock:
                if at.collector not in tasks:
                    tasks[at.collector] = bars.add_task(at.collector, total=at.each, spent="")
                bars.update(tasks[at.collector], advance=1)
            bars.update(
                top, completed=at.done, total=at.total, description=f"{at.collector}: {at.repository}",
                spent=f"{at.requests:,} requests",
            )  # fmt: skip

        yield tell, step


def _columns(width: int) -> tuple[Any, ...]:
    """What stands beside a bar: numbers are never cut; of few columns the words take less, then the bar."""
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn

    words = min(max(width - NUMBERS - SHORTEST_BAR, SHORTEST_WORDS), LONGEST_WORDS)
    return (
        TextColumn(f"{{task.description:<{words}.{words}}}"),
        BarColumn(bar_width=min(max(width - NUMBERS - words, 0), LONGEST_BAR)),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[spent]}"),
    )
