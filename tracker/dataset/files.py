"""A file of a release: its columns, its size and its checksum; and how a table becomes CSV and Parquet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from tracker.exports.base import number
from tracker.exports.csv import row
from tracker.exports.files import whole_file

BATCH = 100_000  # rows written at once; bounds the memory
ARROW = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "datetime": pa.timestamp("ms", "UTC"),
}


class DataColumn(NamedTuple):
    """A column: its type is one of Frictionless's names."""

    name: str
    type: str
    description: str
    needed: bool = True  # whether every row has a value; an unknown one is an empty cell


@dataclass(frozen=True)
class DataTable:
    """A table of a release: rows are made when they are written."""

    name: str
    description: str
    columns: Sequence[DataColumn]
    key: Sequence[str]
    rows: Iterable[Sequence[Any]]


@dataclass
class DataFile:
    """A written file, as the descriptors tell of it. `path` is relative to the release."""

    table: str
    path: str
    media_type: str
    description: str
    columns: Sequence[DataColumn]
    key: Sequence[str]
    rows: int
    size: int
    sha256: str
    more: dict[str, Any] = field(default_factory=dict)  # what Frictionless is told besides

    @property
    def kind(self) -> str:
        """Its format: csv or parquet."""
        return "parquet" if self.path.endswith(".parquet") else "csv"

    @property
    def is_packed(self) -> bool:
        """Whether it is compressed as a whole."""
        return self.path.endswith(".gz")


def write_table(folder: Path, table: DataTable) -> list[DataFile]:
    """Write a table twice below `folder`, rows read once: as CSV and as Parquet."""
    form = pa.schema([pa.field(c.name, ARROW[c.type], nullable=not c.needed) for c in table.columns])
    names = [f"data/{table.name}.csv", f"data/{table.name}.parquet"]
    count = 0
    with whole_file(folder / names[0]) as text, whole_file(folder / names[1]) as binary:
        text.write(row([c.name for c in table.columns]).encode())
        with pq.ParquetWriter(binary, form, compression="zstd", store_schema=False) as writer:
            source = iter(table.rows)
            while rows := list(islice(source, BATCH)):
                text.write("".join(row(map(_cell, cells)) for cells in rows).encode())
                columns = zip(*rows, strict=True)
                arrays = [pa.array(c, f.type) for c, f in zip(columns, form, strict=True)]
                writer.write_table(pa.Table.from_arrays(arrays, schema=form))
                count += len(rows)
    return [
        DataFile(
            table.name, name, media, table.description, table.columns, table.key, count, s.size, s.sha256
        )
        for name, media, s in zip(
            names, ("text/csv", "application/vnd.apache.parquet"), (text, binary), strict=True
        )
    ]


def _cell(value: Any) -> object:
    """A value as CSV writes it: unknown is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return number(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat() if isinstance(value, date) else value
