"""Rows out of files that others may have written: CSV, JSON Lines, Parquet, a folder of Parquet; bounded.

Every reader gives (number of the row, its cells), the header first as row 0 or 1, and raises BadFile for
whatever is wrong with the file. Nothing is held but a few rows, however large the file is.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any
from urllib.parse import unquote

from tracker.exports import PACKED
from tracker.exports.layouts import BadFile

Rows = Iterator[tuple[int, Sequence[Any]]]
BATCH = 50_000
LONGEST = 2**20  # characters of a line


def rows_of(path: Path) -> Rows:
    """The rows of a file, by its name: .parquet, .jsonl, else CSV (these two also as .gz), or of a folder."""
    if path.is_dir():
        return _folder(path)
    name = path.name.lower().removesuffix(PACKED)
    if name.endswith((".parquet", ".pq")):
        return _parquet(path)
    return _jsonl(path) if name.endswith((".jsonl", ".ndjson")) else _csv(path)


def _text(path: Path) -> IO[str]:
    if path.name.lower().endswith(PACKED):
        return io.TextIOWrapper(gzip.open(path), "utf-8-sig", newline="")
    return path.open(encoding="utf-8-sig", newline="")


def _lines(path: Path, kind: str) -> Iterator[str]:
    """Lines, none of them longer than a program that only reads lines can hold."""
    try:
        with _text(path) as stream:
            while line := stream.readline(LONGEST):
                if len(line) == LONGEST:
                    raise BadFile(
                        f"{path} cannot be read as {kind}: it has a line of over {LONGEST:,} characters"
                    )
                yield line
    except (UnicodeDecodeError, gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise BadFile(f"{path} cannot be read as {kind} in UTF-8: {error}") from None


def _csv(path: Path) -> Rows:
    try:
        yield from ((n, row) for n, row in enumerate(csv.reader(_lines(path, "CSV")), 1) if row)
    except csv.Error as error:
        raise BadFile(f"{path} cannot be read as CSV in UTF-8: {error}") from None


def _jsonl(path: Path) -> Rows:
    header: list[str] | None = None
    for number, line in enumerate(_lines(path, "JSON Lines"), 1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise BadFile(f"{path}, row {number}: it is no JSON ({error})") from None
        if not isinstance(found, dict):
            raise BadFile(f"{path}, row {number}: it is no JSON object")
        if header is None:
            header = list(found)
            yield 0, header
        yield number, [found.get(name) for name in header]


def _parquet(path: Path) -> Rows:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            yield 0, file.schema_arrow.names
            number = 0
            for batch in file.iter_batches(BATCH):
                for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                    number += 1
                    yield number, row
    except (pa.ArrowException, OSError, ValueError) as error:
        if isinstance(error, BadFile):
            raise
        first = next(iter(str(error).splitlines()), type(error).__name__)
        raise BadFile(f"{path} cannot be read as Parquet: {first}") from None


def _folder(path: Path) -> Rows:
    """Partitioned Parquet; the partition stands in the name of a file's folder (`metric=stars/`)."""
    header: list[str] | None = None
    for part in sorted(path.rglob("*.parquet")):
        name, _, value = part.parent.name.partition("=")
        rows = _parquet(part)
        names = list(next(rows)[1])
        more = [unquote(value)] if value and name not in names else []
        if header is None:
            header = [*names, *([name] if more else [])]
            yield 0, header
        if [*names, *([name] if more else [])] != header:
            raise BadFile(f"{part} has other columns than the files before it")
        yield from ((number, [*row, *more]) for number, row in rows)
    if header is None:
        raise BadFile(f"there is no Parquet file below {path}")
