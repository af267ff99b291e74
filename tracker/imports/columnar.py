"""Rows out of Parquet: a file, or a folder of files by what they hold; a few thousand at a time."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

from tracker.imports.options import BadImport, Rows

BATCH = 50_000


def parquet(path: Path) -> Rows:
    """The rows of a file. Raises BadImport."""
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
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:  # the last: a day past year 9999
        if isinstance(error, BadImport):
            raise
        first = next(iter(str(error).splitlines()), type(error).__name__)
        raise BadImport(f"{path} cannot be read as Parquet: {first}") from None


def folder(path: Path) -> Rows:
    """Partitioned Parquet; the partition stands in the name of a file's folder (`metric=stars/`)."""
    header: list[str] | None = None
    for part in sorted(path.rglob("*.parquet")):
        name, _, value = part.parent.name.partition("=")
        rows = parquet(part)
        names = list(next(rows)[1])
        more = [unquote(value)] if value and name not in names else []
        if header is None:
            header = [*names, *([name] if more else [])]
            yield 0, header
        if [*names, *([name] if more else [])] != header:
            raise BadImport(f"{part} has other columns than the files before it")
        yield from ((number, [*row, *more]) for number, row in rows)
    if header is None:
        raise BadImport(f"there is no Parquet file below {path}")
