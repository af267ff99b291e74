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
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns: tuple[Any, ...] = (
        TextColumn("{task.description:<52.52}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[spent]}"),
    )
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
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
