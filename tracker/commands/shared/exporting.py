"""Carrying out an export: to a file, a folder or stdout, with a bar for the long ones and a descriptor."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from tracker.exports import PACKED
from tracker.exports.descriptor import About, package, resource, write, write_beside
from tracker.exports.files import CountedStream, packed, whole_file, whole_folder

if TYPE_CHECKING:
    from tracker.series import History
    from tracker.series.export import Step
    from tracker.series.query import Query

SHORT = 2.0  # seconds; an export that is done by then needs no bar


@dataclass(frozen=True)
class Order:
    """What is to be written, and how."""

    history: History
    query: Query
    format: str
    shape: str = "long"
    descriptor: Path | None = None


def to_stdout(order: Order, stream: IO[bytes]) -> None:
    """Write to a stream; the descriptor only where one was asked for."""
    counted = CountedStream(stream)
    about = _write(order, counted)
    stream.flush()
    if order.descriptor:
        about.size, about.sha256, about.path = counted.size, counted.sha256, f"stdout.{order.format}"
        write(order.descriptor, package([resource(about)], about))
    _say_if_empty(order, about)


def to_file(order: Order, output: Path) -> None:
    """Write a file whole, and its descriptor; a device or a pipe as it goes, and none beside it."""
    if output.exists() and not output.is_file():
        with output.open("wb") as straight:
            to_stdout(order, straight)
        return
    gzipped = output.name.lower().endswith(PACKED)
    with whole_file(output) as stream:
        with packed(stream, gzipped) as inner:
            about = _write(order, inner)
        about.size, about.sha256, about.path = stream.size, stream.sha256, output.name
        about.packed = gzipped
    if order.descriptor:
        write(order.descriptor, package([resource(about)], about))
        place = order.descriptor
    else:
        place = write_beside(output, about)
    click.echo(f"{about.rows:,} rows written to {output}, described in {place}", err=True)
    _say_if_empty(order, about)


def to_folder(order: Order, output: Path, by: str) -> None:
    """Write partitioned Parquet, and its descriptor."""
    from tracker.exports import partitioned
    from tracker.series.export import chunks

    about = _about(order)
    with whole_folder(output) as folder:
        with progress() as step:
            rows = chunks(order.history, order.query, step)
            about.rows = partitioned.write(rows, folder, by, order.query.axis)
        about.files = _sums(folder)
    about.path = [f"{output.name}/{one['path']}" for one in about.files]
    about.format = "parquet"
    about.size = sum(path.stat().st_size for path in output.rglob("*.parquet"))
    about.notes.append(f"the column {by} is in the names of the folders")
    # Beside the folder, not in it: readers of a folder take every file in it for data.
    place = order.descriptor or write_beside(output, about)
    if order.descriptor:
        write(place, package([resource(about)], about))
    click.echo(f"{about.rows:,} rows written below {output}, described in {place}", err=True)
    _say_if_empty(order, about)


def _say_if_empty(order: Order, about: About) -> None:
    """Why there is no row, as far as the question tells it: an empty file looks like a mistake."""
    if about.rows:
        return
    query = order.query
    if query.as_of:
        why = f"nothing of this was known here at the end of {query.as_of}; what is here was read later"
    elif not about.series:
        why = "GitHub was not asked about these repositories yet; ask with: tracker sync"
    else:
        why = "nothing of this is known in the days asked for"
    click.echo(f"no rows: {why}", err=True)


def _sums(folder: Path) -> list[dict[str, object]]:
    import hashlib

    found: list[dict[str, object]] = []
    for path in sorted(folder.rglob("*.parquet")):
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        name = path.relative_to(folder).as_posix()
        found.append({"path": name, "bytes": path.stat().st_size, "hash": f"sha256:{digest}"})
    return found


def _write(order: Order, stream: IO[bytes] | CountedStream) -> About:
    """Write the data; what is to be said of them."""
    from tracker.series.writing import writer

    with progress() as step:
        return writer(order.history, order.query, order.format, order.shape, step)(stream)


def _about(order: Order) -> About:
    from tracker.series.describing import about

    return about(order.history, order.query, order.format, order.shape)


@contextmanager
def progress() -> Iterator[Step]:
    """A bar on a terminal, once it has taken two seconds."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import Progress

    begun = time.monotonic()
    with ExitStack() as stack:
        bars: list[tuple[Progress, Any]] = []

        def step(done: int, total: int) -> None:
            if not bars and time.monotonic() - begun > SHORT:
                bar = stack.enter_context(Progress(console=Console(stderr=True), transient=True))
                bars.append((bar, bar.add_task("exporting", total=total)))
            for bar, task in bars:
                bar.update(task, completed=done)

        yield step
